import type { LookupRows } from "../evaluate/lookup-rows.js";
import { wildcardParts, wildcardTest } from "../evaluate/wildcard.js";
import { call, conjunction, disjunction, extend, fieldReference, literal } from "../plan/build/index.js";
import type { ScalarExpression } from "../plan/expression.js";
import type { LogicalPlan, Lookup, NamedExpression } from "../plan/plan.js";
import { columnOf } from "../plan/row-type.js";
import { mapPlan } from "../plan/visitor.js";
import { lookupKeyTest } from "./lookup-key-test.js";
import type { Rewrite } from "./rewrite.js";

/** How long the cells together may be that stand in a query, each as often as it is written: the query is some three times that. */
const longestInline = 40_000;

/**
 * Writes a lookup as a choice between the values of its table: `lookup t name OUTPUT grade` sets `grade` to the cell of
 * the first row whose test `name` meets. Where several rows may be met and their values all count, the column holds the
 * values of each. The table's rows have to be known, and no more than `mostRows`.
 */
export function lookupsAsChoicesUpTo(mostRows: number): Rewrite {
  return {
    name: "lookups-as-choices",
    apply: (plan, rowsOf = () => undefined) =>
      mapPlan(plan, (step) => {
        if (step.kind !== "lookup") return step;
        if (addsNothing(step)) return step.input;
        const rows = rowsOf(step.table);
        if (rows === undefined) return step;
        const chosen = choice(step, rows, mostRows);
        return typeof chosen === "string" ? step : chosen;
      }),
  };
}

const mostRows = 1100;

export const lookupsAsChoices = lookupsAsChoicesUpTo(mostRows);

/** Why a lookup in a table whose rows are known is not written as a choice. */
export function whyNoChoice(lookup: Lookup, rows: LookupRows): string | undefined {
  const chosen = choice(lookup, rows, mostRows);
  return typeof chosen === "string" ? chosen : undefined;
}

/** Whether every row has all outputs already, and keeps them. */
function addsNothing({ input, outputs, mode }: Lookup): boolean {
  return (
    mode === "keep-existing" && outputs.every(({ field }) => input.row.columns.get(field)?.nullable === false)
  );
}

interface TableRow {
  /** The cells of the keys, as they are compared. */
  readonly keys: readonly string[];
  readonly cells: ReadonlyMap<string, string>;
  readonly test: ScalarExpression;
}

/** The lookup as a choice, or why it is none. */
function choice(lookup: Lookup, table: LookupRows, most: number): LogicalPlan | string {
  const { input, outputs, keys, span } = lookup;
  if (table.minMatches > 1) return "its default may be wanted several times";
  if (table.rows.length > most) return "its rows are too many for a query";
  const rows = rowsOf(lookup, table);
  if (lengthOf(rows, outputs) > longestInline) return "its rows are too long for a query";
  const counted = rowsThatCount(lookup, table, rows);
  if (counted === "values") return "it is asked for a field that may have several values";
  if (counted === "some") return "more of its rows may be met than it gives";
  const otherwise = table.minMatches === 1 && table.defaultMatch !== "" ? table.defaultMatch : undefined;
  const columns: NamedExpression[] = [];
  for (const { column, field } of outputs) {
    const found =
      counted === "all"
        ? allFound(lookup, rows, column)
        : firstFound(lookup, rows, { column, field }, otherwise, counted);
    if (found === undefined) return "several of its rows may be met, and the event may have what it adds";
    columns.push({ name: field, expression: found, span });
    if (counted !== "all" || otherwise === undefined) continue;
    // A row without the cell counts as a match, so that the default is not taken.
    if (table.rows.some((cells) => !cells.has(column)))
      return "several of its rows may be met, and some of them lack the value";
    const filled = [fieldReference(field, span), literal(otherwise, span)];
    columns.push({ name: field, expression: call("coalesce", filled, input.row, span), span });
  }
  if (new Set(outputs.map(({ field }) => field)).size < outputs.length) return "it sets a field twice";
  // A key that is written over is read until then.
  const read = new Set(keys.map(({ field }) => field));
  const [last, ...others] = columns.filter(({ name }) => read.has(name));
  if (others.length > 0) return "it writes over several of the fields that it is asked for";
  const first = columns.filter(({ name }) => !read.has(name));
  return extend(input, last === undefined ? first : [...first, last], span);
}

/** An empty cell is met by an empty text only. */
function rowsOf({ keys, span }: Lookup, table: LookupRows): readonly TableRow[] {
  return table.rows.map((cells) => {
    const texts = keys.map(({ column, field }) => ({ column, field, text: cells.get(column) ?? "" }));
    return {
      keys: texts.map(({ text }) => (table.caseSensitive ? text : text.toLowerCase())),
      cells,
      test: conjunction(
        texts.map(({ column, field, text }) =>
          lookupKeyTest(field, text, table.matchTypes.get(column), table.caseSensitive, span),
        ),
        span,
      ),
    };
  });
}

function lengthOf(rows: readonly TableRow[], outputs: Lookup["outputs"]): number {
  return rows.reduce(
    (sum, { keys, cells }) =>
      sum +
      outputs.length * keys.join("").length +
      outputs.reduce((length, { column }) => length + (cells.get(column)?.length ?? 0), 0),
    0,
  );
}

/**
 * Which of the rows that are met count: there is one at most, the first, or all. It may be neither, since the rows come
 * in the order of the field's values, or only some count.
 */
function rowsThatCount(
  { keys, input }: Lookup,
  table: LookupRows,
  rows: readonly TableRow[],
): "one" | "first" | "all" | "values" | "some" {
  const single = keys.every(({ field }) => columnOf(input.row, field)?.multivalue === false);
  // What equals comes in the order of the field's values, what meets a pattern in that of the rows.
  if (!single && keys.some(({ column }) => !table.matchTypes.has(column))) return "values";
  if (single && !rows.some(overlapsEarlier(keys, table, rows))) return "one";
  if (table.maxMatches === 1) return "first";
  return rows.length > table.maxMatches ? "some" : "all";
}

/** Whether one value may meet a row and one before it. */
function overlapsEarlier(
  keys: Lookup["keys"],
  table: LookupRows,
  rows: readonly TableRow[],
): (row: TableRow, index: number) => boolean {
  const types = keys.map(({ column }) => table.matchTypes.get(column));
  if (types.every((type) => type === undefined)) {
    const seen = new Set<string>();
    return ({ keys: cells }) => {
      const id = cells.join("\u0000");
      return seen.size === seen.add(id).size;
    };
  }
  const overlap = (left: TableRow, right: TableRow): boolean =>
    types.every((type, index) => cellsOverlap(type, left.keys[index] ?? "", right.keys[index] ?? ""));
  return (row, index) => rows.slice(0, index).some((earlier) => overlap(earlier, row));
}

/** Whether one value may meet both cells; true where that is not told by how the cells begin and end. */
function cellsOverlap(type: "wildcard" | "cidr" | undefined, left: string, right: string): boolean {
  if (type === undefined) return left === right;
  if (type === "cidr") return true;
  if (!left.includes("*")) return wildcardTest(wildcardParts(right), true)(left);
  if (!right.includes("*")) return wildcardTest(wildcardParts(left), true)(right);
  const [starts, ends] = [
    [left, right].map((cell) => cell.slice(0, cell.indexOf("*"))),
    [left, right].map((cell) => [...cell.slice(cell.lastIndexOf("*") + 1)].reverse().join("")),
  ];
  return isPrefixOfOther(starts) && isPrefixOfOther(ends);
}

function isPrefixOfOther([one = "", other = ""]: readonly string[]): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

/** The cell of the row that is met, or of the first of them; what the row had before where that is empty. */
function firstFound(
  { input, mode, span }: Lookup,
  rows: readonly TableRow[],
  { column, field }: Lookup["outputs"][number],
  otherwise: string | undefined,
  counted: "one" | "first",
): ScalarExpression {
  const before = columnOf(input.row, field) === undefined ? undefined : fieldReference(field, span);
  const valueOf = (text: string | undefined): ScalarExpression =>
    text === undefined ? (before ?? literal(null, span)) : literal(text, span);
  const arms: { readonly tests: ScalarExpression[]; readonly cell: string | undefined }[] = [];
  for (const { cells, test } of rows) {
    const cell = cells.get(column);
    if (counted === "one" && cell === otherwise) continue;
    const last = arms.at(-1);
    if (last !== undefined && last.cell === cell) last.tests.push(test);
    else arms.push({ tests: [test], cell });
  }
  const found: ScalarExpression =
    arms.length === 0
      ? valueOf(otherwise)
      : {
          kind: "case",
          arms: arms.map(({ tests, cell }) => ({ when: disjunction(tests, span), then: valueOf(cell) })),
          otherwise: valueOf(otherwise),
          span,
        };
  if (before === undefined || mode === "overwrite") return found;
  return call("coalesce", [before, found], input.row, span);
}

/** The cells of all rows that are met, in their order. */
function allFound(
  { input, outputs, span }: Lookup,
  rows: readonly TableRow[],
  column: string,
): ScalarExpression | undefined {
  if (outputs.some(({ field }) => columnOf(input.row, field) !== undefined)) return undefined;
  const found = rows.flatMap(({ cells, test }): readonly ScalarExpression[] => {
    const cell = cells.get(column);
    return cell === undefined
      ? []
      : [{ kind: "case", arms: [{ when: test, then: literal(cell, span) }], span }];
  });
  return found.length === 0 ? literal(null, span) : call("mvappend", found, input.row, span);
}
