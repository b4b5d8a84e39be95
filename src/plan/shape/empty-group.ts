import { literal } from "../build/index.js";
import type { ScalarExpression } from "../expression.js";
import { mapExpression } from "../expression-visitor.js";
import type { AggregateFunction, NamedAggregate } from "../plan.js";

const counting: ReadonlySet<AggregateFunction> = new Set<AggregateFunction>([
  "count",
  "distinct-count",
  "estimated-distinct-count",
]);

/** An expression over aggregates with the values they have over no events: counts are 0, all else is missing. */
export function emptyGroupValue(
  expression: ScalarExpression,
  aggregates: readonly NamedAggregate[],
): ScalarExpression {
  const byName = new Map(aggregates.map((each) => [each.name, each]));
  return mapExpression(expression, (part) => {
    if (part.kind !== "field") return part;
    const aggregate = byName.get(part.name);
    return literal(aggregate !== undefined && counting.has(aggregate.function) ? 0 : null, part.span);
  });
}
