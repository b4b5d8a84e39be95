import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { targetDiagnostics } from "../diagnostics/codes/target.js";
import { expressionsOf, partsOf } from "../plan/expression-visitor.js";
import type { Pattern, ScalarExpression } from "../plan/expression.js";
import type { LogicalPlan } from "../plan/plan.js";
import { scansOf, walkPlan } from "../plan/visitor.js";
import { resolveScan, type BindingContext } from "./bind.js";

/**
 * Finds tests for an entity of XML (`process="*&gt;*"`) in fields of a log that is XML for Splunk alone. Splunk does not
 * decode it, and every other product does, so that such a rule would look right and never fire: `target/xml-entity`.
 */
export function checkEntities(plan: LogicalPlan, context: BindingContext): readonly Diagnostic[] {
  const keeps = scansOf(plan).some((scan) => resolveScan(scan, context, plan)?.source.keepsEntities === true);
  const found: Diagnostic[] = [];
  if (!keeps) return found;
  walkPlan(plan, (step) => {
    for (const test of expressionsOf(step).flatMap(testsIn)) {
      const [entity] =
        textsOf(test)
          .join("\n")
          .match(/&(?:lt|gt|amp|quot|apos);/iu) ?? [];
      if (entity !== undefined)
        found.push(targetDiagnostics["xml-entity"](test.span, { entity, target: context.profile.title }));
    }
  });
  return found;
}

function testsIn(expression: ScalarExpression): readonly ScalarExpression[] {
  return [expression, ...partsOf(expression).flatMap(testsIn)];
}

/** The texts that a test asks its value for. */
function textsOf(test: ScalarExpression): readonly string[] {
  switch (test.kind) {
    case "compare":
      return [test.left, test.right].flatMap((side) => (side.kind === "literal" ? [String(side.value)] : []));
    case "one-of":
      return test.options.map(({ value }) => String(value));
    case "match":
      return [patternText(test.pattern)];
    default:
      return [];
  }
}

function patternText(pattern: Pattern): string {
  switch (pattern.kind) {
    case "wildcard":
    case "like":
      return pattern.parts.map((part) => (part.kind === "text" ? part.text : "*")).join("");
    case "regex":
      return pattern.source;
    case "network":
      return pattern.cidr;
  }
}
