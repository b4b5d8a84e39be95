import {
  call,
  name as column,
  name,
  operation,
  sameExpression,
  type Expression,
} from "../../shared/expression.js";
import type { Assignment, KqlSortKey, KqlStage } from "../tree.js";
import { anyOf } from "./logic.js";
import { freeName, takenNames } from "./names.js";
import { namesIn, withStage, type Relation, type RowOrder } from "./relation.js";
import type { Session } from "./session.js";

/** What to sort by for the order of a search; `undefined` where it is not known. */
export function keysOf(order: RowOrder): readonly KqlSortKey[] | undefined {
  switch (order.kind) {
    case "newest-first":
      return [{ expression: order.time, descending: true }];
    case "sorted":
    case "by-keys":
      return order.keys.length === 0 ? undefined : order.keys;
    case "unknown":
      return undefined;
  }
}

/** The relation with its rows in the order of the search; `undefined` where that is not known. */
export function inOrder(relation: Relation): Relation | undefined {
  if (relation.order.kind === "sorted") return relation;
  const keys = keysOf(relation.order);
  if (keys === undefined) return undefined;
  return { ...withStage(relation, { kind: "sort", keys }), order: { kind: "sorted", keys } };
}

/** The order after a stage that does not keep the rows where they were: it has to be asked for again. */
export function disturbed(relation: Relation): Relation {
  const { order } = relation;
  if (order.kind !== "sorted") return relation;
  return {
    ...relation,
    order: order.keys.length === 0 ? { kind: "unknown" } : { kind: "by-keys", keys: order.keys },
  };
}

/** The order after columns have got other values. */
export function overwritten(order: RowOrder, columns: readonly string[]): RowOrder {
  const keys = keysOf(order);
  const used = new Set(keys?.flatMap(({ expression }) => [...namesIn(expression)]));
  return columns.some((each) => used.has(each)) ? withoutKeys(order) : order;
}

/** The order by columns of other names; unknown where one of them is gone, as no later stage could ask for it. */
export function orderAfter(order: RowOrder, assignments: readonly Assignment[]): RowOrder {
  if (order.kind === "unknown") return order;
  if (order.kind === "newest-first") {
    const kept = assignments.find(({ expression }) => sameExpression(expression, order.time));
    return kept === undefined ? { kind: "unknown" } : { ...order, time: column(kept.name) };
  }
  const names = new Map(
    assignments.flatMap(({ name: own, expression }) =>
      expression.kind === "name" ? [[expression.name, own] as const] : [],
    ),
  );
  const keys = order.keys.flatMap(({ expression, descending }) => {
    const renamed = renamedIn(expression, names);
    return renamed === undefined ? [] : [{ expression: renamed, descending }];
  });
  return keys.length === order.keys.length ? { ...order, keys } : withoutKeys(order);
}

/** Rows that are sorted stay so, whatever becomes of the columns. */
function withoutKeys(order: RowOrder): RowOrder {
  return order.kind === "sorted" ? { kind: "sorted", keys: [] } : { kind: "unknown" };
}

/** The expression over columns of other names; `undefined` where one of them is gone. */
function renamedIn(expression: Expression, names: ReadonlyMap<string, string>): Expression | undefined {
  switch (expression.kind) {
    case "name": {
      const own = names.get(expression.name);
      return own === undefined ? undefined : column(own);
    }
    case "template": {
      const args = expression.arguments.flatMap((argument) => renamedIn(argument, names) ?? []);
      return args.length < expression.arguments.length ? undefined : { ...expression, arguments: args };
    }
    case "operation": {
      const operands = expression.operands.flatMap((operand) => renamedIn(operand, names) ?? []);
      return operands.length < expression.operands.length ? undefined : { ...expression, operands };
    }
    case "list":
      return undefined;
    case "text":
    case "number":
    case "boolean":
    case "keyword":
      return expression;
  }
}

/**
 * The first rows of each combination of values of some columns, none of which a row lacks. One row that a single key
 * tells is `arg_max`; else the rows are sorted and counted: https://learn.microsoft.com/kusto/query/row-number-function
 */
export function firstOfEach(
  relation: Relation,
  columns: readonly string[],
  order: readonly KqlSortKey[],
  count: number,
  session: Session,
): Relation {
  const [only, ...more] = order;
  if (only !== undefined && more.length === 0 && count === 1) {
    const extreme = call(only.descending ? "arg_max" : "arg_min", only.expression, {
      kind: "keyword",
      word: "*",
    });
    return withStage(relation, {
      kind: "summarize",
      aggregates: [{ name: "", expression: extreme }],
      keys: columns.map((each) => ({ name: each, expression: name(each) })),
    });
  }
  const place = freeName("place", takenNames(relation, session));
  const own = new Set(columns);
  const rest = order.filter(({ expression }) => [...namesIn(expression)].some((each) => !own.has(each)));
  const starts = anyOf(columns.map((each) => operation("!=", name(each), call("prev", name(each)))));
  const stages: readonly KqlStage[] = [
    {
      kind: "sort",
      keys: [...columns.map((each) => ({ expression: name(each), descending: false })), ...rest],
    },
    {
      kind: "extend",
      columns: [{ name: place, expression: call("row_number", { kind: "number", value: 1 }, starts) }],
    },
    {
      kind: "where",
      predicate:
        count === 1
          ? operation("==", name(place), { kind: "number", value: 1 })
          : operation("<=", name(place), { kind: "number", value: count }),
    },
    { kind: "project-away", columns: [place] },
  ];
  return withStage(relation, ...stages);
}
