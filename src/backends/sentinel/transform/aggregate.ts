import type { Aggregate, GroupKey, NamedAggregate, Window } from "../../../plan/plan.js";
import { typeOf } from "../../../plan/type-of.js";
import { Environment } from "../../shared/environment.js";
import { call, name, number, operation, text, type Expression } from "../../shared/expression.js";
import type { Assignment, KqlSortKey, KqlStage } from "../tree.js";
import { compared, conditional, toText } from "./convert.js";
import { allOf, isBoolean } from "./logic.js";
import { freeName, plainName, takenNames } from "./names.js";
import { disturbed, inOrder } from "./order.js";
import { lostPresence } from "./presence.js";
import { withStage, type Column, type Relation, type RowOrder } from "./relation.js";
import { Scope } from "./scope.js";
import { scalar } from "./scalar.js";
import type { Session } from "./session.js";
import { Staging } from "./staging.js";
import { summaryOf } from "./summary.js";
import { coalesced, columnValue, filled, present, valueOf, type KqlValue } from "./value.js";

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
  const { evidence = [] } = ordered;
  const taken = new Set<string>(evidence);
  const wished = (column: string): string => freeName(plainName(wishes.get(column) ?? column), taken);

  const keyNames = plan.keys.map((key) => wished(key.name));
  const keyColumns = plan.keys.map((key, index) =>
    columnValue(keyNames[index] ?? key.name, keyed.values[index] ?? valueOf(text(""), "string")),
  );
  const summary = summaryOf(plan.aggregates, plan.row, ordered, scope, (wish, of) =>
    of === undefined ? wished(wish) : freeName(`${of}_${wish}`, taken),
  );
  const grouped: KqlStage = {
    kind: "summarize",
    aggregates: [...summary.aggregates, ...newestEvidence(evidence)],
    keys: keyed.values.map((value, index) => ({
      name: keyNames[index] ?? "",
      expression: value.expression,
    })),
  };
  const { pipeline } = withStage(staging.applied(ordered), grouped, ...summary.stages);
  const keys = plan.keys.flatMap((key, index): readonly (readonly [string, Column])[] => {
    const value = keyColumns[index];
    return value === undefined ? [] : [[key.name, { ...value, nullable: false }]];
  });
  return {
    pipeline,
    columns: Environment.of([...keys, ...summary.columns]),
    order: groupOrder(keyColumns),
    ...(evidence.length === 0 ? {} : { evidence }),
  };
}

/** A group stands for its newest event. */
export function newestEvidence(evidence: readonly string[]): readonly Assignment[] {
  const [time, ...more] = evidence;
  return time === undefined
    ? []
    : [{ name: time, more, expression: call("arg_max", ...evidence.map((column) => name(column))) }];
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

/** `make_list` keeps the order of a sorted input only. */
export function orderedForList(
  aggregates: readonly NamedAggregate[],
  relation: Relation,
  plan: Aggregate | Window,
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
    const expanded = value.multivalue ? expandKey(key, value, relation, session) : { relation, value };
    relation = expanded.relation;
    const own = filled(expanded.value);
    const nullable = own.nullable && (value.multivalue || typeOf(key.expression, row).nullable);
    const fill = key.fill?.value;
    if (nullable && fill !== undefined && fill !== null)
      values.push(
        valueOf(coalesced([toText(own).expression, text(String(fill))]), "string", { nullable: false }),
      );
    else {
      const shown = compared(own);
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

/** `mv-expand` drops a row whose array is empty; without a value and a fill it belongs to no group anyway. */
function expandKey(
  key: GroupKey,
  value: KqlValue,
  relation: Relation,
  session: Session,
): { readonly relation: Relation; readonly value: KqlValue } {
  const column = freeName(plainName(key.name), takenNames(relation, session));
  // An empty text among the values is asked for before it stands alone.
  const mayBeEmpty = value.emptyElements === true;
  const single = valueOf(name(column), "string", {
    meaning: value.meaning,
    ...(value.fill === undefined ? {} : { nullable: false }),
    ...(mayBeEmpty ? { nullable: false, presence: lostPresence(key.span, session) } : {}),
  });
  const asked = mayBeEmpty ? withStage(relation, { kind: "where", predicate: present(value) }) : relation;
  return {
    relation: withStage(disturbed(asked), {
      kind: "mv-expand",
      column: { name: column, expression: filledArray(value) },
      type: "string",
    }),
    value: single,
  };
}

/** The values, or the text that a data model has in their place. */
function filledArray({ expression, fill }: KqlValue): Expression {
  if (fill === undefined) return expression;
  const none = operation("==", call("coalesce", call("array_length", expression), number(0)), number(0));
  return conditional([{ when: none, then: call("pack_array", text(fill)) }], expression);
}
