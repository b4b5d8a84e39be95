import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { disjunction } from "../../plan/build/index.js";
import type { CompareOperator, ComparisonMode, Literal, ScalarExpression } from "../../plan/expression.js";
import { typeOf } from "../../plan/type-of.js";
import type { Span } from "../../source/source-text.js";
import type { EvalScope } from "./eval-scope.js";

/** A comparison of the eval language: with case, missing when a side is missing, true for any of several values. */
export function lowerEvalComparison(
  operator: CompareOperator,
  left: ScalarExpression,
  right: ScalarExpression,
  span: Span,
  scope: EvalScope,
): ScalarExpression | undefined {
  noteAnyValue([left, right], span, scope);
  return {
    kind: "compare",
    operator,
    left,
    right,
    mode: comparisonMode(left, right),
    caseSensitive: true,
    whenMissing: "missing",
    span,
  };
}

/** `f in ("a", 3, g)`: equality with any of the options, without wildcards. */
export function lowerMembership(
  value: ScalarExpression,
  options: readonly ScalarExpression[],
  span: Span,
  scope: EvalScope,
): ScalarExpression | undefined {
  noteAnyValue([value, ...options], span, scope);
  const literals = options.filter((option): option is Literal => option.kind === "literal");
  const texts = literals.filter((option) => typeof option.value === "string");
  if (texts.length === options.length && options.length > 1 && value.kind !== "literal")
    return {
      kind: "one-of",
      value,
      options: texts,
      mode: "text",
      caseSensitive: true,
      whenMissing: "missing",
      span,
    };
  const tests = options.map((option): ScalarExpression => ({
    kind: "compare",
    operator: "=",
    left: value,
    right: option,
    mode: comparisonMode(value, option),
    caseSensitive: true,
    whenMissing: "missing",
    span: option.span,
  }));
  return disjunction(tests, span);
}

/**
 * A text literal is always a text and a number literal a number; two fields are compared by what both look like.
 * Results of functions count by their type.
 */
function comparisonMode(left: ScalarExpression, right: ScalarExpression): ComparisonMode {
  const values = [left, right].flatMap((side) => (side.kind === "literal" ? [side.value] : []));
  if (values.some((value) => typeof value === "string")) return "text";
  return values.some((value) => typeof value === "number") ? "number" : "auto";
}

/**
 * Says that a test of several values is taken to be true when any of them passes it. Splunk does so in `search`, where
 * it is documented, and as far as its users know in `eval` and `where` too, where no page says it.
 */
export function noteAnyValue(sides: readonly ScalarExpression[], span: Span, scope: EvalScope): void {
  const several = severalValuesAmong(sides, scope);
  if (several !== undefined) scope.report(lowerDiagnostics["any-value"](span, { what: several }));
}

/** The documentation does not say what a function of one value makes of several: such an expression is refused. */
export function reportMultivalue(sides: readonly ScalarExpression[], span: Span, scope: EvalScope): boolean {
  const several = severalValuesAmong(sides, scope);
  if (several !== undefined) scope.report(lowerDiagnostics["multivalue-comparison"](span, { what: several }));
  return several !== undefined;
}

function severalValuesAmong(sides: readonly ScalarExpression[], scope: EvalScope): string | undefined {
  const several = sides.find(
    (side) =>
      typeOf(side, scope.row).multivalue === true && !(side.kind === "field" && side.name === scope.perValue),
  );
  if (several === undefined) return undefined;
  return several.kind === "field" ? `field \`${several.name}\`` : "expression";
}
