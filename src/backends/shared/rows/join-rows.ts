import type { Join } from "../../../plan/plan.js";
import { groupedBy, inOrderOf } from "../../../plan/row-identity.js";
import { name, number, operation, type Expression } from "../expression.js";
import { conjunction } from "../truth.js";
import type { ColumnWriter } from "./column-writer.js";
import type { Stage, StageSortKey } from "./row-query.js";
import type { RowValue } from "./row-value.js";
import { isRefusal, type RowsLanguage } from "./rows-language.js";
import { queryOf, withStages, type RowsState } from "./rows-state.js";

/** A column of the right side under the name that it has in the joined query. */
interface Added {
  readonly field: string;
  readonly column: string;
  readonly value: RowValue;
}

/**
 * Rows of two searches with equal keys, as groups: the rows of both stand in one query, and those of the left side take
 * what the right side's row of their group has. So keys are equal where a grouping says that they are, which heeds case
 * as `join` does, and a row of the left side stays one. Of several rows of the right side only the first can be met.
 */
export function joined<Source>(
  plan: Join,
  left: RowsState<Source>,
  right: RowsState<Source>,
  needed: ReadonlySet<string> | "all",
  writer: ColumnWriter<Source>,
): RowsState<Source> | undefined {
  const { span, type } = plan;
  const { language } = writer;
  const { ordered } = language;
  if (ordered === undefined || !language.can.union || !language.can.window)
    return writer.refuse(span, "rows of two searches are not joined exactly");
  if (type !== "inner" && type !== "left") return writer.refuse(span, `a ${type} join`);
  if (!plan.caseSensitive) return writer.refuse(span, "keys that are compared without case");
  if (left.open !== undefined || right.open !== undefined)
    return writer.refuse(span, "a join of events that are neither grouped nor reduced to columns");

  const keyed = keysOf(plan, left, right, writer);
  const first = keyed && firstOfEach(plan, keyed.right, keyed.names, writer);
  if (keyed === undefined || first === undefined) return undefined;
  const taken = new Set([...keyed.left.taken, ...first.taken]);
  const fresh = (wanted: string): string => {
    const column = language.columnName(wanted, taken);
    taken.add(column);
    return column;
  };
  const added = columnsOf(plan, first, needed, fresh, writer);
  if (added === undefined) return undefined;

  const side = fresh("side");
  const found = added.map((each) => ({ ...each, found: fresh(`${each.field}_found`) }));
  const partner = fresh("partner");
  const rightQuery = withStages(
    first,
    ...added.map(({ column, value }): Stage<Source> => assign(column, value.expression)),
    assign(side, number(0)),
    { kind: "keep", columns: [...keyed.names, ...added.map(({ column }) => column), side] },
  );
  const order: readonly StageSortKey[] = [{ name: side, descending: false }];
  const isLeft = operation("=", name(side), number(1));
  const isMet = operation("=", name(partner), number(0));
  const joinedRows = withStages(
    keyed.left,
    assign(side, number(1)),
    { kind: "union", query: queryOf(rightQuery) },
    {
      kind: "window",
      aggregates: [
        { name: partner, expression: ordered.first(name(side)) },
        ...found.map((each) => ({ name: each.found, expression: ordered.first(name(each.column)) })),
      ],
      keys: keyed.names,
      order,
    },
    { kind: "where", predicate: type === "inner" ? conjunction([isLeft, isMet]) : isLeft },
  );
  let state: RowsState<Source> = {
    ...joinedRows,
    taken,
    bindings: new Map([...left.bindings, ...right.bindings]),
  };
  for (const { field, found: column, value } of found) {
    const { type: valueType, comparable } = value;
    const met: RowValue = {
      expression: name(column),
      type: valueType,
      several: false,
      ...(comparable === undefined ? {} : { comparable }),
      ...(type === "inner" && value.present === true ? { present: true as const } : {}),
    };
    const before = left.columns.get(field);
    const merged = before === undefined ? met : either(plan, met, before, language);
    if (isRefusal(merged)) return writer.refuse(span, merged.refused);
    if (merged.expression.kind === "name") {
      state = { ...state, columns: state.columns.with(field, merged) };
      continue;
    }
    const own = fresh(field);
    state = withStages({ ...state, taken }, assign(own, merged.expression));
    state = { ...state, columns: state.columns.with(field, { ...merged, expression: name(own) }) };
  }
  return state;
}

function assign<Source>(column: string, expression: Expression): Stage<Source> {
  return { kind: "assign", name: column, expression };
}

/** Where both sides have a column: the value of the side that counts, or the other's where it has none. */
function either<Source>(
  { overwrite }: Join,
  met: RowValue,
  before: RowValue,
  language: RowsLanguage<Source>,
): ReturnType<RowsLanguage<Source>["coalesce"]> {
  const [first, second] = overwrite ? [met, before] : [before, met];
  return first.present === true ? first : language.coalesce([first, second]);
}

/** The keys of both sides, in columns of the same names; rows of the right side have them all. */
function keysOf<Source>(
  plan: Join,
  left: RowsState<Source>,
  right: RowsState<Source>,
  writer: ColumnWriter<Source>,
):
  | { readonly left: RowsState<Source>; readonly right: RowsState<Source>; readonly names: readonly string[] }
  | undefined {
  const { span } = plan;
  let [first, second] = [left, right];
  const names: string[] = [];
  for (const key of plan.keys) {
    const own = writer.asColumn(first, key.left, { kind: "field", name: key.left, span }, span);
    const other = writer.asColumn(second, key.right, { kind: "field", name: key.right, span }, span);
    if (own === undefined || other === undefined) return undefined;
    if (own.value.several || other.value.several) return writer.refuse(span, "a key with several values");
    if (own.value.type !== other.value.type || own.value.type === "unknown")
      return writer.refuse(span, "keys of different types");
    if (own.value.comparable === false || other.value.comparable === false)
      return writer.refuse(span, "a key whose values the product spells another way");
    [first, second] = [own.state, other.state];
    if (other.value.present !== true) {
      const present = writer.language.presence(other.value, true);
      if (isRefusal(present)) return writer.refuse(span, present.refused);
      second = withStages(second, { kind: "where", predicate: present });
    }
    if (own.column === other.column) {
      names.push(own.column);
      continue;
    }
    const shared = writer.language.columnName(`${key.left}_key`, new Set([...first.taken, ...second.taken]));
    first = withName(first, shared, own.value);
    second = withName(second, shared, other.value);
    names.push(shared);
  }
  return { left: first, right: second, names };
}

function withName<Source>(
  state: RowsState<Source>,
  column: string,
  { expression }: RowValue,
): RowsState<Source> {
  return { ...withStages(state, assign(column, expression)), taken: new Set([...state.taken, column]) };
}

/** One row of the right side for each combination of the keys: the only one, or the first in the order of its groups. */
function firstOfEach<Source>(
  plan: Join,
  right: RowsState<Source>,
  names: readonly string[],
  writer: ColumnWriter<Source>,
): RowsState<Source> | undefined {
  const { span } = plan;
  const keys = new Set(plan.keys.map((key) => key.right));
  if (groupedBy(plan.right)?.every((key) => keys.has(key)) === true) return right;
  if (plan.max !== 1) return writer.refuse(span, "several rows of the right side may meet one row");
  const columns = inOrderOf(plan.right);
  const { ordered } = writer.language;
  if (columns === undefined || ordered === undefined)
    return writer.refuse(span, "which row of the right side comes first is not known");
  let state = right;
  const order: StageSortKey[] = [];
  for (const field of columns.filter((column) => !keys.has(column))) {
    const value = state.columns.get(field);
    if (value?.expression.kind !== "name" || value.several || value.comparable === false)
      return writer.refuse(span, "what tells which row of the right side comes first is gone");
    if (value.type === "unknown" || value.type === "boolean" || value.type === "ip")
      return writer.refuse(span, `the order of a ${value.type}`);
    const parts = value.type === "text" ? ordered.sortKeys(value.expression) : [value.expression];
    for (const part of parts) {
      if (part.kind === "name") {
        order.push({ name: part.name, descending: false });
        continue;
      }
      const column = writer.language.columnName(`${field}_order`, state.taken);
      state = withName(state, column, { expression: part, type: "number", several: false });
      order.push({ name: column, descending: false });
    }
  }
  const place = writer.language.columnName("place", state.taken);
  const taken = new Set([...state.taken, place]);
  return {
    ...withStages(
      state,
      { kind: "window", aggregates: [{ name: place, expression: ordered.place }], keys: names, order },
      { kind: "where", predicate: operation("=", name(place), number(1)) },
    ),
    taken,
  };
}

/** The columns of the right side that the plan asks for, but its keys. */
function columnsOf<Source>(
  plan: Join,
  right: RowsState<Source>,
  needed: ReadonlySet<string> | "all",
  fresh: (wanted: string) => string,
  writer: ColumnWriter<Source>,
): readonly Added[] | undefined {
  const same = new Set(plan.keys.filter((key) => key.left === key.right).map((key) => key.right));
  const added: Added[] = [];
  for (const [field, value] of right.columns.entries()) {
    if (same.has(field) || (needed !== "all" && !needed.has(field))) continue;
    if (value.several) return writer.refuse(plan.span, `several values of \`${field}\` from the right side`);
    added.push({ field, column: fresh(`${field}_right`), value });
  }
  return added;
}
