import type { NamedAggregate } from "../../../plan/plan.js";
import { call, type Expression } from "../../shared/expression.js";
import type { RowValue } from "../../shared/rows/row-value.js";
import { refusal, type RowRefusal } from "../../shared/rows/rows-language.js";

/** An aggregate as `comp` and `windowcomp` have it, where one gives exactly the same. */
export function xqlAggregate(
  { function: called, argument: written }: NamedAggregate,
  argument: RowValue | undefined,
  condition: Expression | undefined,
): { expression: Expression; value: Omit<RowValue, "expression"> } | RowRefusal {
  const numeric = (expression: Expression) => ({
    expression,
    value: { type: "number", several: false } as const,
  });
  if (condition !== undefined) return refusal("a count of the rows that pass a test");
  if (called === "count" && argument === undefined) return numeric(call("count"));
  if (argument === undefined || written === undefined) return refusal(`\`${called}\` of nothing`);
  const { expression, type, several } = argument;
  const same = (aggregated: string) => ({
    expression: call(aggregated, expression),
    value: { type, several: false },
  });
  if (several && called !== "values") return refusal(`\`${called}\` of a field with several values`);
  switch (called) {
    case "count":
      return numeric(call("count", expression));
    case "distinct-count":
      return numeric(call("count_distinct", expression));
    case "estimated-distinct-count":
      return numeric(call("approx_count", expression));
    case "sum":
    case "average":
      if (type !== "number") return refusal("a sum of values that may be text");
      return numeric(call(called === "sum" ? "sum" : "avg", expression));
    case "minimum":
    case "maximum":
      if (type !== "number" && type !== "time") return refusal("the extreme of values that may be text");
      return same(called === "minimum" ? "min" : "max");
    case "earliest":
      return same("earliest");
    case "latest":
      return same("latest");
    case "values":
      if (several) return refusal("the values of a field with several values");
      return { expression: call("values", expression), value: { type, several: true } };
    case "population-standard-deviation":
      return numeric(call("stddev_population", expression));
    case "standard-deviation":
      return numeric(call("stddev_sample", expression));
    case "range":
    case "sum-of-squares":
    case "variance":
    case "population-variance":
    case "median":
    case "mode":
    case "percentile":
    case "list":
    case "first":
    case "last":
    case "earliest-time":
    case "latest-time":
    case "rate":
      return refusal(`no aggregate gives exactly \`${called}\``);
    default:
      return called satisfies never;
  }
}
