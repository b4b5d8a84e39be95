import { ownColumns } from "../build/transaction.js";
import { fieldsOf } from "../expression-visitor.js";
import type { ScalarExpression } from "../expression.js";
import type { Aggregate, AggregateFunction, GroupKey, Join, LogicalPlan, Reshape, Sort } from "../plan.js";
import { columnsRead } from "../reshape.js";
import { typeOf } from "../type-of.js";

/** What the steps behind a step decide by: some of its columns, and whether they mind how many rows there are. */
export interface Need {
  readonly columns: ReadonlySet<string>;
  readonly rows: boolean;
  /** Those of the columns whose values are asked for one by one, whatever other values stand in the same row. */
  readonly each?: ReadonlySet<string>;
}

/** The end of a plan: whether there is a row decides, and nothing reads the columns any more. */
export const nothing: Need = { columns: new Set(), rows: false };

/** Aggregates that do not mind how often a value occurs. */
const setLike: ReadonlySet<AggregateFunction> = new Set<AggregateFunction>([
  "distinct-count",
  "estimated-distinct-count",
  "values",
  "minimum",
  "maximum",
  "earliest-time",
  "latest-time",
]);

/** What the main input of a step has to be true to, given what is needed of the step. */
export function needsOf(plan: Exclude<LogicalPlan, { kind: "scan" | "union" }>, need: Need): Need {
  switch (plan.kind) {
    case "filter":
      return add(need, fieldsOf(plan.predicate));
    case "extend": {
      const columns = new Set(need.columns);
      const asWhole = new Set(plan.columns.map(({ name }) => name));
      for (const { name, expression } of [...plan.columns].reverse()) {
        if (!columns.delete(name)) continue;
        for (const field of fieldsOf(expression)) {
          columns.add(field);
          asWhole.add(field);
        }
      }
      return { columns, rows: need.rows, each: without(need.each, asWhole) };
    }
    case "each-field":
      return add(
        need,
        plan.columns.flatMap(({ expression }) => [...fieldsOf(expression)]),
      );
    case "project":
      return need;
    case "rename": {
      const from = new Map(plan.columns.map((column) => [column.to, column.from]));
      const before = (names: Iterable<string> = []) =>
        new Set([...names].map((name) => from.get(name) ?? name));
      return { columns: before(need.columns), rows: need.rows, each: before(need.each) };
    }
    case "aggregate":
      return needOfAggregate(plan, need);
    case "window": {
      const read = plan.aggregates.filter(({ name }) => need.columns.has(name));
      const kept = [...need.columns].filter((name) => !plan.aggregates.some((each) => each.name === name));
      if (read.length === 0) return { columns: new Set(kept), rows: need.rows };
      const fields = [...plan.keys.map(({ expression }) => expression), ...argumentsOf(read)];
      return { columns: new Set([...kept, ...fields.flatMap((each) => [...fieldsOf(each)])]), rows: true };
    }
    case "sort":
      return orderDecides(plan, need)
        ? add(
            need,
            plan.keys.map(({ name }) => name),
          )
        : need;
    case "limit":
      return { columns: need.columns, rows: true };
    case "distinct": {
      // Which of the rows is kept decides once anything but the compared columns is read of it.
      const chooses = need.rows || [...need.columns].some((name) => !plan.columns.includes(name));
      const order = chooses ? plan.order.map(({ name }) => name) : [];
      return add({ columns: need.columns, rows: chooses }, [...plan.columns, ...order]);
    }
    case "unnest":
      return need;
    case "transaction": {
      const own = ownColumns(plan);
      const kept = [...need.columns].filter((name) => !own.includes(name));
      const tests = [plan.starts, plan.ends].flatMap((test) =>
        test === undefined ? [] : [...fieldsOf(test)],
      );
      return { columns: new Set([...kept, ...plan.keys, "_time", ...tests]), rows: true };
    }
    case "reshape":
      return needOfReshape(plan, need);
    case "lookup": {
      const read = plan.outputs.some(({ field }) => need.columns.has(field));
      return read
        ? add(
            need,
            plan.keys.map(({ field }) => field),
          )
        : need;
    }
    case "join": {
      const added = plan.right.row.columns;
      const keys = plan.keys.map(({ left }) => left);
      if (plan.type !== "left") return add(need, keys);
      const read = need.rows || [...need.columns].some((name) => added.has(name));
      return read ? add(need, keys) : need;
    }
  }
}

/** Each column that a value of the input may name, or go into, decides what the rows are. */
function needOfReshape({ form, input }: Reshape, need: Need): Need {
  switch (form.kind) {
    case "pivot":
      return { columns: new Set(columnsRead(form)), rows: true };
    case "unpivot":
      return { columns: new Set(input.row.columns.keys()), rows: true };
    case "continuous":
      return { columns: new Set([...need.columns, form.column]), rows: true };
    case "beside":
      return { columns: new Set([...need.columns, form.side]), rows: true };
  }
}

/** The limit of 10,000 rows that every order of SPL has does not choose among a rule's results. */
const usualLimit = 10_000;

/** Whether the order says which rows there are: some of them are taken, here or behind. */
export function orderDecides({ limit }: Sort, need: Need): boolean {
  return need.rows || (limit !== undefined && limit < usualLimit);
}

/** What the right side of a join has to be true to. */
export function needOfRight(plan: Join, need: Need): Need {
  const keys = plan.keys.map(({ right }) => right);
  const rows = need.rows && (plan.type === "inner" || plan.type === "left");
  const read = [...need.columns].filter((name) => plan.right.row.columns.has(name));
  return { columns: new Set([...keys, ...read]), rows };
}

function needOfAggregate(plan: Aggregate, need: Need): Need {
  const read = plan.aggregates.filter(({ name }) => need.columns.has(name));
  const keys = plan.keys.filter((key) => !onlyGroups(key, plan, need));
  const expressions = [...keys.map(({ expression }) => expression), ...argumentsOf(read)];
  const rows = read.some((each) => !setLike.has(each.function));
  const fields = (parts: readonly ScalarExpression[]) =>
    new Set(parts.flatMap((part) => [...fieldsOf(part)]));
  return {
    columns: fields(expressions),
    rows,
    // A row is in the group of each value of a key, and a set takes each value of a field.
    ...(rows
      ? {}
      : { each: without(fields(expressions), fields(expressions.filter(({ kind }) => kind !== "field"))) }),
  };
}

/**
 * Whether a key only tells rows apart that are there anyway: every row has it, by a fill or by its source, and nothing
 * behind asks how many groups there are or what an aggregate over one of them is.
 */
export function onlyGroups(key: GroupKey, plan: Aggregate, need: Need): boolean {
  const always = key.fill !== undefined || !typeOf(key.expression, plan.input.row).nullable;
  return always && !judgesGroups(plan, need) && !need.columns.has(key.name);
}

/**
 * Whether something behind asks how many groups there are or what an aggregate over one of them is. The values of one
 * column that are asked for one by one stand beside the same keys however the groups are divided by the others.
 */
export function judgesGroups({ aggregates }: Aggregate, { columns, rows, each }: Need): boolean {
  const read = aggregates.filter(({ name }) => columns.has(name));
  const [only] = read;
  if (rows || only === undefined) return rows;
  return read.length > 1 || only.function !== "values" || each?.has(only.name) !== true;
}

function argumentsOf(aggregates: Aggregate["aggregates"]): readonly ScalarExpression[] {
  return aggregates.flatMap(({ argument, condition }) =>
    [argument, condition].flatMap((part) => (part === undefined ? [] : [part])),
  );
}

/** The need with columns that are read as a whole. */
function add(need: Need, names: Iterable<string>): Need {
  const added = new Set(names);
  return {
    columns: new Set([...need.columns, ...added]),
    rows: need.rows,
    each: without(need.each, added),
  };
}

function without(names: Iterable<string> = [], others: ReadonlySet<string>): ReadonlySet<string> {
  return new Set([...names].filter((name) => !others.has(name)));
}
