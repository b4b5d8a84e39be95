import type { EvalExpression } from "../../../grammar/ast.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { call, conjunction } from "../../plan/build/index.js";
import type { Match, Pattern, ScalarExpression } from "../../plan/expression.js";
import { likePattern } from "../../plan/like-pattern.js";
import { typeOf } from "../../plan/type-of.js";
import type { Span } from "../../source/source-text.js";
import { noteAnyValue, reportMultivalue } from "./eval-comparison.js";
import type { EvalScope, LowerPart } from "./eval-scope.js";
import { isNetwork } from "./network.js";

/** `like(value, "a%")` and `value LIKE "a%"`. */
export function lowerLike(
  value: ScalarExpression,
  pattern: EvalExpression,
  span: Span,
  scope: EvalScope,
  lowerPart: LowerPart<EvalExpression>,
): ScalarExpression | undefined {
  if (pattern.kind !== "eval-string")
    return computedMatch("matches_like", value, lowerPart(pattern, scope), span, scope);
  return match(value, { kind: "like", parts: likePattern(pattern.value) }, true, span, scope);
}

/** `match(value, "regex")`: unanchored, with case. */
export function lowerMatch(
  value: ScalarExpression,
  pattern: EvalExpression,
  span: Span,
  scope: EvalScope,
  lowerPart: LowerPart<EvalExpression>,
): ScalarExpression | undefined {
  if (pattern.kind !== "eval-string")
    return computedMatch("matches_regex", value, lowerPart(pattern, scope), span, scope);
  return match(value, { kind: "regex", source: pattern.value }, true, span, scope);
}

/** A pattern that only the row gives; true when any of several values of a field matches it. */
function computedMatch(
  name: "matches_like" | "matches_regex",
  value: ScalarExpression,
  pattern: ScalarExpression | undefined,
  span: Span,
  scope: EvalScope,
): ScalarExpression | undefined {
  if (pattern === undefined || reportMultivalue([pattern], span, scope)) return undefined;
  const test = call(name, [value, pattern], scope.row, span);
  const anyOf = value.kind === "field" && value.name !== scope.perValue && isMultivalue(value, scope);
  if (!anyOf) return reportMultivalue([value], span, scope) ? undefined : test;
  noteAnyValue([value], span, scope);
  const matching = call("mvfilter", [test], scope.row, span);
  return unlessMissing([value, pattern], { kind: "is-present", value: matching, span }, span);
}

/** A test that is missing where a value that it takes is. */
function unlessMissing(
  values: readonly ScalarExpression[],
  test: ScalarExpression,
  span: Span,
): ScalarExpression {
  const there = values.map((value): ScalarExpression => ({ kind: "is-present", value, span }));
  return { kind: "case", arms: [{ when: conjunction(there, span), then: test }], span };
}

function isMultivalue(value: ScalarExpression, scope: EvalScope): boolean {
  return typeOf(value, scope.row).multivalue === true;
}

/** `cidrmatch("10.0.0.0/8", value)`. */
export function lowerCidrmatch(
  network: EvalExpression,
  value: ScalarExpression,
  span: Span,
  scope: EvalScope,
): Match | undefined {
  const cidr = literalText(network, "cidrmatch", scope);
  if (cidr === undefined) return undefined;
  if (!isNetwork(cidr)) {
    scope.report(lowerDiagnostics["not-a-network"](network.span, { text: cidr }));
    return undefined;
  }
  return match(value, { kind: "network", cidr }, false, span, scope);
}

function match(
  value: ScalarExpression,
  pattern: Pattern,
  caseSensitive: boolean,
  span: Span,
  scope: EvalScope,
): Match {
  noteAnyValue([value], span, scope);
  return { kind: "match", value, pattern, caseSensitive, whenMissing: "missing", span };
}

function literalText(expression: EvalExpression, construct: string, scope: EvalScope): string | undefined {
  if (expression.kind === "eval-string") return expression.value;
  scope.report(lowerDiagnostics["computed-pattern"](expression.span, { construct }));
  return undefined;
}
