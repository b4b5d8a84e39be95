import type {
  FieldName,
  SearchComparison,
  SearchExpression,
  SearchIn,
  SearchTerm,
  SearchValue,
  WildcardPattern,
} from "../../../grammar/ast.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { call, conjunction, disjunction, literal, negation } from "../../plan/build/index.js";
import type { FieldReference, ScalarExpression } from "../../plan/expression.js";
import { columnOf } from "../../plan/row-type.js";
import type { Span } from "../../source/source-text.js";
import { allOrNone } from "../all-or-none.js";
import { isFalse, simplifyLogic } from "../../plan/simplify/simplify-logic.js";
import { AbsentFields } from "./absent-fields.js";
import { resolveField, type ResolvingScope } from "./field.js";
import { isNetwork } from "./network.js";

/** Where an expression of the search language stands. */
export interface SearchScope extends ResolvingScope {
  /** Decides a test that says which log source an event is of; `undefined` leaves it a test of a field. */
  route?(field: FieldName, value: SearchValue): boolean | undefined;
}

/**
 * The meaning of an expression of the search language: two-valued, without case, any value of a multivalue field.
 * Gives `undefined` when an error was reported. Subsearches and time modifiers stand only at the top of a search,
 * where the command takes them out before; anywhere else they are errors.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Search
 */
export function lowerSearchExpression(
  expression: SearchExpression,
  scope: SearchScope,
): ScalarExpression | undefined {
  const absent = new AbsentFields();
  const lowered = lowerAny(expression, { ...scope, absent: absent.add });
  const condition = lowered === undefined ? undefined : simplifyLogic(lowered);
  const dead = condition === undefined || isFalse(condition);
  absent.report(scope, dead ? "error" : "warning");
  return dead && absent.any ? undefined : condition;
}

function lowerAny(expression: SearchExpression, scope: SearchScope): ScalarExpression | undefined {
  const { span } = expression;
  switch (expression.kind) {
    case "search-and": {
      const operands = allOrNone(expression.operands, (operand) => lowerAny(operand, scope));
      return operands === undefined ? undefined : conjunction(operands, span);
    }
    case "search-or": {
      const operands = allOrNone(expression.operands, (operand) => lowerAny(operand, scope));
      return operands === undefined ? undefined : disjunction(operands, span);
    }
    case "search-not": {
      const operand = lowerAny(expression.operand, scope);
      return operand === undefined ? undefined : negation(operand, span);
    }
    case "search-comparison":
      return lowerComparison(expression, scope);
    case "search-in":
      return lowerIn(expression, scope);
    case "search-term":
      return lowerTerm(expression, scope);
    case "time-modifier":
      scope.report(lowerDiagnostics["time-modifier-in-condition"](span, { name: expression.name }));
      return undefined;
    case "search-subsearch":
      scope.report(lowerDiagnostics["subsearch-in-condition"](span, {}));
      return undefined;
    case "search-returned":
      scope.report(lowerDiagnostics["subsearch-in-eval"](span, {}));
      return undefined;
  }
}

function lowerIn(expression: SearchIn, scope: SearchScope): ScalarExpression | undefined {
  const tests = allOrNone(expression.values, (value) =>
    lowerEquality(expression.field, value, value.span, scope),
  );
  return tests === undefined ? undefined : disjunction(tests, expression.span);
}

function lowerComparison(expression: SearchComparison, scope: SearchScope): ScalarExpression | undefined {
  const { field, operator, value, span } = expression;
  switch (operator) {
    case "=":
      return lowerEquality(field, value, span, scope);
    case "!=":
      return lowerInequality(field, value, span, scope);
    default: {
      const reference = resolveField(field, scope);
      const text = textOf(value.pattern);
      if (text === undefined) scope.report(lowerDiagnostics["wildcard-in-order"](span, { operator }));
      if (reference === undefined || text === undefined) return undefined;
      if (reference === "absent") return literal(false, span);
      return {
        kind: "compare",
        operator,
        left: reference,
        right: literal(text, value.span),
        mode: "auto",
        caseSensitive: value.directive === "case",
        whenMissing: "false",
        span,
      };
    }
  }
}

function lowerEquality(
  field: FieldName,
  value: SearchValue,
  span: Span,
  scope: SearchScope,
): ScalarExpression | undefined {
  const routed = scope.route?.(field, value);
  if (routed !== undefined) return literal(routed, span);
  const reference = resolveField(field, scope);
  if (reference === "absent") return literal(false, span);
  return reference === undefined ? undefined : lowerTest(reference, value, span, scope);
}

function lowerInequality(
  field: FieldName,
  value: SearchValue,
  span: Span,
  scope: SearchScope,
): ScalarExpression | undefined {
  const routed = scope.route?.(field, value);
  if (routed !== undefined) return literal(!routed, span);
  const reference = resolveField(field, scope);
  if (reference === undefined) return undefined;
  if (reference === "absent") return literal(false, span);
  const equal = lowerTest(reference, value, span, scope);
  if (equal === undefined) return undefined;
  if (equal.kind === "compare") return { ...equal, operator: "!=" };
  // `f!=*` never matches: it asks for a value that is not a value.
  if (equal.kind === "is-present") return literal(false, span);
  // True when any value differs, which the denial of a pattern (no value matches) says only for a single value.
  if (columnOf(scope.row, reference.name)?.multivalue === true) {
    const differing = call("mvfilter", [negation(equal, span)], scope.row, span);
    return { kind: "is-present", value: differing, span };
  }
  return conjunction([{ kind: "is-present", value: reference, span }, negation(equal, span)], span);
}

function lowerTest(
  reference: FieldReference,
  value: SearchValue,
  span: Span,
  scope: SearchScope,
): ScalarExpression | undefined {
  if (value.directive === "term") {
    scope.report(lowerDiagnostics["term-as-value"](value.span, {}));
    return undefined;
  }
  const caseSensitive = value.directive === "case";
  const text = textOf(value.pattern);
  if (text === undefined) {
    if (value.pattern.every(({ kind }) => kind === "any"))
      return { kind: "is-present", value: reference, span };
    return {
      kind: "match",
      value: reference,
      pattern: { kind: "wildcard", parts: value.pattern },
      caseSensitive,
      whenMissing: "false",
      span,
    };
  }
  if (isNetwork(text))
    return {
      kind: "match",
      value: reference,
      pattern: { kind: "network", cidr: text },
      caseSensitive: false,
      whenMissing: "false",
      span,
    };
  return {
    kind: "compare",
    operator: "=",
    left: reference,
    right: literal(text, value.span),
    mode: "auto",
    caseSensitive,
    whenMissing: "false",
    span,
  };
}

function lowerTerm({ value, span }: SearchTerm, scope: SearchScope): ScalarExpression | undefined {
  // `search *` keeps every row, also where there is no raw event any more.
  if (value.pattern.length > 0 && value.pattern.every(({ kind }) => kind === "any"))
    return literal(true, span);
  if (columnOf(scope.row, "_raw") === undefined) {
    scope.report(lowerDiagnostics["no-raw-event"](span, { term: showPattern(value.pattern) }));
    return undefined;
  }
  if (value.directive === "term" && !isUnbroken(value.pattern)) {
    scope.report(lowerDiagnostics["index-token"](span, { term: showPattern(value.pattern) }));
    return undefined;
  }
  return {
    kind: "term",
    pattern: value.pattern,
    quoted: value.quoted,
    caseSensitive: value.directive === "case",
    span,
  };
}

/** Without a character that could break it, a term in `TERM()` is the token that it is without. */
function isUnbroken(pattern: WildcardPattern): boolean {
  return pattern.every((part) => part.kind === "text" && /^[\p{L}\p{N}]+$/u.test(part.text));
}

/** The text of a pattern without wildcards, else `undefined`. */
export function textOf(pattern: WildcardPattern): string | undefined {
  let text = "";
  for (const part of pattern) {
    if (part.kind === "any") return undefined;
    text += part.text;
  }
  return text;
}

/** A pattern as it is written. */
export function showPattern(pattern: WildcardPattern): string {
  return pattern.map((part) => (part.kind === "text" ? part.text : "*")).join("");
}
