import { aggregate, fieldReference } from "../build/index.js";
import { dumpExpression } from "../dump-expression.js";
import type { Aggregate, LogicalPlan } from "../plan.js";
import { typeOf } from "../type-of.js";
import { withSteps, type Ended, type EventState } from "./event-state.js";
import { aggregateStep, groupEvents } from "./group-events.js";
import { keyNamed } from "./join-shape.js";
import type { Value } from "./substitute.js";

/**
 * Groups rows to which those of another search with the same keys were appended, as
 * `appendpipe [map search="… id=$id$"] | stats values(…) by id` does: the groups are those of the rows that were there
 * before, whatever is appended to them. `undefined` for any other aggregate.
 */
export function groupAppended(
  plan: Aggregate,
  analyse: (plan: LogicalPlan) => EventState | Ended,
): EventState | undefined {
  const [key, ...more] = plan.keys;
  if (key?.expression.kind !== "field" || key.fill !== undefined || more.length > 0) return undefined;
  const below = columnBelow(plan.input, key.expression.name);
  if (below?.plan.kind !== "union") return undefined;
  const [own, appended, ...others] = below.plan.inputs;
  if (own === undefined || appended === undefined || others.length > 0) return undefined;
  const state = analyse(own);
  if (state.kind !== "events" || !isPlain(state) || !addsToKeys(appended, below.name, own, state, analyse))
    return undefined;
  const keys = [{ ...key, expression: fieldReference(below.name, key.span) }];
  const grouped = groupEvents(aggregate(own, keys, [], plan.span), state);
  if (grouped.kind !== "events" || grouped.group === undefined) return undefined;
  const construct = "an aggregate over appended rows";
  const columns = new Map<string, Value>(
    [...plan.row.columns.keys()].map((name) => [name, { kind: "opaque", construct, span: plan.span }]),
  );
  return withSteps({ ...grouped, group: { ...grouped.group, columns } }, [
    { what: "rows of another search with the same key", span: appended.span },
    ...plan.aggregates.map(aggregateStep),
  ]);
}

/** Whether each of the appended rows has a key that one of the rows before them has, perhaps in another case. */
function addsToKeys(
  appended: LogicalPlan,
  name: string,
  own: LogicalPlan,
  state: EventState,
  analyse: (plan: LogicalPlan) => EventState | Ended,
): boolean {
  const joined = columnBelow(appended, name);
  if (joined?.plan.kind !== "join" || joined.plan.type !== "inner") return false;
  const { input, keys, right } = joined.plan;
  const [key, ...more] = keys;
  if (key?.left !== joined.name || more.length > 0) return false;
  if (typeOf(fieldReference(key.left, joined.plan.span), input.row).multivalue === true) return false;
  const source = columnBelow(right, key.right, true);
  const other = source && analyse(source.plan);
  if (source === undefined || other?.kind !== "events" || !isPlain(other)) return false;
  const keyOwn = keyNamed(name, own.row, state);
  const keyOther = keyNamed(source.name, source.plan.row, other);
  return (
    keyOwn !== undefined &&
    keyOther !== undefined &&
    dumpExpression(keyOwn.expression) === dumpExpression(keyOther.expression) &&
    eventsOf(state) === eventsOf(other)
  );
}

/** Whether the rows are all events that pass tests, or groups of them that nothing has chosen among. */
function isPlain({ met, group }: EventState): boolean {
  return (
    met === undefined && !group?.conditions.length && !group?.chosen?.size && group?.holdsEvents !== true
  );
}

/** A text that is equal for states over the same events. */
function eventsOf({ branches }: EventState): string {
  return JSON.stringify(
    branches.map(({ scan: { source, time, format }, predicates }) => [
      source,
      time?.earliest,
      time?.latest,
      format,
      predicates.map(dumpExpression),
    ]),
  );
}

/** The step at which a column comes up, and its name there; `some`: perhaps not all of its rows go on. */
function columnBelow(
  plan: LogicalPlan,
  name: string,
  some = false,
): { readonly plan: LogicalPlan; readonly name: string } | undefined {
  switch (plan.kind) {
    case "project":
      return plan.columns.includes(name) ? columnBelow(plan.input, name, some) : undefined;
    case "rename": {
      const renamed = plan.columns.find(({ to }) => to === name);
      if (renamed === undefined && plan.columns.some(({ from }) => from === name)) return undefined;
      return columnBelow(plan.input, renamed?.from ?? name, some);
    }
    case "extend":
      return plan.columns.some((column) => column.name === name)
        ? { plan, name }
        : columnBelow(plan.input, name, some);
    case "sort":
      return some || plan.limit === undefined ? columnBelow(plan.input, name, some) : { plan, name };
    case "limit":
      return some ? columnBelow(plan.input, name, some) : { plan, name };
    default:
      return { plan, name };
  }
}
