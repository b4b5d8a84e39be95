import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { disjunction } from "../../plan/build/index.js";
import type { CompareOperator, ComparisonMode, Literal, ScalarExpression } from "../../plan/expression.js";
import { typeOf } from "../../plan/type-of.js";
import type { Span } from "../../source/source-text.js";
import type { EvalScope } from "./eval-scope.js";

/** A comparison of the eval language: with case, missing when a side is missing. */
export function lowerEvalComparison(
  operator: CompareOperator,
  left: ScalarExpression,
  right: ScalarExpression,
  span: Span,
  scope: EvalScope,
): ScalarExpression | undefined {
  if (reportMultivalue([left, right], span, scope)) return undefined;
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
  if (reportMultivalue([value, ...options], span, scope)) return undefined;
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

/** The documentation does not say what an eval comparison of several values gives: such a test is refused. */
export function reportMultivalue(sides: readonly ScalarExpression[], span: Span, scope: EvalScope): boolean {
  const several = sides.find(
    (side) =>
      typeOf(side, scope.row).multivalue === true && !(side.kind === "field" && side.name === scope.perValue),
  );
  if (several === undefined) return false;
  scope.report(
    lowerDiagnostics["multivalue-comparison"](span, {
      what: several.kind === "field" ? `field \`${several.name}\`` : "expression",
    }),
  );
  return true;
}
