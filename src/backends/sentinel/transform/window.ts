import type { Window } from "../../../plan/plan.js";
import { columnOf } from "../../../plan/row-type.js";
import { name, number, type Expression } from "../../shared/expression.js";
import type { Assignment, KqlPipeline } from "../tree.js";
import { aggregateValue } from "./aggregates.js";
import { asColumns, withColumn } from "./columns.js";
import { allOf } from "./logic.js";
import { freeName, plainName, takenNames } from "./names.js";
import { disturbed } from "./order.js";
import { withStage, type Relation } from "./relation.js";
import { Scope } from "./scope.js";
import { scalar } from "./scalar.js";
import type { Session } from "./session.js";
import { columnValue, filled, present } from "./value.js";

/**
 * Aggregates of a row's whole group, added to it (`eventstats`): the rows so far get a name, and their summary is
 * looked up by the keys. A row that lacks a key finds nothing.
 */
export function windowRelation(plan: Window, input: Relation, session: Session): Relation {
  if (plan.frame.kind === "running") {
    session.unsupported(
      "an aggregate over the rows so far",
      "the row functions of KQL cannot hold the window of `streamstats`",
      plan.span,
    );
    return input;
  }
  const scope = Scope.of(session, input);
  const keys = plan.keys.map((key) => ({ wish: key.name, value: filled(scalar(key.expression, scope)) }));
  if (keys.some(({ value }) => value.multivalue)) {
    session.unsupported(
      "`eventstats` by a field with several values",
      "a row would belong to several groups",
      plan.span,
    );
    return input;
  }
  const keyed = asColumns(input, keys, session);
  const keyNames = [...keyed.names];
  const taken = takenNames(keyed.relation, session);
  for (const used of keyNames) taken.add(used);
  const constant = keyNames.length === 0 ? freeName("everything", taken) : undefined;
  const left =
    constant === undefined
      ? keyed.relation
      : withStage(keyed.relation, { kind: "extend", columns: [{ name: constant, expression: number(1) }] });
  const events = session.define("events", left.pipeline);
  const on = constant === undefined ? keyNames : [constant];

  const aggregates: Assignment[] = [];
  let relation: Relation = { ...left, pipeline: { source: { kind: "table", name: events }, stages: [] } };
  const inside = Scope.of(session, relation);
  for (const aggregate of plan.aggregates) {
    const argument =
      aggregate.argument === undefined ? undefined : filled(scalar(aggregate.argument, inside));
    const found = aggregateValue(
      aggregate,
      { ...(argument === undefined ? {} : { argument }), newestFirst: false, sorted: false },
      inside,
    );
    if (found.from !== undefined || found.ordering !== undefined)
      session.unsupported(
        `the aggregate \`${aggregate.function}\``,
        "`eventstats` over values of unknown type, or in an order, is not translated",
        aggregate.span,
      );
    const column = freeName(plainName(aggregate.name), taken);
    aggregates.push({ name: column, expression: found.value.expression });
    const nullable = columnOf(plan.row, aggregate.name)?.nullable ?? true;
    relation = withColumn(relation, aggregate.name, columnValue(column, { ...found.value, nullable }));
  }
  const test: Expression = allOf(
    keys.map(({ value }, index) => present(columnValue(keyNames[index] ?? "", value))),
  );
  const right: KqlPipeline = {
    source: { kind: "table", name: events },
    stages: [
      ...(test.kind === "boolean" ? [] : [{ kind: "where", predicate: test } as const]),
      { kind: "summarize", aggregates, keys: on.map((key) => ({ name: key, expression: name(key) })) },
    ],
  };
  const joined = withStage(disturbed(relation), {
    kind: "lookup",
    right,
    on: on.map((key) => ({ left: key, right: key })),
  });
  return constant === undefined ? joined : withStage(joined, { kind: "project-away", columns: [constant] });
}
