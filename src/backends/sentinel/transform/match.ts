import { targetDiagnostics } from "../../../diagnostics/codes/target.js";
import type { LikePattern, Match, Pattern } from "../../../plan/expression.js";
import { boolean, call, operation, text, type Expression } from "../../shared/expression.js";
import { regexForRe2 } from "../../shared/regex/translate-regex.js";
import { anyElement, anyValueHas, type Position } from "./any-value.js";
import { requireComparable } from "./compare.js";
import { regexTest, toText } from "./convert.js";
import { allOf, negated } from "./logic.js";
import type { Wanted } from "./predicate.js";
import type { Scope } from "./scope.js";
import { scalar } from "./scalar.js";
import { language } from "./session.js";
import { absent, filled, present, type KqlValue } from "./value.js";

/** How a pattern is asked for: an operator that has a negation, or an expression that is never null. */
interface Question {
  readonly positive: Expression;
  readonly negative: Expression;
  /** Whether an empty text passes the positive form. */
  readonly takesEmpty: boolean;
}

/** The test that a text matches a pattern, or that it does not. */
export function matchTest(match: Match, wanted: Wanted, scope: Scope): Expression {
  const matched = scalar(match.value, scope);
  requireComparable(matched, match.span, scope);
  const written = withoutIdleFill(matched, match);
  const missingPasses = wanted === "false" && match.whenMissing === "false";
  const texts = likeParts(match.pattern);
  if (texts !== undefined && texts.length > 0 && texts.every(({ kind }) => kind === "any")) {
    if (wanted === "true") return present(written);
    return missingPasses ? absent(written) : boolean(false);
  }
  if (written.multivalue) return anyValueMatches(match, written, texts, wanted, missingPasses, scope);

  const value = toText(written);
  const question = ask(match, value, texts, scope);
  if (wanted === "true")
    return question.takesEmpty ? allOf([present(value), question.positive]) : question.positive;
  if (missingPasses) {
    if (!question.takesEmpty || !value.nullable) return question.negative;
    return negated(allOf([present(value), question.positive]));
  }
  return allOf([present(value), question.negative]);
}

/** A fill that the pattern does not match is like a missing value to it. */
function withoutIdleFill(value: KqlValue, match: Match): KqlValue {
  const { fill, ...raw } = value;
  const texts = likeParts(match.pattern);
  if (fill === undefined || texts === undefined || value.type !== "string") return filled(value);
  const source = texts.map((part) =>
    part.kind === "text" ? quoted(part.text) : part.kind === "any" ? ".*" : ".",
  );
  const matches = new RegExp(`^${source.join("")}$`, match.caseSensitive ? "su" : "isu").test(fill);
  return matches ? filled(value) : { ...raw, nullable: false };
}

/** A wildcard pattern or one of `LIKE` as one kind of list; `undefined` for other patterns. */
function likeParts(pattern: Pattern): LikePattern | undefined {
  return pattern.kind === "wildcard" || pattern.kind === "like" ? pattern.parts : undefined;
}

function ask(match: Match, value: KqlValue, texts: LikePattern | undefined, scope: Scope): Question {
  const { pattern } = match;
  if (pattern.kind === "network") return network(pattern.cidr, value);
  if (pattern.kind === "regex") {
    const regex = regexForRe2(pattern.source, { ignoreCase: !match.caseSensitive, use: "tested" });
    if (regex.ok) return regexQuestion(value, regex.text, regex.matchesEmpty);
    scope.session.refuse(
      targetDiagnostics["unsupported-regex"](match.span, {
        construct: `\`${pattern.source}\``,
        language,
        reason: regex.reason,
      }),
    );
    return { positive: boolean(true), negative: boolean(true), takesEmpty: false };
  }
  const simple = simplePattern(texts ?? []);
  if (simple === undefined) return regexQuestion(value, regexOf(texts ?? [], match.caseSensitive), false);
  const operator = operatorOf(simple.position, match.caseSensitive);
  const content = text(simple.text);
  return {
    positive: operation(operator.positive, value.expression, content),
    negative: operation(operator.negative, value.expression, content),
    takesEmpty: simple.text === "",
  };
}

function regexQuestion(value: KqlValue, pattern: string, takesEmpty: boolean): Question {
  const positive = regexTest(value.expression, pattern);
  return { positive, negative: negated(positive), takesEmpty };
}

/** https://learn.microsoft.com/kusto/query/ipv4-is-in-range-function: null for a text that is no address. */
function network(cidr: string, value: KqlValue): Question {
  const inside = call(
    cidr.includes(":") ? "ipv6_is_in_range" : "ipv4_is_in_range",
    value.expression,
    text(cidr),
  );
  return {
    positive: inside,
    negative: negated(call("coalesce", inside, boolean(false))),
    takesEmpty: false,
  };
}

interface SimplePattern {
  readonly text: string;
  readonly position: Position;
}

/** A pattern with one stretch of text and wildcards at its ends only. */
function simplePattern(parts: LikePattern): SimplePattern | undefined {
  const [text, ...more] = parts.flatMap((part) => (part.kind === "text" ? [part.text] : []));
  if (more.length > 0 || parts.some(({ kind }) => kind === "one")) return undefined;
  if (text === undefined) return { text: "", position: "whole" };
  const open = { start: parts[0]?.kind === "any", end: parts.at(-1)?.kind === "any" };
  const position = open.start ? (open.end ? "inside" : "end") : open.end ? "start" : "whole";
  return { text, position };
}

const operators: Readonly<Record<Position, string>> = {
  whole: "",
  start: "startswith",
  end: "endswith",
  inside: "contains",
};

function operatorOf(
  position: Position,
  caseSensitive: boolean,
): { readonly positive: string; readonly negative: string } {
  if (position === "whole")
    return caseSensitive ? { positive: "==", negative: "!=" } : { positive: "=~", negative: "!~" };
  const word = `${operators[position]}${caseSensitive ? "_cs" : ""}`;
  return { positive: word, negative: `!${word}` };
}

/** A pattern as a regular expression, anchored where it does not begin or end with a wildcard. */
function regexOf(parts: LikePattern, caseSensitive: boolean): string {
  const start = parts[0]?.kind === "any" ? "" : "^";
  const end = parts.at(-1)?.kind === "any" ? "" : "$";
  const inner = parts.slice(start === "" ? 1 : 0, end === "" ? -1 : undefined);
  const body = inner.map((part) =>
    part.kind === "text" ? quoted(part.text) : part.kind === "any" ? ".*" : ".",
  );
  return `(?${caseSensitive ? "" : "i"}s)${start}${body.join("")}${end}`;
}

function quoted(content: string): string {
  return content.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
}

function anyValueMatches(
  match: Match,
  value: KqlValue,
  texts: LikePattern | undefined,
  wanted: Wanted,
  missingPasses: boolean,
  scope: Scope,
): Expression {
  const simple = texts === undefined ? undefined : simplePattern(texts);
  const found =
    (simple === undefined
      ? undefined
      : anyValueHas(value, simple.text, simple.position, match.caseSensitive)) ??
    anyElement(value, scope, (element) => {
      const question = ask(match, element, texts, scope);
      return question.takesEmpty ? allOf([present(element), question.positive]) : question.positive;
    });
  if (found === undefined) {
    scope.session.unsupported(
      "this pattern on a field with several values",
      "it would have to be asked of each value on its own",
      match.span,
    );
    return boolean(true);
  }
  if (wanted === "true") return found;
  return missingPasses ? negated(found) : allOf([present(value), negated(found)]);
}
