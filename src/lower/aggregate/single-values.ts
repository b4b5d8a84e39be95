import type { Literal, ScalarExpression } from "../../plan/expression.js";
import { fieldsOf, walkExpression } from "../../plan/expression-visitor.js";
import type { Extend, GroupKey, LogicalPlan, NamedAggregate } from "../../plan/plan.js";
import { columnOf } from "../../plan/row-type.js";
import { typeOf } from "../../plan/type-of.js";

/**
 * `values(f)` of a field that has one value in each group, if any, gives that value: written as the least one, which
 * is known to be single. So it is with what `eventstats` adds by some of the keys, and with what `eval` sets to a
 * constant. Keys themselves stay as they are written.
 */
export function singleValues(
  aggregates: readonly NamedAggregate[],
  keys: readonly GroupKey[],
  input: LogicalPlan,
): readonly NamedAggregate[] {
  const names = keys.flatMap(({ expression }) => (expression.kind === "field" ? [expression.name] : []));
  return aggregates.map((each) =>
    each.function === "values" &&
    each.argument?.kind === "field" &&
    !names.includes(each.argument.name) &&
    hasOneValue(input, each.argument.name, new Set(names))
      ? { ...each, function: "minimum" }
      : each,
  );
}

/** Whether rows that agree in the keys, and have the field, have the same single value of it. */
function hasOneValue(plan: LogicalPlan, field: string, keys: ReadonlySet<string>): boolean {
  if (columnOf(plan.row, field)?.multivalue !== false) return false;
  return keys.has(field) || constantOf(plan, field) !== undefined || isDetermined(plan, field, keys);
}

function isDetermined(plan: LogicalPlan, field: string, keys: ReadonlySet<string>): boolean {
  switch (plan.kind) {
    case "filter":
    case "project":
    case "sort":
    case "limit":
    case "distinct":
      return hasOneValue(plan.input, field, keys);
    case "extend":
      return isExtendDetermined(plan, field, keys);
    case "rename": {
      const before = new Map(plan.columns.map(({ from, to }) => [to, from]));
      const gone = new Set(plan.columns.map(({ from }) => from));
      if (gone.has(field) && !before.has(field)) return false;
      return hasOneValue(
        plan.input,
        before.get(field) ?? field,
        new Set([...keys].map((name) => before.get(name) ?? name)),
      );
    }
    case "window": {
      const set = new Set(plan.aggregates.map(({ name }) => name));
      const before = new Set([...keys].filter((name) => !set.has(name)));
      if (!set.has(field)) return hasOneValue(plan.input, field, before);
      return (
        plan.frame.kind === "group" && plan.keys.every((key) => isFixed(key.expression, plan.input, before))
      );
    }
    case "aggregate":
      return plan.keys.every(({ name }) => keys.has(name));
    case "lookup":
      return (
        plan.outputs.every((output) => output.field !== field && !keys.has(output.field)) &&
        hasOneValue(plan.input, field, keys)
      );
    case "scan":
    case "each-field":
    case "join":
    case "union":
    case "unnest":
    case "transaction":
    case "reshape":
      return false;
  }
}

/** A column that the step sets depends on what it is made of; a key that the step sets says nothing about before. */
function isExtendDetermined(plan: Extend, field: string, keys: ReadonlySet<string>): boolean {
  const made = plan.columns.filter(({ name }) => name === field);
  const set = new Set(plan.columns.map(({ name }) => name));
  const before = new Set([...keys].filter((name) => !set.has(name)));
  const [only, ...others] = made;
  if (only === undefined) return hasOneValue(plan.input, field, before);
  const readsSet = [...fieldsOf(only.expression)].some((name) => set.has(name));
  return others.length === 0 && !readsSet && isFixed(only.expression, plan.input, before);
}

function isFixed(expression: ScalarExpression, input: LogicalPlan, keys: ReadonlySet<string>): boolean {
  let fixed = typeOf(expression, input.row).multivalue === false;
  walkExpression(expression, (part) => {
    if (part.kind === "call" && part.function === "random") fixed = false;
  });
  return fixed && [...fieldsOf(expression)].every((name) => hasOneValue(input, name, keys));
}

/** The value that every row has which has the field at all; `null` where no row has it. */
function constantOf(plan: LogicalPlan, field: string): Literal["value"] | undefined {
  switch (plan.kind) {
    case "filter":
    case "sort":
    case "limit":
    case "distinct":
      return constantOf(plan.input, field);
    case "extend": {
      const last = plan.columns.findLast(({ name }) => name === field);
      if (last === undefined) return constantOf(plan.input, field);
      return last.expression.kind === "literal" ? last.expression.value : undefined;
    }
    case "union": {
      const values = new Set<Literal["value"] | undefined>();
      for (const input of plan.inputs) {
        const value = columnOf(input.row, field) === undefined ? null : constantOf(input, field);
        if (value !== null) values.add(value);
      }
      const [value, ...others] = values;
      return others.length === 0 ? value : undefined;
    }
    case "project":
      return plan.columns.includes(field) ? constantOf(plan.input, field) : null;
    case "scan":
    case "each-field":
    case "transaction":
    case "rename":
    case "aggregate":
    case "window":
    case "lookup":
    case "join":
    case "unnest":
    case "reshape":
      return undefined;
  }
}
