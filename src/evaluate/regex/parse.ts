import { rangesOfSet, type CodeRange } from "../../regex/character-sets.js";
import { parsePcre } from "../../regex/parse-pcre.js";
import {
  PcreSyntaxError,
  type ParsedPcre,
  type Pcre,
  type PcreAssertion,
  type PcreBacktracking,
  type PcreMember,
  type PcreSet,
} from "../../regex/pcre.js";
import type { Assertion, CharacterSet, RegexNode, RegexProblem, RegexTree } from "./tree.js";

/** Reads a PCRE pattern into the form that is matched: sets are ranges, and neighbouring characters one text. */
export function parseRegex(
  source: string,
): { readonly tree: RegexTree } | { readonly problem: RegexProblem } {
  try {
    return { tree: treeOf(parsePcre(source)) };
  } catch (thrown) {
    if (thrown instanceof PcreSyntaxError)
      return { problem: { reason: thrown.message, offset: thrown.offset } };
    throw thrown;
  }
}

function treeOf({ root, captures }: ParsedPcre): RegexTree {
  const names = new Map<string, number[]>();
  for (const { name, number } of captures)
    if (name !== undefined) names.set(name, [...(names.get(name) ?? []), number]);
  return { root: nodeOf(root), groupCount: captures.length, names };
}

const assertions: Readonly<Record<PcreAssertion, Assertion>> = {
  "text-start": "start",
  "text-end": "very-end",
  "text-end-or-newline": "end",
  "line-start": "line-start",
  "line-end": "line-end",
  "word-boundary": "word-boundary",
  "no-word-boundary": "no-word-boundary",
};

function nodeOf(node: Pcre): RegexNode {
  switch (node.kind) {
    case "alternatives":
      return { kind: "alternation", nodes: node.options.map(nodeOf) };
    case "sequence":
      return joined(node.items.map(nodeOf));
    case "character":
      return { kind: "text", text: String.fromCodePoint(node.code), ignoreCase: node.ignoreCase };
    case "dot":
      return setOf(node.lines ? [] : [[0x0a, 0x0a]], true);
    case "class":
      return { ...setOfMembers(node.members), negated: node.negated, ignoreCase: node.ignoreCase };
    case "set":
      return node.set.kind === "line-ending" ? lineEnding : setOfMembers([{ kind: "set", set: node.set }]);
    case "assertion":
      return { kind: "assertion", assertion: assertions[node.assertion] };
    case "group": {
      const body = nodeOf(node.body);
      if (node.capture === undefined) return body;
      const { number, name } = node.capture;
      return { kind: "capture", index: number, ...(name === undefined ? {} : { name }), node: body };
    }
    case "repeat": {
      const { minimum, maximum = Infinity, mode } = node;
      return { kind: "repetition", node: nodeOf(node.body), minimum, maximum, mode };
    }
    case "backtracking":
      return backtrackingOf(node);
  }
}

function backtrackingOf({ meaning, body }: PcreBacktracking): RegexNode {
  const inner = body ?? { kind: "sequence", items: [] };
  switch (meaning.kind) {
    case "look":
      return { kind: "look", behind: meaning.behind, negated: meaning.negated, node: nodeOf(inner) };
    case "atomic":
      return { kind: "atomic", node: nodeOf(inner) };
    case "reference":
      return { kind: "reference", groups: meaning.groups, ignoreCase: meaning.ignoreCase };
    case "keep":
      return { kind: "keep" };
    case "conditional": {
      const [yes, no] = inner.kind === "alternatives" ? inner.options.map(nodeOf) : [nodeOf(inner)];
      return { kind: "conditional", group: meaning.group, yes: yes ?? joined([]), no: no ?? joined([]) };
    }
  }
}

/** `\R`: any line ending, of which two characters count as one. */
const lineEnding: RegexNode = {
  kind: "atomic",
  node: {
    kind: "alternation",
    nodes: [
      { kind: "text", text: "\r\n", ignoreCase: false },
      setOf(pairs(rangesOfSet({ kind: "shorthand", letter: "v", negated: false })), false),
    ],
  },
};

function setOfMembers(members: readonly PcreMember[]): CharacterSet {
  const properties = members.flatMap((member) =>
    member.kind === "set" && member.set.kind === "property" ? [member.set] : [],
  );
  const ranges = members.flatMap((member) => (member.kind === "range" ? [member] : rangesWithin(member.set)));
  return {
    kind: "set",
    negated: false,
    ranges: pairs(ranges),
    properties: properties.map(({ name, negated }) => ({ name, negated })),
    ignoreCase: false,
  };
}

function rangesWithin(set: PcreSet): readonly CodeRange[] {
  return set.kind === "property" ? [] : rangesOfSet(set);
}

function pairs(ranges: readonly CodeRange[]): CharacterSet["ranges"] {
  return ranges.map(({ from, to }) => [from, to] as const);
}

/** A set of ranges without regard to case. */
function setOf(ranges: CharacterSet["ranges"], negated: boolean): CharacterSet {
  return { kind: "set", negated, ranges, properties: [], ignoreCase: false };
}

/** A sequence, with neighbouring texts of one case rule made one. */
function joined(nodes: readonly RegexNode[]): RegexNode {
  const result: RegexNode[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    if (node.kind === "text" && last?.kind === "text" && last.ignoreCase === node.ignoreCase)
      result[result.length - 1] = { ...last, text: last.text + node.text };
    else result.push(node);
  }
  const [only] = result;
  return only !== undefined && result.length === 1 ? only : { kind: "sequence", nodes: result };
}
