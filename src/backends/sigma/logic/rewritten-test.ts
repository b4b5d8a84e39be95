import { dumpExpression } from "../../../plan/dump-expression.js";
import type { Case, ScalarExpression } from "../../../plan/expression.js";
import { fieldsOf } from "../../../plan/expression-visitor.js";
import type { ValueType } from "../../../plan/row-type.js";
import {
  intersection,
  isEmpty,
  isOf,
  ofParts,
  ofRun,
  type Automaton,
} from "../../../regex/automaton/automaton.js";
import { beforeDecoding, hexadecimal } from "../../../regex/automaton/before-decoding.js";
import { beforeReplacement } from "../../../regex/automaton/before-replacement.js";
import { complement, union, type CodeRange } from "../../../regex/character-sets.js";
import { parsePcre } from "../../../regex/parse-pcre.js";
import type { Pcre } from "../../../regex/pcre.js";
import type { ValueAsker } from "./call-test.js";
import { all, any, never, not, type Logic } from "./logic.js";
import { charactersOf, literalText } from "./simple-pattern.js";
import { orNone, textsOf } from "./texts-of.js";
import type { ValueTest } from "./value-test.js";

/**
 * What has to hold of a text for what is made of it to pass, where a text of certain characters is rewritten and any
 * other stays what it is: `if(match(x, "^[0-9A-F]+$"), replace(x, "00", "20"), x)`. `undefined` for any other choice.
 */
export function rewrittenTest(
  value: Case,
  asked: ValueTest,
  type: ValueType,
  asker: ValueAsker,
): Logic | undefined {
  const rewritten = rewrittenText(value);
  if (
    rewritten === undefined ||
    [...fieldsOf(rewritten.text)].some((name) => isMultivalue(name, value, asker))
  )
    return undefined;
  const { text, run, isRun } = rewritten;
  const ask = (test: ValueTest) => asker.ask(text, test, type);
  const textsAsked = textsToTheEnd(asked);
  if (textsAsked === undefined) {
    const other = asked.kind === "regex" && !asked.ignoreCase ? runOf(asked.source) : undefined;
    // A run of the characters is made of one, and of nothing else.
    return other !== undefined && rewritten.keepsRun && sameRun(run, other) ? ask(asked) : undefined;
  }
  const made = orNone(() => rewritten.before(textsAsked));
  if (made === undefined) return undefined;
  const inRun = ofRun(run.characters, run.minimum);
  const texts = intersection(inRun, made);
  const asItIs = (): Logic => {
    if (isEmpty(intersection(inRun, textsAsked))) return ask(asked);
    const isInRun = isOf(textsAsked, run.characters) && !textsAsked.accepting.has(textsAsked.start);
    return isInRun ? never : all([not(ask(isRun)), ask(asked)]);
  };
  return any([isEmpty(texts) ? never : ask({ kind: "among", texts, span: asked.span }), asItIs()]);
}

function isMultivalue(name: string, { span }: Case, asker: ValueAsker): boolean {
  return asker.isMultivalue({ kind: "field", name, span });
}

/**
 * The texts that pass, as far as they do not depend on what follows: `$` also holds before a line feed at the end, so a
 * test of the last characters is none.
 */
function textsToTheEnd(asked: ValueTest): Automaton | undefined {
  if (asked.kind === "among") return asked.texts;
  if (asked.kind !== "parts" || asked.parts.at(-1)?.kind !== "any") return undefined;
  const isOneLine = asked.parts.every((part) => part.kind !== "text" || !part.text.includes("\n"));
  return isOneLine ? textsOf(asked) : undefined;
}

interface Run {
  readonly characters: readonly CodeRange[];
  readonly minimum: 0 | 1;
}

interface RewrittenText {
  readonly text: ScalarExpression;
  /** The texts that are rewritten, and the test that they pass. */
  readonly run: Run;
  readonly isRun: ValueTest;
  /** The texts of which some are made. */
  readonly before: (after: Automaton) => Automaton | undefined;
  /** Whether a text of the characters becomes one of the same. */
  readonly keepsRun: boolean;
}

function rewrittenText({ arms: [arm, ...more], otherwise }: Case): RewrittenText | undefined {
  if (arm === undefined || more.length > 0 || otherwise === undefined) return undefined;
  const { when, then } = arm;
  if (when.kind !== "match" || when.pattern.kind !== "regex" || !when.caseSensitive) return undefined;
  const { source } = when.pattern;
  const text = when.value;
  const run = runOf(source);
  if (run === undefined || !isSame(text, otherwise) || then.kind !== "call") return undefined;
  const isRun: ValueTest = { kind: "regex", source, ignoreCase: false, span: when.span };
  if (then.function === "urldecode") {
    const isDecoded = then.arguments.length === 1 && takesPairs(then.arguments[0], text, run.characters);
    return isDecoded ? { text, run, isRun, before: beforeDecoding, keepsRun: false } : undefined;
  }
  const replaced = replacementOf(then, text);
  const pattern = replaced && treeOf(replaced.pattern);
  const wanted = pattern && literalText(pattern);
  if (replaced === undefined || wanted === undefined || replaced.replacement.includes("\\")) return undefined;
  const { replacement } = replaced;
  return {
    text,
    run,
    isRun,
    before: (after) => beforeReplacement(after, wanted, replacement),
    keepsRun:
      replacement !== "" && isOf(ofParts([{ kind: "text", text: replacement }], true), run.characters),
  };
}

function isSame(one: ScalarExpression, other: ScalarExpression): boolean {
  return dumpExpression(one) === dumpExpression(other);
}

function sameRun(one: Run, other: Run): boolean {
  return (
    JSON.stringify([union(one.characters), one.minimum]) ===
    JSON.stringify([union(other.characters), other.minimum])
  );
}

/** The pattern and the replacement of `replace(text, …)`. */
function replacementOf(
  value: ScalarExpression | undefined,
  text: ScalarExpression,
): { readonly pattern: string; readonly replacement: string } | undefined {
  if (value?.kind !== "call" || value.function !== "replace") return undefined;
  const [inner, pattern, replacement] = value.arguments;
  if (inner === undefined || !isSame(inner, text)) return undefined;
  if (pattern?.kind !== "literal" || replacement?.kind !== "literal") return undefined;
  return { pattern: String(pattern.value), replacement: String(replacement.value) };
}

/** Whether each two digits of a text in hexadecimal get a `%`: `replace(text, "([0-9A-F]{2})", "%\1")`. */
function takesPairs(
  value: ScalarExpression | undefined,
  text: ScalarExpression,
  characters: readonly CodeRange[],
): boolean {
  const replaced = replacementOf(value, text);
  if (replaced?.replacement !== String.raw`%\1` || !isWithin(characters, hexadecimal)) return false;
  const group = itemsOf(treeOf(replaced.pattern));
  const [only, ...more] = group;
  if (only?.kind !== "group" || only.capture === undefined || more.length > 0) return false;
  const [pair, ...rest] = itemsOf(only.body);
  if (pair?.kind !== "repeat" || rest.length > 0 || pair.minimum !== 2 || pair.maximum !== 2) return false;
  const digits = charactersOf(pair.body);
  return digits !== undefined && isWithin(characters, digits);
}

/** The texts that `^[0-9A-F]+$` matches, or `*`: those of one line that are a run of some characters. */
function runOf(source: string): Run | undefined {
  const [start, body, end, ...more] = itemsOf(treeOf(source));
  if (start?.kind !== "assertion" || start.assertion !== "text-start" || more.length > 0) return undefined;
  if (end?.kind !== "assertion" || end.assertion !== "text-end-or-newline") return undefined;
  if (body?.kind !== "repeat" || body.maximum !== undefined) return undefined;
  const characters = charactersOf(body.body);
  const { minimum } = body;
  if (characters === undefined || (minimum !== 0 && minimum !== 1)) return undefined;
  return isWithin(characters, complement([{ from: 10, to: 10 }])) ? { characters, minimum } : undefined;
}

function treeOf(source: string): Pcre | undefined {
  return orNone(() => parsePcre(source).root);
}

function itemsOf(node: Pcre | undefined): readonly Pcre[] {
  return node === undefined ? [] : node.kind === "sequence" ? node.items : [node];
}

function isWithin(one: readonly CodeRange[], other: readonly CodeRange[]): boolean {
  return complement(union([...complement(one), ...other])).length === 0;
}
