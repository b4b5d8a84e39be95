import { aggregate, literal } from "../build/index.js";
import { fieldsOf, mapExpression } from "../expression-visitor.js";
import type { Aggregate, Filter, Window } from "../plan.js";
import { foldConstants } from "../simplify/fold-constants.js";
import { isFalse } from "../simplify/simplify-logic.js";
import { typeOf } from "../type-of.js";
import { groupValue, other, withSteps, type Ended, type EventState, type GroupState } from "./event-state.js";
import { filterEvents } from "./filter-events.js";
import { groupEvents } from "./group-events.js";
import type { Value } from "./substitute.js";

/**
 * `eventstats count by k | where count > n`: the events of the groups that pass, so the same groups as `stats count by k`
 * finds with the test. `undefined` where the test asks anything else, or holds of an event that is in no group.
 */
export function chooseGroups(
  plan: Filter,
  window: Window,
  state: EventState,
): EventState | Ended | undefined {
  const { keys, aggregates, frame, input, span } = window;
  if (state.group !== undefined || state.met !== undefined || frame.kind !== "group" || keys.length === 0)
    return undefined;
  const names = new Set(aggregates.map(({ name }) => name));
  if (![...fieldsOf(plan.predicate)].every((name) => names.has(name))) return undefined;
  if (keys.some(({ expression }) => typeOf(expression, input.row).multivalue)) return undefined;
  const inNoGroup = foldConstants(
    mapExpression(plan.predicate, (part) => (part.kind === "field" ? literal(null, part.span) : part)),
  );
  if (!isFalse(inNoGroup) && !(inNoGroup.kind === "literal" && inNoGroup.value === null)) return undefined;

  const groups = aggregate(input, keys, aggregates, span);
  const grouped = groupEvents(groups, state);
  if (grouped.kind !== "events") return grouped;
  const chosen = filterEvents({ ...plan, input: groups }, grouped);
  if (chosen.kind !== "events" || chosen.group === undefined) return chosen;
  return { ...chosen, group: { ...chosen.group, holdsEvents: true } };
}

/** Groups the events of groups that passed: each of the groups has to be in a row of its own, whatever else rows are by. */
export function groupChosen(plan: Aggregate, state: EventState, group: GroupState): EventState | Ended {
  const named = new Set<string>();
  for (const { expression } of plan.keys) {
    const value = expression.kind === "field" ? groupValue(group, expression.name) : undefined;
    if (value?.kind === "known" && value.expression.kind === "field") named.add(value.expression.name);
    // A row that lacks another key is left out, and with it perhaps all of a group.
    else if (typeOf(expression, plan.input.row).nullable) return other(secondAggregate(plan));
  }
  if (!group.aggregate.keys.every(({ name }) => named.has(name))) return other(secondAggregate(plan));
  const columns = new Map<string, Value>(
    [...plan.row.columns.keys()].map((name) => [name, { kind: "opaque", ...secondAggregate(plan) }]),
  );
  return withSteps({ ...state, group: { ...group, columns } }, [
    { what: "grouping of the events of a group", span: plan.span },
  ]);
}

function secondAggregate({ span }: Aggregate) {
  return { construct: "a second aggregate", span };
}
