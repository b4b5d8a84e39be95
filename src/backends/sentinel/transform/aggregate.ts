import type { Aggregate, GroupKey, NamedAggregate } from "../../../plan/plan.js";
import { columnOf } from "../../../plan/row-type.js";
import { typeOf } from "../../../plan/type-of.js";
import { Environment } from "../../shared/environment.js";
import { call, name, sameExpression, text, type Expression } from "../../shared/expression.js";
import type { Assignment, KqlSortKey, KqlStage } from "../tree.js";
import { aggregateValue, type AggregateInput } from "./aggregates.js";
import { toText } from "./convert.js";
import { allOf, isBoolean } from "./logic.js";
import { freeName, plainName, takenNames } from "./names.js";
import { disturbed, inOrder } from "./order.js";
import { withStage, type Column, type Relation, type RowOrder } from "./relation.js";
import { Scope } from "./scope.js";
import { scalar } from "./scalar.js";
import type { Session } from "./session.js";
import { Staging } from "./staging.js";
import { coalesced, columnValue, filled, missing, present, valueOf, type KqlValue } from "./value.js";

/** Names that later renames give the columns. */
export type Wishes = ReadonlyMap<string, string>;

/** One row per combination of keys; rows that lack a key go before, as `summarize` would group them. */
export function aggregateRelation(
  plan: Aggregate,
  input: Relation,
  wishes: Wishes,
  session: Session,
): Relation {
  const keyed = groupKeys(plan.keys, input, plan.input.row, session);
  const ordered = orderedForList(plan.aggregates, keyed.relation, plan, session);
  const staging = new Staging(ordered, session);
  const scope = Scope.of(session, ordered, staging);
  const taken = new Set<string>();
  const wished = (column: string): string => freeName(plainName(wishes.get(column) ?? column), taken);

  const keyNames = plan.keys.map((key) => wished(key.name));
  const assignments: Assignment[] = [];
  const helpers: string[] = [];
  const composed: Assignment[] = [];
  const columns: (readonly [string, Column])[] = plan.keys.map((key, index) => [
    key.name,
    columnValue(keyNames[index] ?? key.name, {
      ...(keyed.values[index] ?? valueOf(text(""), "string")),
      nullable: false,
    }),
  ]);
  for (const aggregate of plan.aggregates) {
    const column = wished(aggregate.name);
    const found = aggregateValue(aggregate, aggregateInput(aggregate, scope, ordered), scope);
    if (found.from !== undefined) {
      const own = found.from((wish) => freeName(`${column}_${wish}`, taken));
      assignments.push(...own.aggregates);
      helpers.push(...own.aggregates.flatMap(({ name: each, more }) => [each, ...(more ?? [])]));
      composed.push({ name: column, expression: own.result });
    } else if (found.ordering !== undefined && sameExpression(found.value.expression, timeOf(ordered)))
      assignments.push({
        name: column,
        expression: call(found.ordering === "arg_max" ? "max" : "min", found.value.expression),
      });
    else if (found.ordering === undefined)
      assignments.push({ name: column, expression: found.value.expression });
    else {
      const helper = freeName(`${column}_time`, taken);
      helpers.push(helper);
      assignments.push({
        name: helper,
        more: [column],
        expression: call(found.ordering, among(timeOf(ordered), found.among), found.value.expression),
      });
    }
    const nullable = columnOf(plan.row, aggregate.name)?.nullable ?? true;
    columns.push([aggregate.name, columnValue(column, { ...found.value, nullable })]);
  }
  const stages: KqlStage[] = [
    {
      kind: "summarize",
      aggregates: assignments,
      keys: keyed.values.map((value, index) => ({
        name: keyNames[index] ?? "",
        expression: value.expression,
      })),
    },
  ];
  if (composed.length > 0) stages.push({ kind: "extend", columns: composed });
  if (helpers.length > 0) stages.push({ kind: "project-away", columns: helpers });
  const { pipeline } = withStage(staging.applied(ordered), ...stages);
  const keyColumns = plan.keys.map((key, index) =>
    columnValue(keyNames[index] ?? key.name, keyed.values[index] ?? valueOf(text(""), "string")),
  );
  return { pipeline, columns: Environment.of(columns), order: groupOrder(keyColumns) };
}

/** Groups come in the order of their keys: numbers by size, and before other texts. */
function groupOrder(keys: readonly KqlValue[]): RowOrder {
  const ascending = (expression: Expression): KqlSortKey => ({ expression, descending: false });
  return {
    kind: "by-keys",
    keys: keys.flatMap(({ expression, type }) =>
      type === "string"
        ? [ascending(call("todouble", expression)), ascending(expression)]
        : [ascending(expression)],
    ),
  };
}

/** The time that newest-first order goes by; without such an order there is nothing to order by. */
function timeOf({ order }: Relation): Expression {
  return order.kind === "newest-first" ? order.time : missing("datetime");
}

/** The time of the rows that count, null for the others. */
function among(time: Expression, test: Expression | undefined): Expression {
  return test === undefined || isBoolean(test, true) ? time : call("iff", test, time, missing("datetime"));
}

function aggregateInput(aggregate: NamedAggregate, scope: Scope, relation: Relation): AggregateInput {
  return {
    ...(aggregate.argument === undefined ? {} : { argument: filled(scalar(aggregate.argument, scope)) }),
    newestFirst: relation.order.kind === "newest-first",
    sorted: relation.order.kind === "sorted",
  };
}

/** `make_list` keeps the order of a sorted input only. */
function orderedForList(
  aggregates: readonly NamedAggregate[],
  relation: Relation,
  plan: Aggregate,
  session: Session,
): Relation {
  if (!aggregates.some((each) => each.function === "list")) return relation;
  const ordered = inOrder(relation);
  if (ordered !== undefined) return ordered;
  session.unsupported("the order of `list`", "the rows come in no order that KQL keeps", plan.span);
  return relation;
}

export interface GroupKeys {
  readonly relation: Relation;
  readonly values: readonly KqlValue[];
}

/**
 * The keys of groups, with their fills put in, over rows that have all others. A key with several values puts a row
 * into the group of each.
 */
export function groupKeys(
  keys: readonly GroupKey[],
  input: Relation,
  row: Aggregate["row"],
  session: Session,
): GroupKeys {
  let relation = input;
  const values: KqlValue[] = [];
  const tests: Expression[] = [];
  for (const key of keys) {
    const value = scalar(key.expression, Scope.of(session, relation));
    const expanded = value.multivalue ? expandKey(key.name, value, relation, session) : { relation, value };
    relation = expanded.relation;
    const own = filled(expanded.value);
    const nullable = own.nullable && (value.multivalue || typeOf(key.expression, row).nullable);
    const fill = key.fill?.value;
    if (nullable && fill !== undefined && fill !== null)
      values.push(
        valueOf(coalesced([toText(own).expression, text(String(fill))]), "string", { nullable: false }),
      );
    else {
      const shown = own.format === undefined ? own : toText(own);
      values.push(shown);
      if (nullable) tests.push(present(shown));
    }
  }
  const test = allOf(tests);
  return {
    relation: isBoolean(test, true) ? relation : withStage(relation, { kind: "where", predicate: test }),
    values,
  };
}

/** `mv-expand` drops a row whose array is empty; without a value it belongs to no group anyway. */
function expandKey(
  key: string,
  value: KqlValue,
  relation: Relation,
  session: Session,
): { readonly relation: Relation; readonly value: KqlValue } {
  const column = freeName(plainName(key), takenNames(relation, session));
  const single = valueOf(name(column), "string", { meaning: value.meaning });
  return {
    relation: withStage(disturbed(relation), {
      kind: "mv-expand",
      column: { name: column, expression: value.expression },
      type: "string",
    }),
    value: single,
  };
}
