import type { LikePattern, Pattern } from "../../../plan/expression.js";
import { call, list, operation, text, type Expression } from "../../shared/expression.js";
import { hasLettersOutsideAscii, luceneLiteral } from "../lucene/lucene-regex.js";

/** A text test in EQL, or why there is none. */
export type TextTest =
  { readonly ok: true; readonly expression: Expression } | { readonly ok: false; readonly reason: string };

/** Lucene refuses longer patterns unless the index says otherwise (`index.max_regex_length`). */
const longestRegex = 1000;

/** `value` equals one of the texts. `:` reads `*` and `?` as wildcards, and there is no way to escape them. */
export function textEquals(value: Expression, texts: readonly string[], caseSensitive: boolean): Expression {
  const [only] = texts;
  if (caseSensitive)
    return only !== undefined && texts.length === 1
      ? operation("==", value, text(only))
      : operation("in", value, list(texts.map((item) => text(item))));
  if (texts.some((item) => /[*?]/u.test(item) || item === ""))
    return operation("in~", value, list(texts.map((item) => text(item))));
  return operation(
    ":",
    value,
    only !== undefined && texts.length === 1 ? text(only) : list(texts.map((item) => text(item))),
  );
}

/**
 * `value` matches a pattern of text, runs and single characters as a whole. Literal `*` and `?` go through the
 * functions that know no wildcards, or through a regular expression; functions do not take several values.
 */
export function textLike(
  value: Expression,
  parts: LikePattern,
  caseSensitive: boolean,
  several: boolean,
): TextTest {
  const literal = parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
  if (!/[*?]/u.test(literal)) {
    const pattern = parts
      .map((part) => (part.kind === "text" ? part.text : part.kind === "any" ? "*" : "?"))
      .join("");
    return done(operation(caseSensitive ? "like" : ":", value, text(pattern)));
  }
  const name = several ? undefined : functionFor(parts);
  const only = parts.find((part) => part.kind === "text");
  if (name !== undefined && only !== undefined)
    return done(call(`${name}${caseSensitive ? "" : "~"}`, value, text(only.text)));
  if (!caseSensitive && hasLettersOutsideAscii(literal))
    return {
      ok: false,
      reason: "a literal wildcard beside letters outside ASCII, whose case no operator ignores",
    };
  return textRegex(value, luceneOfLike(parts), !caseSensitive);
}

function functionFor(parts: LikePattern): string | undefined {
  switch (parts.map(({ kind }) => kind).join(" ")) {
    case "any text any":
      return "stringContains";
    case "text any":
      return "startsWith";
    case "any text":
      return "endsWith";
    default:
      return undefined;
  }
}

export function luceneOfLike(parts: LikePattern, any = ".*", one = "."): string {
  return parts
    .map((part) => (part.kind === "text" ? luceneLiteral(part.text) : part.kind === "any" ? any : one))
    .join("");
}

/** `value` matches a Lucene pattern as a whole. */
export function textRegex(value: Expression, pattern: string, ignoreCase: boolean): TextTest {
  if (pattern.length > longestRegex)
    return {
      ok: false,
      reason: `the pattern has ${pattern.length} characters, and Lucene takes ${longestRegex}`,
    };
  return done(operation(ignoreCase ? "regex~" : "regex", value, text(pattern, "raw")));
}

/** The parts of a pattern with wildcards; `undefined` for the other kinds. */
export function likeParts(pattern: Pattern): LikePattern | undefined {
  switch (pattern.kind) {
    case "wildcard":
    case "like":
      return pattern.parts;
    case "regex":
    case "network":
      return undefined;
    default:
      return pattern satisfies never;
  }
}

function done(expression: Expression): TextTest {
  return { ok: true, expression };
}
