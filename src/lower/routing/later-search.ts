import type { SearchExpression } from "../../../grammar/ast.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { filter, union } from "../../plan/build/index.js";
import type { LogSource } from "../../plan/log-source.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { isFalse, isTrue } from "../../plan/simplify/simplify-logic.js";
import type { LowerContext } from "../context.js";
import { lowerSearchExpression } from "../expression/search-expression.js";
import { reportPartlyExcluded } from "./excluded-sources.js";
import { isOriginKey, routingTests } from "./routing-term.js";
import { reportUnknown, routeFor } from "./select-sources.js";

/**
 * A search behind the first one. Terms that name the log source are decided for each source that is read; once the
 * row is closed they are tests of columns like any other.
 */
export function filterWithRouting(
  input: LogicalPlan,
  condition: SearchExpression,
  context: LowerContext,
): LogicalPlan | undefined {
  const tests =
    input.row.open === "fields"
      ? routingTests(condition, context.options.catalog).filter(({ key }) => isOriginKey(key))
      : [];
  if (tests.length === 0) return filterBy(input, condition, undefined, context);
  if (reportUnknown(tests, context) || reportPartlyExcluded(condition, context)) return undefined;
  return filterEach(input, condition, context);
}

function filterEach(
  input: LogicalPlan,
  condition: SearchExpression,
  context: LowerContext,
): LogicalPlan | undefined {
  if (input.kind === "union") {
    const inputs: LogicalPlan[] = [];
    for (const branch of input.inputs) {
      const filtered = filterEach(branch, condition, context);
      if (filtered === undefined) return undefined;
      inputs.push(filtered);
    }
    const kept = inputs.filter((branch) => branch.kind !== "filter" || !isFalse(branch.predicate));
    const [only, ...others] = kept.length === 0 ? inputs : kept;
    return only === undefined || others.length > 0 ? union(kept, input.span) : only;
  }
  const source = sourceRead(input, context);
  if (source !== undefined) return filterBy(input, condition, source, context);
  context.report(lowerDiagnostics["late-routing"](condition.span, {}));
  return undefined;
}

/** The one log source whose events the rows are, each row an event. */
function sourceRead(plan: LogicalPlan, context: LowerContext): LogSource | undefined {
  switch (plan.kind) {
    case "scan":
      return plan.source.kind === "log" ? context.options.catalog.sources.get(plan.source.id) : undefined;
    case "aggregate":
    case "union":
    case "transaction":
    case "reshape":
      return undefined;
    default:
      return sourceRead(plan.input, context);
  }
}

function filterBy(
  input: LogicalPlan,
  condition: SearchExpression,
  source: LogSource | undefined,
  context: LowerContext,
): LogicalPlan | undefined {
  const predicate = lowerSearchExpression(condition, {
    row: input.row,
    report: (diagnostic) => context.report(diagnostic),
    ...(source === undefined ? {} : { route: routeFor(source, context) }),
  });
  if (predicate === undefined) return undefined;
  return isTrue(predicate) ? input : filter(input, predicate, condition.span);
}
