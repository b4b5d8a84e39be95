import { EvaluationContext } from "../evaluate/context.js";
import { compilePredicate } from "../evaluate/expression.js";
import type { LookupRows } from "../evaluate/lookup-rows.js";
import { call, filter, literal } from "../plan/build/index.js";
import type { ScalarExpression } from "../plan/expression.js";
import { fieldsOf, mapExpression } from "../plan/expression-visitor.js";
import type { Filter, LogicalPlan, Lookup } from "../plan/plan.js";
import { columnOf, type RowType } from "../plan/row-type.js";
import { inputsOf, withInputs } from "../plan/visitor.js";
import type { Rewrite } from "./rewrite.js";

type RowsOf = (table: string) => LookupRows | undefined;

/** The column of a table that has the text of a field in every row that is left in the end. */
interface Cells {
  readonly table: string;
  readonly column: string;
}

type Bounds = ReadonlyMap<string, Cells>;

const none: Bounds = new Map();

/** Texts that mean themselves in a regular expression, in either case, but for a `.`. */
const plainText = /^[\w .@%&~,;=!#'-]+$/u;

/**
 * Asks a pattern that a field gives for the texts of a table alone, where a later test leaves only rows whose field is one
 * of them: `where match(name, "(?i)" . original) | lookup tools tool as original OUTPUT grade | where grade!="none"`. What
 * is asked of the other rows does not matter, as they are left out anyway.
 */
export const boundedPatterns: Rewrite = {
  name: "bounded-patterns",
  apply: (plan, rowsOf = () => undefined) => bounded(plan, none, rowsOf),
};

/** The plan, given what is known of the fields of its rows that later steps leave. */
function bounded(plan: LogicalPlan, bounds: Bounds, rowsOf: RowsOf): LogicalPlan {
  switch (plan.kind) {
    case "filter": {
      const input = bounded(plan.input, new Map([...bounds, ...boundsOf(plan, rowsOf)]), rowsOf);
      return filter(input, ofCells(plan.predicate, plan.input.row, bounds), plan.span);
    }
    case "lookup":
      return withInputs(plan, [
        bounded(
          plan.input,
          without(
            bounds,
            plan.outputs.map(({ field }) => field),
          ),
          rowsOf,
        ),
      ]);
    case "extend":
      return withInputs(plan, [
        bounded(
          plan.input,
          without(
            bounds,
            plan.columns.map(({ name }) => name),
          ),
          rowsOf,
        ),
      ]);
    case "project":
      return withInputs(plan, [bounded(plan.input, bounds, rowsOf)]);
    default:
      return withInputs(
        plan,
        inputsOf(plan).map((input) => bounded(input, none, rowsOf)),
      );
  }
}

function without(bounds: Bounds, names: readonly string[]): Bounds {
  return new Map([...bounds].filter(([name]) => !names.includes(name)));
}

function ofCells(predicate: ScalarExpression, row: RowType, bounds: Bounds): ScalarExpression {
  return mapExpression(predicate, (part) => {
    if (part.kind !== "call" || part.function !== "matches_regex") return part;
    const [value, pattern] = part.arguments;
    if (value === undefined || pattern?.kind !== "call" || pattern.function !== "concat") return part;
    const [flag, field, ...more] = pattern.arguments;
    if (flag?.kind !== "literal" || flag.value !== "(?i)" || field?.kind !== "field") return part;
    const cells = bounds.get(field.name);
    if (cells === undefined || more.length > 0) return part;
    const { table, column } = cells;
    const { span } = part;
    return call("matches_cell", [value, field, literal(table, span), literal(column, span)], row, span);
  });
}

/** What a test of what a lookup adds says of the fields that the lookup is asked by. */
function boundsOf({ input, predicate }: Filter, rowsOf: RowsOf): Bounds {
  const rows = input.kind === "lookup" ? rowsOf(input.table) : undefined;
  if (input.kind !== "lookup" || rows === undefined) return none;
  const tests = predicate.kind === "and" ? predicate.operands : [predicate];
  if (!tests.some((test) => needsRow(test, input, rows))) return none;
  return new Map(
    input.keys.flatMap(({ column, field }): readonly (readonly [string, Cells])[] =>
      columnOf(input.input.row, field)?.multivalue === false &&
      rows.matchTypes.get(column) !== "cidr" &&
      rows.rows.every((row) => plainText.test(row.get(column) ?? ""))
        ? [[field, { table: input.table, column }]]
        : [],
    ),
  );
}

/** Whether a test fails in every row that meets none of the table. */
function needsRow(
  test: ScalarExpression,
  { outputs, input }: Lookup,
  { minMatches, defaultMatch }: LookupRows,
): boolean {
  const [field, ...others] = fieldsOf(test);
  if (field === undefined || others.length > 0 || input.row.columns.has(field)) return false;
  if (!outputs.some((output) => output.field === field)) return false;
  const holds = compilePredicate(test, new EvaluationContext({ now: 0 }));
  return holds(new Map(minMatches > 0 && defaultMatch !== "" ? [[field, defaultMatch]] : [])) !== true;
}
