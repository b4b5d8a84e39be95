import type { Literal, ScalarExpression } from "../plan/expression.js";
import type { LogicalPlan } from "../plan/plan.js";
import { mapExpression, partsOf } from "../plan/expression-visitor.js";
import type { RowType } from "../plan/row-type.js";
import { typeOf } from "../plan/type-of.js";
import { inputsOf } from "../plan/visitor.js";
import { expressionWords } from "./expression-words.js";
import { stepWords } from "./step-words.js";

/** What a change of a search means for what it finds. */
export interface MeaningChange {
  /** Whether it finds more or less than before; `otherwise` where neither can be told from the conditions. */
  readonly effect: "same" | "more" | "less" | "otherwise";
  /** Steps or conditions that it no longer has, in words. */
  readonly before: readonly string[];
  /** Those that it has now. */
  readonly after: readonly string[];
  /** Lookup tables that it uses and that have other rows than before. */
  readonly tables: readonly string[];
}

/**
 * Compares what two searches were understood to do; `otherTables` are lookup tables that are not what they were.
 *
 * `more` and `less` are said only where it follows: where nothing but conditions differs, each condition of the one
 * follows from one of the other, and every step gives more rows for more events. Of groups that is true while they are
 * held against numbers that can only grow (`count > 5`) or against what they are grouped by; of the first rows, of
 * a join or of a second grouping it is not.
 */
export function meaningChange(
  before: LogicalPlan,
  after: LogicalPlan,
  otherTables: ReadonlySet<string> = new Set(),
): MeaningChange {
  const tables = [...new Set([...tablesOf(before), ...tablesOf(after)])].filter((table) =>
    otherTables.has(table),
  );
  const [left, right] = [stepsOf(before), stepsOf(after)];
  const keys = ({ key }: Step): string => key;
  if (same(left.map(keys), right.map(keys)))
    return { effect: tables.length === 0 ? "same" : "otherwise", before: [], after: [], tables };
  return {
    effect: tables.length === 0 ? effectOf(conditionsOf(before), conditionsOf(after)) : "otherwise",
    before: wordsWithout(left, right),
    after: wordsWithout(right, left),
    tables,
  };
}

/** A step, or one of the conditions that a filter joins by AND. */
interface Step {
  readonly words: string;
  /** The same for steps that do the same. */
  readonly key: string;
}

function stepsOf(plan: LogicalPlan): readonly Step[] {
  return chain(plan).flatMap((step): readonly Step[] => {
    const [, ...others] = inputsOf(step);
    const aside = step.kind === "union" ? [] : others.flatMap(stepsOf);
    return [...aside, ...(step.kind === "filter" ? parts(step.predicate).map(stepOfPart) : [stepOf(step)])];
  });
}

function stepOf(step: LogicalPlan): Step {
  // The searches that a union takes together are steps of its own words.
  const inputs =
    step.kind === "union" ? step.inputs.map((input) => stepsOf(input).map(({ key }) => key)) : [];
  const own = Object.fromEntries(Object.entries(step).filter(([key]) => !beside.has(key)));
  return { words: stepWords(step), key: structureOf([own, inputs]) };
}

function stepOfPart(part: ScalarExpression): Step {
  return { words: expressionWords(part), key: structureOf(mapExpression(part, inOneCase)) };
}

/** What a step has beside what it does: what it works on, and the row that follows from that. */
const beside: ReadonlySet<string> = new Set(["input", "inputs", "right", "row"]);

/** All of a tree but the places that it was read from. */
function structureOf(tree: unknown): string {
  return JSON.stringify(tree, (key, value: unknown) => (key === "span" ? undefined : value));
}

function wordsWithout(steps: readonly Step[], others: readonly Step[]): readonly string[] {
  return steps.filter(({ key }) => !others.some((other) => other.key === key)).map(({ words }) => words);
}

/** The steps in the order in which they run. */
function chain(plan: LogicalPlan): readonly LogicalPlan[] {
  const steps: LogicalPlan[] = [];
  for (let step: LogicalPlan | undefined = plan; step !== undefined; step = inputsOf(step)[0])
    steps.unshift(step);
  return steps;
}

function tablesOf(plan: LogicalPlan): readonly string[] {
  const below = inputsOf(plan).flatMap(tablesOf);
  if (plan.kind === "lookup") return [...below, plan.table];
  return plan.kind === "scan" && plan.source.kind === "lookup" ? [...below, plan.source.table] : below;
}

/** The conditions that have to hold together. */
function parts(predicate: ScalarExpression): readonly ScalarExpression[] {
  return predicate.kind === "and" ? predicate.operands.flatMap(parts) : [predicate];
}

interface Condition {
  /** The same for conditions that mean the same, behind the same steps. */
  readonly key: string;
  /** The keys of its alternatives; its own where it has none. */
  readonly alternatives: readonly string[];
  readonly bound?: Bound;
}

interface Conditions {
  /** Of events. */
  readonly events: readonly Condition[];
  /** Of the rows that a grouping gives. */
  readonly groups: readonly Condition[];
  /** Whether a group that meets them does so with more events, too. */
  readonly grow: boolean;
  /** The keys of all other steps. */
  readonly rest: readonly string[];
}

/** `undefined` where more events can give fewer rows. */
function conditionsOf(plan: LogicalPlan): Conditions | undefined {
  const events: Condition[] = [];
  const groups: Condition[] = [];
  const rest: string[] = [];
  let grow = true;
  let grouped: Grouped | undefined;
  for (const step of chain(plan)) {
    if (step.kind === "filter") {
      const all = parts(step.predicate);
      const conditions = all.map((part) => conditionOf(part, step.input.row, rest.length));
      (grouped === undefined ? events : groups).push(...conditions);
      const columns = grouped;
      if (columns !== undefined) grow &&= all.every((part) => grows(part, step.input.row, columns));
      continue;
    }
    if (step.kind === "aggregate") {
      if (grouped !== undefined) return undefined;
      grouped = {
        keys: new Set(step.keys.map(({ name }) => name)),
        counts: new Set(
          step.aggregates
            .filter((each) => each.function === "count" || each.function === "distinct-count")
            .map(({ name }) => name),
        ),
      };
    } else if (grouped !== undefined) {
      grouped = behind(step, grouped);
      if (grouped === undefined) return undefined;
    } else if (!rowByRow.has(step.kind) && step.kind !== "scan") return undefined;
    rest.push(stepOf(step).key);
  }
  return { events, groups, grow, rest };
}

/** Steps that make of each row what they make of it whatever other rows there are. */
const rowByRow: ReadonlySet<LogicalPlan["kind"]> = new Set([
  "extend",
  "each-field",
  "project",
  "rename",
  "unnest",
  "lookup",
]);

/** The columns of a group that do not change with its events, and those that can only grow. */
interface Grouped {
  readonly keys: ReadonlySet<string>;
  readonly counts: ReadonlySet<string>;
}

/** The same columns behind a step; `undefined` where the step does not leave every group a row of its own. */
function behind(step: LogicalPlan, { keys, counts }: Grouped): Grouped | undefined {
  const mapped = (change: (name: string) => readonly string[]): Grouped => ({
    keys: new Set([...keys].flatMap(change)),
    counts: new Set([...counts].flatMap(change)),
  });
  switch (step.kind) {
    case "project":
      return mapped((name) => (step.columns.includes(name) ? [name] : []));
    case "rename": {
      const targets = new Set(step.columns.map(({ to }) => to));
      return mapped((name) => {
        const to = step.columns.find(({ from }) => from === name)?.to;
        return to === undefined ? (targets.has(name) ? [] : [name]) : [to];
      });
    }
    case "extend":
      return mapped((name) => (step.columns.some((column) => column.name === name) ? [] : [name]));
    case "lookup":
      return mapped((name) => (step.outputs.some(({ column }) => column === name) ? [] : [name]));
    case "sort":
      return step.limit === undefined ? { keys, counts } : undefined;
    default:
      return undefined;
  }
}

/** Whether a group that meets a condition meets it with more events, too. */
function grows(part: ScalarExpression, row: RowType, grouped: Grouped): boolean {
  if (part.kind === "and" || part.kind === "or")
    return part.operands.every((each) => grows(each, row, grouped));
  const { keys, counts } = grouped;
  const bound = boundOf(part, row);
  if (part.kind === "compare" && part.left.kind === "field" && bound?.least === true)
    if (counts.has(part.left.name)) return true;
  return leaves(part).every(
    (leaf) => leaf.kind === "literal" || (leaf.kind === "field" && keys.has(leaf.name)),
  );
}

function leaves(part: ScalarExpression): readonly ScalarExpression[] {
  const below = partsOf(part);
  return below.length === 0 ? [part] : below.flatMap(leaves);
}

/** A condition behind so many steps, which may give columns other values. */
function conditionOf(part: ScalarExpression, row: RowType, behindSteps: number): Condition {
  const keyOf = (each: ScalarExpression): string =>
    `${behindSteps} ${structureOf(mapExpression(each, inOneCase))}`;
  const alternatives = part.kind === "or" ? part.operands : [part];
  const bound = boundOf(part, row);
  return {
    key: keyOf(part),
    alternatives: alternatives.map(keyOf),
    ...(bound === undefined ? {} : { bound: { ...bound, value: `${behindSteps} ${bound.value}` } }),
  };
}

/** Texts in lower case where the test that they are in does not tell cases apart. */
function inOneCase(part: ScalarExpression): ScalarExpression {
  if (part.kind === "compare" && !part.caseSensitive)
    return { ...part, left: lowered(part.left), right: lowered(part.right) };
  if (part.kind === "one-of" && !part.caseSensitive)
    return {
      ...part,
      options: part.options.map((option) => ({ ...option, value: lowerCase(option.value) })),
    };
  if (part.kind !== "match" || part.caseSensitive || part.pattern.kind !== "wildcard") return part;
  const pieces = part.pattern.parts.map((piece) =>
    piece.kind === "text" ? { ...piece, text: piece.text.toLowerCase() } : piece,
  );
  return { ...part, pattern: { ...part.pattern, parts: pieces } };
}

function lowered(part: ScalarExpression): ScalarExpression {
  return part.kind === "literal" ? { ...part, value: lowerCase(part.value) } : part;
}

function lowerCase(value: Literal["value"]): Literal["value"] {
  return typeof value === "string" ? value.toLowerCase() : value;
}

interface Bound {
  /** What is held against the number. */
  readonly value: string;
  readonly bound: number;
  readonly least: boolean;
  readonly inclusive: boolean;
}

/** `n > 5` alone, where both are numbers: what only looks like one may be held against it as text. */
function boundOf(part: ScalarExpression, row: RowType): Bound | undefined {
  if (part.kind !== "compare") return undefined;
  const { operator, left, right, mode, whenMissing } = part;
  if (operator === "=" || operator === "!=" || right.kind !== "literal" || typeof right.value !== "number")
    return undefined;
  if (typeOf(left, row).type !== "number") return undefined;
  return {
    value: structureOf([left, mode, whenMissing]),
    bound: right.value,
    least: operator.startsWith(">"),
    inclusive: operator.endsWith("="),
  };
}

function effectOf(
  before: Conditions | undefined,
  after: Conditions | undefined,
): "more" | "less" | "otherwise" {
  if (before === undefined || after === undefined || !same(before.rest, after.rest)) return "otherwise";
  // Where the events are not the same ones, groups have to keep what they meet.
  const sameEvents = entails(before.events, after.events) && entails(after.events, before.events);
  if (!sameEvents && !(before.grow && after.grow)) return "otherwise";
  if (entails(before.events, after.events) && entails(before.groups, after.groups)) return "more";
  if (entails(after.events, before.events) && entails(after.groups, before.groups)) return "less";
  return "otherwise";
}

/** Whether what meets all of the one conditions meets all of the others. */
function entails(these: readonly Condition[], those: readonly Condition[]): boolean {
  return those.every((that) => these.some((each) => implies(each, that)));
}

function implies(condition: Condition, other: Condition): boolean {
  if (condition.alternatives.every((each) => other.alternatives.includes(each))) return true;
  const [bound, least] = [condition.bound, other.bound];
  if (bound === undefined || bound.value !== least?.value || bound.least !== least.least) return false;
  if (bound.bound === least.bound) return least.inclusive || !bound.inclusive;
  return bound.least === bound.bound > least.bound;
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each, index) => each === right[index]);
}
