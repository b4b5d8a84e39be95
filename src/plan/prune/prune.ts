import * as build from "../build/index.js";
import { ownColumns } from "../build/transaction.js";
import { fieldsOf, walkExpression } from "../expression-visitor.js";
import type { ScalarExpression } from "../expression.js";
import type {
  Aggregate,
  Extend,
  Join,
  LogicalPlan,
  Lookup,
  NamedAggregate,
  NamedExpression,
  Scan,
  Union,
} from "../plan.js";
import { withInputs } from "../visitor.js";
import type { Span } from "../../source/source-text.js";
import { requiredFields } from "../required-fields.js";
import { needOfRight, needsOf, nothing, onlyGroups, orderDecides, type Need } from "./deciding-columns.js";

/** What was left out of a plan, and where it was written. */
export interface Pruned {
  readonly what: string;
  readonly span: Span;
}

interface Result {
  readonly plan: LogicalPlan;
  /** Whether a column of the plan cannot be had. */
  readonly lacks: (name: string) => boolean;
}

/**
 * Leaves out what only shows and cannot be bound: computed columns, aggregates, lookups, left joins, orders, and group
 * keys that every row has anyway (by a fill, or because the source always has them), as long as one key is left. Whatever
 * decides which rows there are stays, for the binding to report. `canBind` says whether a target has a field of a source,
 * and `canWrite` whether its language can hold what a search computes or looks up at a place.
 */
export function prune(
  plan: LogicalPlan,
  canBind: (scan: Scan, field: string) => boolean,
  canWrite: (span: Span) => boolean = () => true,
): { readonly plan: LogicalPlan; readonly dropped: readonly Pruned[] } {
  const dropped: Pruned[] = [];
  const drop = (what: string, span: Span) => void dropped.push({ what, span });
  const result = pruneStep(plan, nothing, { canBind, canWrite, drop });
  return { plan: result.plan, dropped };
}

interface Pruning {
  canBind(scan: Scan, field: string): boolean;
  canWrite(span: Span): boolean;
  drop(what: string, span: Span): void;
}

function pruneStep(plan: LogicalPlan, need: Need, pruning: Pruning): Result {
  if (plan.kind === "scan") {
    const known = new Map<string, boolean>();
    const lacks = (name: string): boolean => {
      const before = known.get(name);
      if (before !== undefined) return before;
      const lacking = plan.source.kind === "log" && !pruning.canBind(plan, name);
      known.set(name, lacking);
      return lacking;
    };
    return { plan, lacks };
  }
  if (plan.kind === "union") return pruneUnion(plan, need, pruning);
  const input = pruneStep(plan.input, needsOf(plan, need), pruning);
  switch (plan.kind) {
    case "extend":
      return pruneExtend(plan, input, need, pruning);
    case "aggregate":
      return pruneAggregate(plan, input, need, pruning);
    case "lookup":
      return pruneLookup(plan, input, need, pruning);
    case "join":
      return pruneJoin(plan, input, need, pruning);
    case "project": {
      const kept = plan.columns.filter((name) => !input.lacks(name));
      for (const name of plan.columns) if (input.lacks(name)) pruning.drop(`column \`${name}\``, plan.span);
      const columns = kept.length === 0 ? plan.columns : kept;
      return {
        plan: build.project(input.plan, columns, plan.span),
        lacks: (name) => !columns.includes(name) || input.lacks(name),
      };
    }
    case "rename": {
      const kept = plan.columns.filter(({ from }) => !input.lacks(from));
      const lost = new Set(plan.columns.filter(({ from }) => input.lacks(from)).map(({ to }) => to));
      const before = new Map(kept.map(({ from, to }) => [to, from]));
      return {
        plan: kept.length === 0 ? input.plan : build.rename(input.plan, kept, plan.span),
        lacks: (name) => lost.has(name) || input.lacks(before.get(name) ?? name),
      };
    }
    case "sort": {
      if (orderDecides(plan, need)) return over(plan, input);
      const kept = plan.keys.filter(({ name }) => !input.lacks(name));
      for (const { name, span } of plan.keys)
        if (input.lacks(name)) pruning.drop(`order by \`${name}\``, span);
      if (kept.length === 0 && plan.keys.length > 0) return input;
      return { plan: build.sort(input.plan, kept, plan.span, plan.limit), lacks: input.lacks };
    }
    case "unnest": {
      const decides = need.columns.has(plan.column) || need.rows;
      if (decides || !input.lacks(plan.column)) return over(plan, input);
      pruning.drop(`the values of \`${plan.column}\` one by one`, plan.span);
      return input;
    }
    case "window": {
      const lacking = plan.aggregates.filter(
        (each) => !need.columns.has(each.name) && !canAggregate(each, input, pruning),
      );
      const keysLack =
        plan.keys.some(({ expression }) => reads(expression, input)) || !pruning.canWrite(plan.span);
      const decides = plan.aggregates.some(({ name }) => need.columns.has(name));
      const gone = keysLack && !decides ? plan.aggregates : lacking;
      for (const { name, span } of gone) pruning.drop(`aggregate \`${name}\``, span);
      const kept = plan.aggregates.filter((each) => !gone.includes(each));
      const names = new Set(gone.map(({ name }) => name));
      return {
        plan:
          kept.length === 0 ? input.plan : build.window(input.plan, plan.keys, kept, plan.frame, plan.span),
        lacks: (name) => names.has(name) || (!isSet(plan.aggregates, name) && input.lacks(name)),
      };
    }
    case "filter":
    case "each-field":
    case "limit":
    case "distinct":
      return over(plan, input);
    case "reshape":
      return plan.form.kind === "continuous" || plan.form.kind === "beside"
        ? over(plan, input)
        : { ...over(plan, input), lacks: () => false };
    case "transaction":
      return { ...over(plan, input), lacks: (name) => !ownColumns(plan).includes(name) && input.lacks(name) };
  }
}

function over(plan: LogicalPlan, input: Result): Result {
  return { plan: withInputs(plan, [input.plan]), lacks: input.lacks };
}

function pruneUnion(plan: Union, need: Need, pruning: Pruning): Result {
  const inputs = plan.inputs.map((input) => pruneStep(input, need, pruning));
  return {
    plan: withInputs(
      plan,
      inputs.map((input) => input.plan),
    ),
    lacks: (name) => inputs.some((input) => input.lacks(name)),
  };
}

/**
 * A column that replaces one of the row goes together with the old value, which would show under its name. Where more
 * columns may exist than are listed it stays.
 */
function pruneExtend(plan: Extend, input: Result, need: Need, pruning: Pruning): Result {
  const lost = new Set<string>();
  const uncovered = new Set<string>();
  const set = new Set<string>();
  const lacks = (name: string) => lost.has(name) || (!set.has(name) && input.lacks(name));
  const columns = plan.columns.filter((column) => {
    const replaces = plan.input.row.columns.has(column.name) && !input.lacks(column.name);
    const decides = need.columns.has(column.name) || readLater(plan, column.name, need);
    const lacking = [...fieldsOf(column.expression)].some(lacks) || !canWriteColumn(column, pruning);
    if (!lacking || decides || (replaces && !canUncover(plan, column.name))) {
      set.add(column.name);
      lost.delete(column.name);
      uncovered.delete(column.name);
      return true;
    }
    lost.add(column.name);
    if (replaces) uncovered.add(column.name);
    pruning.drop(`column \`${column.name}\``, column.span);
    return false;
  });
  const kept =
    columns.length === plan.columns.length
      ? withInputs(plan, [input.plan])
      : columns.length === 0
        ? input.plan
        : build.extend(input.plan, columns, plan.span);
  if (uncovered.size === 0) return { plan: kept, lacks };
  const shown = [...kept.row.columns.keys()].filter((name) => !uncovered.has(name));
  return { plan: build.project(kept, shown, plan.span), lacks };
}

function canWriteColumn({ expression, span }: NamedExpression, { canWrite }: Pruning): boolean {
  return canWrite(span) && canWriteAll(expression, canWrite);
}

function canWriteAll(expression: ScalarExpression, canWrite: Pruning["canWrite"]): boolean {
  let all = true;
  walkExpression(expression, (part) => {
    all &&= canWrite(part.span);
  });
  return all;
}

/** Whether the row can be left without a column: all of its columns are known, and another is left. */
function canUncover({ input: { row }, columns }: Extend, name: string): boolean {
  const others = [...row.columns.keys()].filter((each) => !isSet(columns, each));
  return !row.open && row.columns.has(name) && others.length > 0;
}

/** Whether a later column of the same step that decides something reads a name. */
function readLater(plan: Extend, name: string, need: Need): boolean {
  return plan.columns.some(
    (column) =>
      need.columns.has(column.name) && column.name !== name && fieldsOf(column.expression).has(name),
  );
}

function pruneAggregate(plan: Aggregate, input: Result, need: Need, pruning: Pruning): Result {
  const aggregates = plan.aggregates.filter((each) => {
    if (need.columns.has(each.name) || canAggregate(each, input, pruning)) return true;
    pruning.drop(`aggregate \`${each.name}\``, each.span);
    return false;
  });
  const droppable = plan.keys.filter((key) => onlyGroups(key, plan, need) && reads(key.expression, input));
  const gone = droppable.length === plan.keys.length ? [] : droppable;
  for (const { name, span } of gone) pruning.drop(`group key \`${name}\``, span);
  const keys = plan.keys.filter((key) => !gone.includes(key));
  const names = new Set([...keys, ...aggregates].map(({ name }) => name));
  return {
    plan: build.aggregate(input.plan, keys, aggregates, plan.span),
    lacks: (name) => !names.has(name),
  };
}

function pruneLookup(plan: Lookup, input: Result, need: Need, pruning: Pruning): Result {
  const lacking = plan.keys.some(({ field }) => input.lacks(field)) || !pruning.canWrite(plan.span);
  const outputs = new Set(plan.outputs.map(({ field }) => field));
  const decides = [...outputs].some((name) => need.columns.has(name));
  if (!lacking || decides)
    return {
      plan: withInputs(plan, [input.plan]),
      lacks: (name) => !outputs.has(name) && input.lacks(name),
    };
  pruning.drop(`lookup \`${plan.table}\``, plan.span);
  return { plan: input.plan, lacks: (name) => outputs.has(name) || input.lacks(name) };
}

/** A left join whose columns nothing decides by goes when it cannot be made; the other joins choose rows. */
function pruneJoin(plan: Join, input: Result, need: Need, pruning: Pruning): Result {
  const right = pruneStep(plan.right, needOfRight(plan, need), pruning);
  const added = [...plan.right.row.columns.keys()].filter(
    (name) => !plan.keys.some((key) => key.right === name),
  );
  const decides = plan.type !== "left" || need.rows || added.some((name) => need.columns.has(name));
  const lacking =
    plan.keys.some((key) => input.lacks(key.left) || right.lacks(key.right)) ||
    !canMake(right.plan, pruning) ||
    !pruning.canWrite(plan.span);
  if (lacking && !decides) {
    pruning.drop("a left join", plan.span);
    return { plan: input.plan, lacks: (name) => added.includes(name) || input.lacks(name) };
  }
  const brings = plan.type === "inner" || plan.type === "left" ? added : [];
  return {
    plan: withInputs(plan, [input.plan, right.plan]),
    lacks: (name) => (brings.includes(name) ? right.lacks(name) : input.lacks(name)),
  };
}

/** Whether the sources of a plan have what it reads. Every event has a time, whatever a target calls it. */
function canMake(plan: LogicalPlan, { canBind }: Pruning): boolean {
  return [...requiredFields(plan)].every(([scan, fields]) =>
    fields.every(({ name }) => name === "_time" || canBind(scan, name)),
  );
}

function reads(expression: ScalarExpression, input: Result): boolean {
  return [...fieldsOf(expression)].some((name) => input.lacks(name));
}

function canAggregate(
  { argument, condition, span }: NamedAggregate,
  input: Result,
  { canWrite }: Pruning,
): boolean {
  return (
    canWrite(span) &&
    [argument, condition].every(
      (part) => part === undefined || (!reads(part, input) && canWriteAll(part, canWrite)),
    )
  );
}

function isSet(columns: readonly { readonly name: string }[], name: string): boolean {
  return columns.some((column) => column.name === name);
}
