import { conjunction } from "../build/index.js";
import { dumpExpression } from "../dump-expression.js";
import type { ScalarExpression } from "../expression.js";
import { fieldsOf, walkExpression } from "../expression-visitor.js";
import type { GroupKey, LogicalPlan, NamedAggregate } from "../plan.js";
import { foldConstants } from "../simplify/fold-constants.js";
import { isFalse, simplifyLogic } from "../simplify/simplify-logic.js";
import { emptyGroupValue } from "./empty-group.js";
import { other, type BranchState, type EventState, type GroupState, type MetState } from "./event-state.js";
import type { Decoration, EventBranch, Shape } from "./shape.js";
import { sameExpression } from "./same-expression.js";
import type { Obstacle } from "./substitute.js";

/** The shape of a plan whose steps have all been read. */
export function concludeShape(plan: LogicalPlan, state: EventState): Shape {
  const branches = state.branches.map(branchOf);
  const decoration = state.steps.filter((step) => !state.deciding.has(step));
  const { group, met } = state;
  if (met !== undefined) return meeting(state, met, branches, decoration);
  if (group === undefined) return { kind: "events", branches, keys: [], decoration };
  if (group.conditions.length > 0) return threshold(state, group, branches, decoration);
  if (group.aggregate.keys.length === 0)
    return other({ construct: "an aggregate that gives a row even when nothing is found", span: plan.span });
  return { kind: "events", branches, keys: eventKeys(state, group), decoration };
}

/** Searches that meet by their keys; a `bin _time` among the keys of all is the window and no key. */
function meeting(
  { group }: EventState,
  { own, others, other: second, hiding, construct, span }: MetState,
  branches: readonly EventBranch[],
  decoration: readonly Decoration[],
): Shape {
  const widths = own.map((key, index) => {
    const mate = others[index];
    return [bucketWidth([key]), mate && bucketWidth([mate])] as const;
  });
  if (group?.conditions.length || widths.some(([left, right]) => left !== right))
    return { kind: "correlation", construct, span };
  const bucketSeconds = widths.find(([width]) => width !== undefined)?.[0];
  const plain = (keys: readonly GroupKey[]) => keys.filter((_, index) => widths[index]?.[0] === undefined);
  return {
    kind: "meeting",
    sides: [
      { branches, keys: plain(own) },
      { branches: second.branches.map(branchOf), keys: plain(others) },
    ],
    ...(bucketSeconds === undefined ? {} : { bucketSeconds }),
    decoration,
    ...(hiding === undefined ? {} : { hiding }),
    construct,
    span,
  };
}

function branchOf({ scan, predicates }: BranchState): EventBranch {
  if (predicates.length === 0) return { scan };
  const predicate = simplifyLogic(conjunction(predicates, predicates[0]?.span ?? scan.span));
  return { scan, predicate };
}

/** The keys that all branches write alike; a key that differs or cannot be written out groups nothing by itself. */
function eventKeys({ branches }: EventState, group: GroupState): readonly GroupKey[] {
  return group.keys.flatMap((name) => {
    const key = group.aggregate.keys.find((each) => each.name === name);
    const expression = sameExpression(branches.map((branch) => branch.keys.get(name)));
    return key === undefined || expression === undefined ? [] : [{ ...key, expression }];
  });
}

function threshold(
  state: EventState,
  group: GroupState,
  branches: readonly EventBranch[],
  decoration: readonly Decoration[],
): Shape {
  const { aggregate } = group;
  const [chosen] = group.chosen ?? [];
  if (chosen !== undefined) return other({ construct: `key \`${chosen}\``, span: aggregate.span });
  const condition = simplifyLogic(conjunction(group.conditions, group.conditions[0]?.span ?? aggregate.span));
  const read = fieldsOf(condition);
  const keys = eventKeys(state, group);
  if (keys.length < aggregate.keys.length)
    return other({ construct: "a group key that is not a field of the events", span: aggregate.span });
  const aggregates: NamedAggregate[] = [];
  for (const each of aggregate.aggregates) {
    if (!read.has(each.name)) continue;
    const written = sameAggregate(state.branches.map((branch) => branch.aggregates.get(each.name)));
    if (!("function" in written)) return other(written);
    aggregates.push(written);
  }
  const first = firstSeen(condition, aggregates, keys, state);
  if (first !== undefined) return first;
  if (keys.length === 0 && !isFalse(holdsOnNothing(condition, aggregates)))
    return other({ construct: "a condition that holds when nothing is found", span: condition.span });
  const bucketSeconds = bucketWidth(keys);
  return {
    kind: "threshold",
    branches,
    aggregate,
    keys,
    aggregates,
    condition,
    ...(bucketSeconds === undefined ? {} : { bucketSeconds }),
    decoration,
  };
}

function sameAggregate(each: readonly (NamedAggregate | Obstacle | undefined)[]): NamedAggregate | Obstacle {
  const [first, ...rest] = each;
  if (first === undefined || !("function" in first))
    return first ?? { construct: "an aggregate", span: noSpan };
  const text = aggregateText(first);
  const differs = rest.some(
    (other) => other === undefined || !("function" in other) || aggregateText(other) !== text,
  );
  return differs
    ? { construct: `aggregate \`${first.name}\` over different columns`, span: first.span }
    : first;
}

const noSpan = { source: { name: "", text: "" }, start: 0, end: 0 };

function aggregateText({ function: id, argument, condition, parameter }: NamedAggregate): string {
  const parts = [argument, condition].map((part) => (part === undefined ? "" : dumpExpression(part)));
  return `${id} ${parts.join(" / ")} ${parameter ?? ""}`;
}

/** The condition over the one row that an aggregate without keys gives when it finds nothing. */
function holdsOnNothing(
  condition: ScalarExpression,
  aggregates: readonly NamedAggregate[],
): ScalarExpression {
  const folded = foldConstants(emptyGroupValue(condition, aggregates));
  return folded.kind === "literal" && folded.value === null ? { ...folded, value: false } : folded;
}

/** `earliest(_time)` held against now: the group was not seen before some time ago. */
function firstSeen(
  condition: ScalarExpression,
  aggregates: readonly NamedAggregate[],
  keys: readonly GroupKey[],
  { branches }: EventState,
): Shape | undefined {
  const beginnings = new Set(aggregates.filter(isBeginning).map(({ name }) => name));
  let held = false;
  walkExpression(condition, (part) => {
    if (part.kind !== "compare") return;
    const names = [...fieldsOf(part.left), ...fieldsOf(part.right)];
    const readsNow = [part.left, part.right].some(mentionsNow);
    if (readsNow && names.some((name) => beginnings.has(name))) held = true;
  });
  if (!held) return undefined;
  const earliest = branches.map(({ scan }) => secondsBack(scan.time?.earliest));
  const [historySeconds] = earliest;
  return {
    kind: "first-seen",
    keys: keys.map(({ name }) => name),
    ...(historySeconds === undefined ? {} : { historySeconds }),
    span: condition.span,
  };
}

function isBeginning({ function: id, argument }: NamedAggregate): boolean {
  if (id === "earliest-time") return true;
  const time = argument?.kind === "field" && argument.name === "_time";
  return time && (id === "minimum" || id === "earliest");
}

function mentionsNow(expression: ScalarExpression): boolean {
  let found = false;
  walkExpression(expression, (part) => {
    if (part.kind === "call" && (part.function === "now" || part.function === "time")) found = true;
  });
  return found;
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** The length of `-30d` or `-30d@d` in seconds. */
function secondsBack(time: string | undefined): number | undefined {
  const [, amount, unit = ""] = /^-(\d+)([smhdw])(?:@.*)?$/u.exec(time ?? "") ?? [];
  const length = units[unit];
  return amount === undefined || length === undefined ? undefined : Number(amount) * length;
}

const calendar: Readonly<Record<string, number>> = { second: 1, day: 86_400, week: 604_800 };

function bucketWidth(keys: readonly GroupKey[]): number | undefined {
  for (const { expression } of keys) {
    if (expression.kind !== "call" || expression.function !== "bucket") continue;
    const [value, amount, unit] = expression.arguments;
    const ofTime = value?.kind === "field" && value.name === "_time";
    const length = unit?.kind === "literal" ? calendar[String(unit.value)] : undefined;
    if (ofTime && length !== undefined && amount?.kind === "literal") return Number(amount.value) * length;
  }
  return undefined;
}
