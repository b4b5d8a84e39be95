import { EvaluationContext } from "../evaluate/context.js";
import { compilePredicate } from "../evaluate/expression.js";
import type { LookupRows } from "../evaluate/lookup-rows.js";
import { conjunction, disjunction, filter, literal, negation } from "../plan/build/index.js";
import type { ScalarExpression } from "../plan/expression.js";
import { fieldsOf, mapExpression } from "../plan/expression-visitor.js";
import type { Extend, Filter, LogicalPlan, Lookup } from "../plan/plan.js";
import { columnOf } from "../plan/row-type.js";
import { simplifyLogic } from "../plan/simplify/simplify-logic.js";
import { mapPlan, withInputs } from "../plan/visitor.js";
import type { Span } from "../source/source-text.js";
import { lookupKeyTest } from "./lookup-key-test.js";
import type { Rewrite } from "./rewrite.js";

/**
 * Writes a test of what a lookup adds as a test of what it looks up by: `lookup t name as process OUTPUT bad | search
 * bad=true` keeps the rows whose `process` is one of the names that the table calls bad. The table's rows have to be
 * known, and no more than `mostRows`. Columns compare as the definition says, by case, wildcard or network.
 */
export function lookupsAsTestsUpTo(mostRows: number): Rewrite {
  return {
    name: "lookups-as-tests",
    apply: (plan, rowsOf = () => undefined) =>
      mapPlan(plan, (step) => {
        if (step.kind !== "filter") return step;
        const lookup = lookupBelow(step.input);
        const rows = lookup && rowsOf(lookup.table);
        if (lookup === undefined || rows === undefined || rows.rows.length > mostRows) return step;
        return step.input.kind === "extend"
          ? belowColumns(step, step.input, rows)
          : below(step, lookup, rows);
      }),
  };
}

/** For conditions of a query: a longer list is none that anyone would read. */
export const lookupsAsTests = lookupsAsTestsUpTo(200);

/** The lookup that a test stands over, at once or behind columns that are computed from what it adds. */
function lookupBelow(input: LogicalPlan): Lookup | undefined {
  const inner = input.kind === "extend" ? input.input : input;
  return inner.kind === "lookup" ? inner : undefined;
}

/** A test of columns that are computed from what the lookup adds is a test of what they are computed from. */
function belowColumns(step: Filter, columns: Extend, rows: LookupRows): LogicalPlan {
  const lookup = lookupBelow(columns);
  if (lookup === undefined) return step;
  const outputs = new Set(lookup.outputs.map(({ field }) => field));
  const computed = new Map<string, ScalarExpression>();
  for (const { name, expression } of columns.columns) {
    // A column that reads another of the same step is not taken apart.
    if ([...fieldsOf(expression)].some((field) => computed.has(field))) return step;
    computed.set(name, expression);
  }
  const tests = step.predicate.kind === "and" ? step.predicate.operands : [step.predicate];
  const inner = tests.map((test) =>
    mapExpression(test, (part) => (part.kind === "field" ? (computed.get(part.name) ?? part) : part)),
  );
  const moved = inner.filter((test) => [...fieldsOf(test)].every((field) => outputs.has(field)));
  if (moved.length === 0) return step;
  const tested = filter(lookup, conjunction(moved, step.predicate.span), step.span);
  const written = tested.kind === "filter" ? below(tested, lookup, rows) : tested;
  if (written.kind !== "lookup") return step;
  const left = tests.filter((_, index) => !moved.includes(inner[index] ?? step.predicate));
  const above = withInputs(columns, [written]);
  return left.length === 0 ? above : filter(above, conjunction(left, step.predicate.span), step.span);
}

function below(step: Filter, lookup: Lookup, rows: LookupRows): LogicalPlan {
  const table = knownTable(lookup, rows);
  if (table === undefined) return step;
  const tests = step.predicate.kind === "and" ? step.predicate.operands : [step.predicate];
  const moved: ScalarExpression[] = [];
  const left: ScalarExpression[] = [];
  for (const test of tests) {
    const written = writeTest(test, false, table);
    if (written === undefined) left.push(test);
    else moved.push(written);
  }
  if (moved.length === 0) return step;
  const inner = filter(lookup.input, simplifyLogic(conjunction(moved, step.predicate.span)), step.span);
  const added = withInputs(lookup, [inner]);
  return left.length === 0 ? added : filter(added, conjunction(left, step.predicate.span), step.span);
}

/** A table whose rows are known, each with the test that a row of the search meets it by. */
interface KnownTable {
  readonly lookup: Lookup;
  readonly outputs: ReadonlyMap<string, string>;
  readonly rows: readonly { readonly cells: ReadonlyMap<string, string>; readonly test: ScalarExpression }[];
  /** What the outputs are where no row is met. */
  readonly otherwise: string | undefined;
  /** Whether a row of the search may meet several rows of which only the first count. */
  readonly firstCounts: boolean;
}

function knownTable(lookup: Lookup, table: LookupRows): KnownTable | undefined {
  if (table.minMatches > 1) return undefined;
  const otherwise = table.minMatches === 1 && table.defaultMatch !== "" ? table.defaultMatch : undefined;
  // A row that has an output already keeps it where nothing is written over it.
  const writesAlways = (column: string) =>
    lookup.mode === "overwrite" && otherwise !== undefined && table.rows.every((cells) => cells.has(column));
  if (
    lookup.outputs.some(({ column, field }) => lookup.input.row.columns.has(field) && !writesAlways(column))
  )
    return undefined;
  const seen = new Set<string>();
  let unique = lookup.keys.every(
    ({ column, field }) =>
      !table.matchTypes.has(column) && columnOf(lookup.input.row, field)?.multivalue === false,
  );
  const rows: KnownTable["rows"][number][] = [];
  for (const cells of table.rows) {
    const tests: ScalarExpression[] = [];
    for (const { column, field } of lookup.keys) {
      const text = cells.get(column) ?? "";
      const kind = table.matchTypes.get(column);
      tests.push(lookupKeyTest(field, text, kind, table.caseSensitive, lookup.span));
    }
    const id = lookup.keys.map(({ column }) => cells.get(column) ?? "").join("\u0000");
    const normal = table.caseSensitive ? id : id.toLowerCase();
    if (seen.has(normal)) unique = false;
    seen.add(normal);
    rows.push({ cells, test: conjunction(tests, lookup.span) });
  }
  return {
    lookup,
    outputs: new Map(lookup.outputs.map(({ column, field }) => [field, column])),
    rows,
    otherwise,
    firstCounts: !unique && table.maxMatches < table.rows.length,
  };
}

/** The same test over the rows before the lookup; `undefined` where it reads anything else or would not be the same. */
function writeTest(test: ScalarExpression, denied: boolean, table: KnownTable): ScalarExpression | undefined {
  switch (test.kind) {
    case "and":
    case "or": {
      const operands: ScalarExpression[] = [];
      for (const operand of test.operands) {
        const written = writeTest(operand, denied, table);
        if (written === undefined) return undefined;
        operands.push(written);
      }
      return (test.kind === "and" ? conjunction : disjunction)(operands, test.span);
    }
    case "not": {
      const operand = writeTest(test.operand, !denied, table);
      return operand === undefined ? undefined : negation(operand, test.span);
    }
    case "compare":
    case "one-of":
    case "match":
      // Where nothing is found the test is missing, and so is its denial; what is written here is true or false.
      return denied && test.whenMissing === "missing" && !alwaysFinds(test, table)
        ? undefined
        : writeLeaf(test, table);
    case "is-present":
      return writeLeaf(test, table);
    default:
      return undefined;
  }
}

/** Whether an output has a value in every row. */
function alwaysFinds(test: ScalarExpression, { otherwise, outputs, rows }: KnownTable): boolean {
  const columns = [...fieldsOf(test)].map((field) => outputs.get(field));
  return (
    otherwise !== undefined &&
    columns.every((column) => column !== undefined && rows.every(({ cells }) => cells.has(column)))
  );
}

function writeLeaf(test: ScalarExpression, table: KnownTable): ScalarExpression | undefined {
  const [field, ...others] = fieldsOf(test);
  const { otherwise, rows } = table;
  const column = field === undefined ? undefined : table.outputs.get(field);
  if (field === undefined || column === undefined || others.length > 0) return undefined;
  const holds = compilePredicate(test, new EvaluationContext({ now: 0 }));
  const holdsFor = (cell: string | undefined) =>
    holds(new Map(cell === undefined ? [] : [[field, cell]])) === true;
  const chosen = rows.filter(({ cells }) => holdsFor(cells.get(column)));
  if (table.firstCounts && chosen.length > 0 && chosen.length < rows.length) return undefined;
  const found = anyOf(chosen, test.span);
  if (!holdsFor(otherwise)) return found;
  return disjunction([found, negation(anyOf(rows, test.span), test.span)], test.span);
}

function anyOf(rows: KnownTable["rows"], span: Span): ScalarExpression {
  if (rows.length === 0) return literal(false, span);
  return disjunction(
    rows.map((row) => row.test),
    span,
  );
}
