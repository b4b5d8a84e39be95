import type { LookupTable } from "../../content/model.js";
import type { ScalarExpression } from "../../plan/expression.js";
import { fieldsOf, walkExpression } from "../../plan/expression-visitor.js";
import type { Aggregate, Extend, LogicalPlan } from "../../plan/plan.js";
import { inputsOf } from "../../plan/visitor.js";

/**
 * Whether the values of a column are written with a `*`, which is a wildcard once a subsearch puts them into a search:
 * the column comes from a lookup table whose file holds one, or is put together with a text that does. A table without
 * a file is taken to hold plain values.
 */
export function holdsWildcard(
  plan: LogicalPlan,
  column: string,
  lookups: ReadonlyMap<string, LookupTable>,
): boolean {
  const below = (input: LogicalPlan, names: Iterable<string>) =>
    [...names].some((name) => holdsWildcard(input, name, lookups));
  switch (plan.kind) {
    case "scan":
      return (
        plan.source.kind === "lookup" &&
        plan.row.columns.has(column) &&
        (lookups.get(plan.source.table)?.csv?.text.includes("*") ?? false)
      );
    case "rename": {
      const renamed = plan.columns.find(({ to }) => to === column);
      return below(plan.input, [renamed?.from ?? column]);
    }
    case "extend": {
      const origin = originOf(plan, column);
      return origin.expressions.some(writesWildcard) || below(plan.input, origin.fields);
    }
    case "aggregate": {
      const expressions = aggregated(plan, column);
      return (
        expressions.some(writesWildcard) ||
        below(
          plan.input,
          expressions.flatMap((each) => [...fieldsOf(each)]),
        )
      );
    }
    default:
      return inputsOf(plan).some((input) => below(input, [column]));
  }
}

/** The expressions that a column of a step is made by, and the fields of its input that they read. */
function originOf(
  plan: Extend,
  column: string,
): { readonly expressions: readonly ScalarExpression[]; readonly fields: ReadonlySet<string> } {
  const fields = new Set([column]);
  const expressions: ScalarExpression[] = [];
  for (const { name, expression } of [...plan.columns].reverse()) {
    if (!fields.delete(name)) continue;
    expressions.push(expression);
    for (const field of fieldsOf(expression)) fields.add(field);
  }
  return { expressions, fields };
}

function aggregated({ keys, aggregates }: Aggregate, column: string): readonly ScalarExpression[] {
  const key = keys.find(({ name }) => name === column);
  const argument = aggregates.find(({ name }) => name === column)?.argument;
  return [key?.expression, argument].flatMap((each) => (each === undefined ? [] : [each]));
}

function writesWildcard(expression: ScalarExpression): boolean {
  let found = false;
  walkExpression(expression, (part) => {
    if (part.kind === "literal" && typeof part.value === "string" && part.value.includes("*")) found = true;
  });
  return found;
}
