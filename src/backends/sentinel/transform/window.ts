import type { Window } from "../../../plan/plan.js";
import { name, number, type Expression } from "../../shared/expression.js";
import { orderedForList } from "./aggregate.js";
import { asColumns, withColumn } from "./columns.js";
import { allOf } from "./logic.js";
import { freeName, plainName, takenNames } from "./names.js";
import { disturbed } from "./order.js";
import { withStage, type Relation } from "./relation.js";
import { runningWindow } from "./running-window.js";
import { Scope } from "./scope.js";
import { scalar } from "./scalar.js";
import type { Session } from "./session.js";
import { Staging } from "./staging.js";
import { summaryOf } from "./summary.js";
import { columnValue, filled, present } from "./value.js";

/**
 * Aggregates of a row's whole group, added to it (`eventstats`): the rows so far get a name, and their summary is
 * looked up by the keys. A row that lacks a key finds nothing.
 */
export function windowRelation(plan: Window, input: Relation, session: Session): Relation {
  if (plan.frame.kind === "running") return runningWindow(plan, plan.frame, input, session);
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

  const group: Relation = { ...left, pipeline: { source: { kind: "table", name: events }, stages: [] } };
  const ordered = orderedForList(plan.aggregates, group, plan, session);
  const staging = new Staging(ordered, session);
  const summary = summaryOf(
    plan.aggregates,
    plan.row,
    ordered,
    Scope.of(session, ordered, staging),
    (wish, of) => freeName(of === undefined ? plainName(wish) : `${of}_${wish}`, taken),
  );
  const test: Expression = allOf(
    keys.map(({ value }, index) =>
      present(value.expression.kind === "name" ? value : columnValue(keyNames[index] ?? "", value)),
    ),
  );
  const right = withStage(
    staging.applied(
      test.kind === "boolean" ? ordered : withStage(ordered, { kind: "where", predicate: test }),
    ),
    {
      kind: "summarize",
      aggregates: summary.aggregates,
      keys: on.map((key) => ({ name: key, expression: name(key) })),
    },
    ...summary.stages,
  );
  const joined = withStage(disturbed(group), {
    kind: "lookup",
    right: right.pipeline,
    on: on.map((key) => ({ left: key, right: key })),
  });
  const { columns } = summary;
  const named = columns.reduce((relation, [column, value]) => withColumn(relation, column, value), joined);
  return constant === undefined ? named : withStage(named, { kind: "project-away", columns: [constant] });
}
