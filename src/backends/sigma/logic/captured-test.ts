import type { Call } from "../../../plan/expression.js";
import {
  rangesOfMembers,
  rangesOfSet,
  complement,
  withBothCases,
  type CodeRange,
} from "../../../regex/character-sets.js";
import { compileRegex } from "../../../evaluate/regex/regex.js";
import { matchesEmpty } from "../../../regex/matches-empty.js";
import { behindFirst } from "../../../regex/behind-first.js";
import { takesOneStretch } from "../../../regex/one-stretch.js";
import { parsePcre } from "../../../regex/parse-pcre.js";
import { PcreSyntaxError, UnsupportedPcre, type Pcre } from "../../../regex/pcre.js";
import { sigmaRegexOf } from "./sigma-regex.js";
import type { ValueTest } from "./value-test.js";
import { nothing, within } from "./within.js";

/**
 * The test that a text passes exactly when what a named group takes out of it passes this one: the expression with the
 * group narrowed to what passes. The group has to be a run of characters of one set, or the test one for a text, and there
 * has to be one way only to take it, or it is what stands behind the first of a separator. `never`: nothing passes; `undefined`: Sigma cannot say it.
 */
export function capturedTest(
  { arguments: [, pattern, group], span }: Call,
  asked: ValueTest,
): ValueTest | "never" | undefined {
  if (pattern?.kind !== "literal" || group?.kind !== "literal") return undefined;
  try {
    const { root } = parsePcre(String(pattern.value));
    const name = String(group.value);
    const taken = findGroup(root, name);
    if (taken === undefined) return undefined;
    const whole = takesOneStretch(root, name)
      ? (narrowed: Pcre) => withGroup(root, name, narrowed)
      : behindFirst(root, name);
    if (whole === undefined) return undefined;
    const run = runOf(taken);
    const narrowed = run === undefined ? textOf(taken, asked) : within(asked, { characters: run });
    if (narrowed === undefined) return undefined;
    if (narrowed === nothing) return "never";
    // An empty text is not taken by a group that asks for more.
    if (matchesEmpty(narrowed) && !matchesEmpty(taken)) return asked.kind === "equal" ? "never" : undefined;
    const regex = sigmaRegexOf(whole(narrowed));
    if (regex === undefined) return undefined;
    const flags = regex.modifiers.slice(1).join("");
    const source = flags === "" ? regex.text : `(?${flags})${regex.text}`;
    return { kind: "regex", source, ignoreCase: false, span };
  } catch (problem) {
    if (problem instanceof PcreSyntaxError || problem instanceof UnsupportedPcre) return undefined;
    throw problem;
  }
}

/** What a group that every match goes through takes; a group that is repeated or one of several ways is none. */
export function findGroup(node: Pcre, name: string): Pcre | undefined {
  switch (node.kind) {
    case "group":
      return node.capture?.name === name ? node.body : findGroup(node.body, name);
    case "sequence":
      return node.items.map((item) => findGroup(item, name)).find((found) => found !== undefined);
    default:
      return undefined;
  }
}

/** An expression with something else in place of what a group takes. */
export function withGroup(node: Pcre, name: string, body: Pcre): Pcre {
  switch (node.kind) {
    case "group":
      return { kind: "group", body: node.capture?.name === name ? body : withGroup(node.body, name, body) };
    case "sequence":
      return { ...node, items: node.items.map((item) => withGroup(item, name, body)) };
    default:
      return node;
  }
}

/** A text that the group can take. */
function textOf(taken: Pcre, asked: ValueTest): Pcre | typeof nothing | undefined {
  if (asked.kind !== "equal" || typeof asked.value !== "string") return undefined;
  const { value, caseSensitive } = asked;
  const regex = sigmaRegexOf(taken);
  if (regex === undefined) return undefined;
  if (regex.modifiers.includes("m") || value.includes("\n")) return undefined;
  const source = `^(?:${regex.text})$`;
  if (!takes(source, false, value)) return nothing;
  const isCased = !regex.modifiers.includes("i");
  const spellings = caseSensitive ? [value] : [value.toLowerCase(), value.toUpperCase()];
  const taking = spellings.filter((text) => takes(source, isCased, text));
  if (caseSensitive && taking.length === 0) return nothing;
  return taking.length === spellings.length ? within(asked, { characters: complement([]) }) : undefined;
}

function takes(source: string, caseSensitive: boolean, text: string): boolean {
  const compiled = compileRegex(source, { caseSensitive });
  return "regex" in compiled && compiled.regex.find(text) !== undefined;
}

/** The characters of a run of any length. */
export function runOf(body: Pcre): readonly CodeRange[] | undefined {
  const node = body.kind === "sequence" && body.items.length === 1 ? body.items[0] : body;
  if (node?.kind !== "repeat" || node.minimum > 1 || node.maximum !== undefined) return undefined;
  switch (node.body.kind) {
    case "dot":
      return node.body.lines ? complement([]) : complement([{ from: 10, to: 10 }]);
    case "set":
      return rangesOfSet(node.body.set);
    case "class": {
      const own = rangesOfMembers(node.body.members);
      const cased = node.body.ignoreCase ? withBothCases(own) : own;
      return node.body.negated ? complement(cased) : cased;
    }
    default:
      return undefined;
  }
}
