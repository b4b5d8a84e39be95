import { call, conjunction, filter } from "../plan/build/index.js";
import type { ScalarExpression } from "../plan/expression.js";
import { fieldsOf, mapExpression } from "../plan/expression-visitor.js";
import type { Aggregate, Extend, Filter, LogicalPlan, Rename } from "../plan/plan.js";
import { columnOf } from "../plan/row-type.js";
import { typeOf } from "../plan/type-of.js";
import { mapPlan, withInputs } from "../plan/visitor.js";
import type { Rewrite } from "./rewrite.js";

/**
 * Moves tests towards the sources: below columns they do not read, through renames and choices of columns, below a
 * grouping by the keys they read. A test moves only where the same rows are left.
 */
export const pushFilters: Rewrite = {
  name: "push-filters",
  apply: (plan) => mapPlan(plan, (step) => (step.kind === "filter" ? push(step) : step)),
};

function push(step: Filter): LogicalPlan {
  const below = step.input;
  const tests = step.predicate.kind === "and" ? step.predicate.operands : [step.predicate];
  const moved: ScalarExpression[] = [];
  const left: ScalarExpression[] = [];
  for (const test of tests) {
    const inside = throughStep(test, below);
    if (inside === undefined) left.push(test);
    else moved.push(inside);
  }
  if (moved.length === 0) return step;
  const inner = conjunction(moved, step.predicate.span);
  const through = sink(below, inner, step);
  return left.length === 0 ? through : filter(through, conjunction(left, step.predicate.span), step.span);
}

/** The step with the test below it, moved on as far as it goes. */
function sink(below: LogicalPlan, test: ScalarExpression, { span }: Filter): LogicalPlan {
  if (below.kind === "scan") return filter(below, test, span);
  if (below.kind === "union")
    return withInputs(
      below,
      below.inputs.map((input) => push(filter(input, test, span))),
    );
  const lowered = push(filter(below.input, test, span));
  return withInputs(below, below.kind === "join" ? [lowered, below.right] : [lowered]);
}

/** The test over the rows before a step, or `undefined` where it would not leave the same rows. */
function throughStep(test: ScalarExpression, step: LogicalPlan): ScalarExpression | undefined {
  const fields = fieldsOf(test);
  const avoids = (names: Iterable<string>) => ![...names].some((name) => fields.has(name));
  switch (step.kind) {
    case "scan":
    case "limit":
    case "window":
    case "each-field":
    case "transaction":
    case "reshape":
      return undefined;
    case "filter":
      return undefined;
    case "extend":
      return throughColumns(test, step);
    case "project":
    case "union":
      return test;
    case "rename":
      return throughRename(test, fields, step);
    case "aggregate":
      return throughGroups(test, fields, step);
    case "sort":
      return step.limit === undefined ? test : undefined;
    case "distinct":
      return !step.clearOnly && !step.consecutive && [...fields].every((name) => step.columns.includes(name))
        ? test
        : undefined;
    case "unnest":
      return step.limit === undefined && !fields.has(step.column) ? test : undefined;
    case "lookup":
      return avoids(step.outputs.map(({ field }) => field)) ? test : undefined;
    case "join":
      return step.type === "semi" || step.type === "anti" || avoids(step.right.row.columns.keys())
        ? test
        : undefined;
  }
}

/** A column that is a constant is that constant in the test. */
function throughColumns(test: ScalarExpression, { columns }: Extend): ScalarExpression | undefined {
  const names = columns.map(({ name }) => name);
  const constants = new Map(
    columns.flatMap(({ name, expression }) =>
      expression.kind === "literal" && names.indexOf(name) === names.lastIndexOf(name)
        ? [[name, expression] as const]
        : [],
    ),
  );
  const known = mapExpression(test, (part) =>
    part.kind === "field" ? (constants.get(part.name) ?? part) : part,
  );
  const fields = fieldsOf(known);
  return names.some((name) => fields.has(name)) ? undefined : known;
}

/** A column that the step renames is empty behind it, and so is one that is made of a column that is not there. */
function throughRename(
  test: ScalarExpression,
  fields: ReadonlySet<string>,
  { columns, input }: Rename,
): ScalarExpression | undefined {
  const from = new Map(columns.map((column) => [column.to, column.from]));
  if (fields.has("_raw") && from.has("_raw")) return undefined;
  const renamed = new Set(columns.map((column) => column.from));
  const isThere = (name: string): boolean =>
    columnOf(input.row, from.get(name) ?? name) !== undefined && (from.has(name) || !renamed.has(name));
  return [...fields].every(isThere) ? renameFields(test, from) : undefined;
}

function renameFields(test: ScalarExpression, from: ReadonlyMap<string, string>): ScalarExpression {
  return mapExpression(test, (part) =>
    part.kind === "field" ? { ...part, name: from.get(part.name) ?? part.name } : part,
  );
}

/** A key that may hold several values puts an event into several groups, of which the test chooses some. */
function throughGroups(
  test: ScalarExpression,
  fields: ReadonlySet<string>,
  { keys, input }: Aggregate,
): ScalarExpression | undefined {
  const byName = new Map(keys.map((key) => [key.name, key]));
  if (fields.size === 0 || fields.has("_raw")) return undefined;
  for (const name of fields) {
    const key = byName.get(name);
    if (key === undefined || typeOf(key.expression, input.row).multivalue !== false) return undefined;
  }
  return mapExpression(test, (part) => {
    const key = part.kind === "field" ? byName.get(part.name) : undefined;
    if (key === undefined) return part;
    return key.fill === undefined
      ? key.expression
      : call("coalesce", [key.expression, key.fill], input.row, key.span);
  });
}
