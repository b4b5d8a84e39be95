import { rangesOfMembers, withBothCases } from "../../../regex/character-sets.js";
import { parsePcre } from "../../../regex/parse-pcre.js";
import {
  PcreSyntaxError,
  UnsupportedPcre,
  type Pcre,
  type PcreAssertion,
  type PcreMember,
  type PcreSet,
} from "../../../regex/pcre.js";

export type SigmaRegex =
  | { readonly ok: true; readonly text: string; readonly modifiers: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/**
 * A regular expression in what all Sigma engines share: literals, classes, groups, alternatives, quantifiers, anchors.
 * Flags become the modifiers `i`, `m` and `s`; groups lose their names.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-appendix-modifiers.md
 */
export function sigmaRegex(source: string, ignoreCase: boolean): SigmaRegex {
  try {
    return { ok: true, ...written(parsePcre(source, { ignoreCase }).root) };
  } catch (problem) {
    if (problem instanceof PcreSyntaxError || problem instanceof UnsupportedPcre)
      return { ok: false, reason: problem.message };
    throw problem;
  }
}

/** The same for an expression that is a tree already; `undefined` where Sigma's engines do not share it. */
export function sigmaRegexOf(
  root: Pcre,
): { readonly text: string; readonly modifiers: readonly string[] } | undefined {
  try {
    return written(root);
  } catch (problem) {
    if (problem instanceof UnsupportedPcre) return undefined;
    throw problem;
  }
}

function written(tree: Pcre): { readonly text: string; readonly modifiers: readonly string[] } {
  const root = withoutLookBehind(tree);
  const spelled = casesOf(root).size > 1 ? withCasesSpelled(root) : root;
  return { text: write(spelled), modifiers: ["re", ...flagsOf(spelled)] };
}

/**
 * A look at the character before all else, which what begins there may as well match: `(?<!a)b` is `(^|[^a])b`. Nobody
 * asks where a match of a test begins.
 */
function withoutLookBehind(node: Pcre): Pcre {
  switch (node.kind) {
    case "sequence": {
      const [first, ...rest] = node.items;
      return first === undefined ? node : { ...node, items: [withoutLookBehind(first), ...rest] };
    }
    case "alternatives":
      return { ...node, options: node.options.map(withoutLookBehind) };
    case "group":
      return { ...node, body: withoutLookBehind(node.body) };
    case "backtracking": {
      const { meaning, body } = node;
      if (meaning.kind !== "look" || !meaning.behind || body === undefined) return node;
      const one = body.kind === "sequence" && body.items.length === 1 ? body.items[0] : body;
      if (one?.kind !== "character" && one?.kind !== "class") return node;
      if (!meaning.negated) return one;
      const other: Pcre =
        one.kind === "class"
          ? { ...one, negated: !one.negated }
          : {
              kind: "class",
              negated: true,
              members: [{ kind: "range", from: one.code, to: one.code }],
              ignoreCase: one.ignoreCase,
            };
      const start: Pcre = { kind: "assertion", assertion: "text-start" };
      return { kind: "group", body: { kind: "alternatives", options: [start, other] } };
    }
    default:
      return node;
  }
}

/** Whether letters are matched in any case, in their own, or some so and some so. */
function casesOf(root: Pcre): ReadonlySet<boolean> {
  const cases = new Set<boolean>();
  visit(root, (node) => {
    if (node.kind === "character" && isLetter(node.code)) cases.add(node.ignoreCase);
    else if (node.kind === "class" && node.members.some(hasLetter)) cases.add(node.ignoreCase);
  });
  return cases;
}

/** Letters in any case as classes of both cases, so that no flag is needed. */
function withCasesSpelled(node: Pcre): Pcre {
  switch (node.kind) {
    case "character":
      return node.ignoreCase && isLetter(node.code)
        ? spelledClass([{ kind: "range", from: node.code, to: node.code }], false)
        : node;
    case "class":
      return node.ignoreCase && node.members.some(hasLetter)
        ? spelledClass(node.members, node.negated)
        : node;
    case "alternatives":
      return { ...node, options: node.options.map(withCasesSpelled) };
    case "sequence":
      return { ...node, items: node.items.map(withCasesSpelled) };
    case "group":
    case "repeat":
      return { ...node, body: withCasesSpelled(node.body) };
    default:
      return node;
  }
}

function spelledClass(members: readonly PcreMember[], negated: boolean): Pcre {
  const ranges = rangesOfMembers(members);
  if (ranges.some(({ to }) => to > 0x7f)) throw new UnsupportedPcre("letters beyond ASCII in any case");
  return {
    kind: "class",
    negated,
    members: withBothCases(ranges).map((range) => ({ kind: "range", ...range })),
    ignoreCase: false,
  };
}

/**
 * Whether an expression has no letters that change in that case, so that a text in it matches exactly when the text as
 * it is matches in any case.
 */
export function isInCase(source: string, as: "lower" | "upper"): boolean {
  const changes = (code: number) => {
    const character = String.fromCodePoint(code);
    return character !== (as === "lower" ? character.toLowerCase() : character.toUpperCase());
  };
  const [first, last] = as === "lower" ? [0x41, 0x5a] : [0x61, 0x7a];
  let fits = true;
  try {
    visit(parsePcre(source).root, (node) => {
      if (node.kind === "character") fits &&= !changes(node.code);
      else if (node.kind === "class")
        fits &&= node.members.every(
          (member) =>
            member.kind === "set" ||
            (member.to <= 0x7f
              ? member.to < first || member.from > last
              : member.from > 0x7f && !changes(member.from)),
        );
    });
  } catch (problem) {
    if (problem instanceof PcreSyntaxError || problem instanceof UnsupportedPcre) return false;
    throw problem;
  }
  return fits;
}

/** The flags that hold for the whole expression; one that holds for a part of it only cannot be written. */
function flagsOf(root: Pcre): readonly string[] {
  const cases = casesOf(root);
  const dots = new Set<boolean>();
  const assertions = new Set<PcreAssertion>();
  visit(root, (node) => {
    if (node.kind === "dot") dots.add(node.lines);
    else if (node.kind === "assertion") assertions.add(node.assertion);
  });
  const lines = assertions.has("line-start") || assertions.has("line-end");
  const text = assertions.has("text-start") || assertions.has("text-end-or-newline");
  if (cases.size > 1 || dots.size > 1 || (lines && text))
    throw new UnsupportedPcre("a flag holds for a part of the expression only");
  return [...(cases.has(true) ? ["i"] : []), ...(lines ? ["m"] : []), ...(dots.has(true) ? ["s"] : [])];
}

function visit(node: Pcre, look: (node: Pcre) => void): void {
  look(node);
  if (node.kind === "alternatives") for (const option of node.options) visit(option, look);
  else if (node.kind === "sequence") for (const item of node.items) visit(item, look);
  else if (node.kind === "group" || node.kind === "repeat") visit(node.body, look);
}

function isLetter(code: number): boolean {
  const character = String.fromCodePoint(code);
  return character.toLowerCase() !== character.toUpperCase();
}

/** A range is taken to hold letters unless it ends before them. */
function hasLetter(member: PcreMember): boolean {
  if (member.kind === "set") return false;
  return member.from === member.to ? isLetter(member.from) : member.to >= 0x41;
}

function write(node: Pcre): string {
  switch (node.kind) {
    case "alternatives":
      return node.options.map(write).join("|");
    case "sequence":
      return node.items
        .map((item) => (item.kind === "alternatives" ? `(${write(item)})` : write(item)))
        .join("");
    case "character":
      return writeCharacter(node.code, /[\\^$.|?*+()[\]{}]/);
    case "dot":
      return ".";
    case "class":
      return `[${node.negated ? "^" : ""}${node.members.map(writeMember).join("")}]`;
    case "set":
      return writeSet(node.set, false);
    case "assertion":
      return writeAssertion(node.assertion);
    case "group":
      return `(${write(node.body)})`;
    case "repeat": {
      if (node.mode === "possessive") throw new UnsupportedPcre("possessive quantifier");
      const single =
        node.body.kind !== "alternatives" && node.body.kind !== "sequence" && node.body.kind !== "repeat";
      const body = single ? write(node.body) : `(${write(node.body)})`;
      return body + quantifier(node.minimum, node.maximum) + (node.mode === "lazy" ? "?" : "");
    }
    case "backtracking":
      throw new UnsupportedPcre(node.construct);
  }
}

function quantifier(minimum: number, maximum: number | undefined): string {
  if (maximum === undefined) return minimum === 0 ? "*" : minimum === 1 ? "+" : `{${minimum},}`;
  if (minimum === 0 && maximum === 1) return "?";
  if (minimum === 1 && maximum === 1) return "";
  return minimum === maximum ? `{${minimum}}` : `{${minimum},${maximum}}`;
}

function writeCharacter(code: number, special: RegExp): string {
  const text = String.fromCodePoint(code);
  if (special.test(text)) return `\\${text}`;
  if (code === 9) return "\\t";
  if (code === 10) return "\\n";
  if (code === 13) return "\\r";
  if (code < 32 || code === 127) throw new UnsupportedPcre(`the control character ${code}`);
  return text;
}

function writeMember(member: PcreMember): string {
  if (member.kind === "set") return writeSet(member.set, true);
  const special = /[\\^\-[\]]/;
  const from = writeCharacter(member.from, special);
  return member.from === member.to ? from : `${from}-${writeCharacter(member.to, special)}`;
}

/** POSIX classes as the ranges they are; the rest has no spelling that every engine reads. */
const posixRanges: ReadonlyMap<string, string> = new Map([
  ["alnum", "a-zA-Z0-9"],
  ["alpha", "a-zA-Z"],
  ["digit", "0-9"],
  ["lower", "a-z"],
  ["upper", "A-Z"],
  ["xdigit", "a-fA-F0-9"],
]);

function writeSet(set: PcreSet, inClass: boolean): string {
  if (set.kind === "shorthand" && set.letter !== "h" && set.letter !== "v")
    return `\\${set.negated ? set.letter.toUpperCase() : set.letter}`;
  if (set.kind === "posix" && !set.negated) {
    const range = posixRanges.get(set.name);
    if (range !== undefined) return inClass ? range : `[${range}]`;
  }
  throw new UnsupportedPcre("a named set of characters");
}

function writeAssertion(assertion: PcreAssertion): string {
  switch (assertion) {
    case "text-start":
    case "line-start":
      return "^";
    case "text-end-or-newline":
    case "line-end":
      return "$";
    case "word-boundary":
      return "\\b";
    case "no-word-boundary":
      return "\\B";
    case "text-end":
      throw new UnsupportedPcre("`\\z`");
  }
}

/** The text as a regular expression that matches only it. */
export function regexLiteral(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
}
