import type {
  Aggregate,
  Extend,
  Join,
  LogicalPlan,
  Lookup,
  Project,
  Rename,
  Union,
  Unnest,
  Window,
} from "../plan.js";
import {
  branchValue,
  groupValue,
  other,
  withSteps,
  type BranchState,
  type Ended,
  type EventState,
} from "./event-state.js";
import { reshapeWords } from "../reshape.js";
import { groupAppended } from "./appended-rows.js";
import { chooseGroups, groupChosen } from "./choose-groups.js";
import { concludeShape } from "./conclude-shape.js";
import { filterEvents } from "./filter-events.js";
import { gatherFields } from "./gather-fields.js";
import { distinctEvents, groupEvents } from "./group-events.js";
import { distinctMetRows, groupMetRows, joinShape, meetRows } from "./join-shape.js";
import type { Decoration, Shape } from "./shape.js";
import { substitute, type Value } from "./substitute.js";

/**
 * What a plan is as a detection: what decides whether it fires, written over the fields of its log sources, apart from
 * what only shows. Anything that this analysis cannot write out is `other`, by the construct that stands in the way.
 */
export function shapeOf(plan: LogicalPlan): Shape {
  const state = analyse(plan);
  return state.kind === "events" && "branches" in state && "deciding" in state
    ? concludeShape(plan, state)
    : state;
}

function analyse(plan: LogicalPlan): EventState | Ended {
  if (plan.kind === "scan") {
    if (plan.source.kind !== "log")
      return other({
        construct:
          plan.source.kind === "lookup" ? `rows of the lookup \`${plan.source.table}\`` : "generated rows",
        span: plan.span,
      });
    const branch: BranchState = {
      scan: plan,
      predicates: [],
      columns: new Map(),
      keys: new Map(),
      aggregates: new Map(),
    };
    return { kind: "events", branches: [branch], steps: [], deciding: new Set() };
  }
  if (plan.kind === "union") return analyseUnion(plan);
  if (plan.kind === "filter" && plan.input.kind === "window") {
    const before = analyse(plan.input.input);
    const chosen = before.kind === "events" ? chooseGroups(plan, plan.input, before) : undefined;
    if (chosen !== undefined) return chosen;
  }
  const appended = plan.kind === "aggregate" ? groupAppended(plan, analyse) : undefined;
  if (appended !== undefined) return appended;
  const state = analyse(plan.input);
  if (state.kind !== "events") return state;
  switch (plan.kind) {
    case "filter":
      return filterEvents(plan, state);
    case "aggregate":
      if (state.group?.holdsEvents === true) return groupChosen(plan, state, state.group);
      return state.met === undefined ? groupEvents(plan, state) : groupMet(plan, state);
    case "distinct":
      if (state.group?.holdsEvents === true) return other({ construct: "dedup", span: plan.span });
      return state.met === undefined ? distinctEvents(plan, state) : distinctMetRows(plan, state, state.met);
    case "extend":
      return extendRows(plan, state);
    case "each-field":
      return gatherFields(plan, state);
    case "reshape":
      return other({ construct: reshapeWords(plan.form), span: plan.span });
    case "project":
    case "rename":
      return renameColumns(plan, state);
    case "lookup":
      return addOpaque(plan, lookupColumns(plan), `lookup \`${plan.table}\``, state);
    case "window":
      return addOpaque(
        plan,
        plan.aggregates.map(({ name }) => name),
        plan.frame.kind === "group" ? "an aggregate beside the events" : "a running aggregate",
        state,
      );
    case "join":
      return joinRows(plan, state);
    case "sort":
      // The limit of 10,000 rows that every order of SPL has does not choose among a rule's results.
      return plan.limit === undefined || plan.limit >= 10_000
        ? withSteps(state, [{ what: "sort", span: plan.span }])
        : other({ construct: "a limit on sorted rows", span: plan.span });
    case "transaction":
      return { kind: "correlation", construct: "a transaction", span: plan.span };
    case "limit":
      return other({ construct: "a limit on rows", span: plan.span });
    case "unnest":
      return addOpaque(plan, [plan.column], `the values of \`${plan.column}\` one by one`, state);
  }
}

/** Events of several searches, side by side; a condition on groups holds within one search only. */
function analyseUnion(plan: Union): EventState | Ended {
  const states: EventState[] = [];
  for (const input of plan.inputs) {
    const state = analyse(input);
    if (state.kind !== "events") return state;
    if (state.group !== undefined) return other({ construct: "a union of grouped rows", span: plan.span });
    if (state.met !== undefined) return other({ construct: "a union of joined rows", span: plan.span });
    states.push(state);
  }
  return {
    kind: "events",
    branches: states.flatMap(({ branches }) => branches),
    steps: states.flatMap(({ steps }) => steps),
    deciding: new Set(states.flatMap(({ deciding }) => [...deciding])),
  };
}

/** Computed columns are decoration until a test or a key reads them. */
function extendRows(plan: Extend, state: EventState): EventState {
  const steps = plan.columns.map(({ name, span }): Decoration => ({ what: `column \`${name}\``, span }));
  const set = (columns: ReadonlyMap<string, Value>, valueOf: (name: string) => Value) => {
    const after = new Map(columns);
    for (const [index, { name, expression }] of plan.columns.entries()) {
      const step = steps[index];
      const written = substitute(expression, (field) => after.get(field) ?? valueOf(field));
      after.set(
        name,
        written.kind === "opaque"
          ? { kind: "opaque", ...written.obstacle }
          : {
              kind: "known",
              expression: written.expression,
              steps: step === undefined ? written.steps : [...written.steps, step],
            },
      );
    }
    return after;
  };
  return withSteps(mapColumns(plan, state, set), steps);
}

function renameColumns(plan: Project | Rename, state: EventState): EventState {
  const from =
    plan.kind === "rename"
      ? new Map(plan.columns.map((column) => [column.to, column.from]))
      : new Map(plan.columns.map((name) => [name, name]));
  return mapColumns(plan, state, (columns, valueOf) => {
    const after = plan.kind === "rename" ? new Map(columns) : new Map<string, Value>();
    if (plan.kind === "rename") for (const { from: old } of plan.columns) after.delete(old);
    for (const [to, old] of from) after.set(to, columns.get(old) ?? valueOf(old));
    return after;
  });
}

/** Columns that come from elsewhere: nothing in terms of the events, harmless until a test reads them. */
function addOpaque(
  plan: Lookup | Window | Unnest | Join | Aggregate,
  names: readonly string[],
  construct: string,
  state: EventState,
): EventState {
  const { span } = plan;
  const added = names.map((name): [string, Value] => [name, { kind: "opaque", construct, span }]);
  const changed = mapColumns(plan, state, (columns) => new Map([...columns, ...added]));
  return withSteps(changed, [{ what: construct, span }]);
}

function lookupColumns({ outputs }: Lookup): readonly string[] {
  return outputs.map(({ field }) => field);
}

/** A left join keeps every row of its left side; the others choose among them. */
function joinRows(plan: Join, state: EventState): EventState | Ended {
  const joined = plan.type === "left" ? state : meetOrEnd(plan, state);
  if (joined.kind !== "events" || plan.type === "semi") return joined;
  const keys = new Set(plan.keys.map(({ right }) => right));
  const names = [...plan.right.row.columns.keys()].filter((name) => !keys.has(name));
  return addOpaque(plan, names, "a column of a joined search", joined);
}

function meetOrEnd(plan: Join, state: EventState): EventState | Ended {
  const right = analyse(plan.right);
  const met = right.kind === "events" ? meetRows(plan, state, right) : undefined;
  return met ?? joinShape(plan, state);
}

/** Groups rows that have met another search: what the rows show afterwards is no matter of either search. */
function groupMet(plan: Aggregate, state: EventState): EventState | Ended {
  const grouped = groupMetRows(plan, state);
  return grouped.kind === "events"
    ? addOpaque(plan, [...plan.row.columns.keys()], "an aggregate over joined rows", grouped)
    : grouped;
}

function mapColumns(
  plan: Exclude<LogicalPlan, { kind: "scan" | "union" }>,
  state: EventState,
  change: (
    columns: ReadonlyMap<string, Value>,
    valueOf: (name: string) => Value,
  ) => ReadonlyMap<string, Value>,
): EventState {
  const { group } = state;
  if (group !== undefined) {
    const columns = change(group.columns, (name) => groupValue(group, name));
    return { ...state, group: { ...group, columns } };
  }
  return {
    ...state,
    branches: state.branches.map((branch) => ({
      ...branch,
      columns: change(branch.columns, (name) => branchValue(branch, plan.input.row, name)),
    })),
  };
}
