import type { Literal, ScalarExpression } from "../plan/expression.js";
import type { LogicalPlan } from "../plan/plan.js";
import { mapExpression } from "../plan/expression-visitor.js";
import { inputsOf } from "../plan/visitor.js";
import { explain } from "./explain.js";
import { expressionWords } from "./expression-words.js";

/** What a change of a search means for what it finds. */
export interface MeaningChange {
  /** Whether it finds more or less than before; `otherwise` where neither can be told from the conditions. */
  readonly effect: "same" | "more" | "less" | "otherwise";
  /** Steps or conditions that it no longer has, in words. */
  readonly before: readonly string[];
  /** Those that it has now. */
  readonly after: readonly string[];
}

/**
 * Compares what two searches were understood to do. `more` and `less` are said only where it follows: where nothing but
 * the conditions of filters before any counting differs, and one set of them contains the other, or where nothing but
 * the bound of a test on a row moved.
 */
export function meaningChange(before: LogicalPlan, after: LogicalPlan): MeaningChange {
  const stepsBefore = explain(before).map(({ words }) => words);
  const stepsAfter = explain(after).map(({ words }) => words);
  if (same(stepsBefore, stepsAfter)) return { effect: "same", before: [], after: [] };
  const left = conditionsOf(before);
  const right = conditionsOf(after);
  if (left !== undefined && right !== undefined && same(left.rest, right.rest)) {
    const gone = left.conditions.filter((each) => !right.conditions.some(({ key }) => key === each.key));
    const added = right.conditions.filter((each) => !left.conditions.some(({ key }) => key === each.key));
    return {
      effect: effectOf(gone, added),
      before: gone.map(({ words }) => words),
      after: added.map(({ words }) => words),
    };
  }
  return {
    effect: movedBound(chain(before), chain(after)) ?? "otherwise",
    before: stepsBefore.filter((words) => !stepsAfter.includes(words)),
    after: stepsAfter.filter((words) => !stepsBefore.includes(words)),
  };
}

interface Condition {
  readonly words: string;
  /** The same for conditions that mean the same: spelt in one case where case does not count, over the same columns. */
  readonly key: string;
  /** The keys of its alternatives; its own where it has none. */
  readonly alternatives: readonly string[];
}

/** The conditions that every event has to meet, and the steps that are none; `undefined` where a filter comes later. */
function conditionsOf(
  plan: LogicalPlan,
): { readonly conditions: readonly Condition[]; readonly rest: readonly string[] } | undefined {
  const conditions: Condition[] = [];
  const rest: string[] = [];
  let filtering = true;
  for (const [index, step] of chain(plan).entries()) {
    if (step.kind === "filter") {
      // More events can mean fewer rows that pass a test on their number.
      if (!filtering) return undefined;
      conditions.push(...parts(step.predicate, rest.length));
      continue;
    }
    // A join or a union has more than one input, so that a condition is not over every event.
    if (inputsOf(step).length > 1) return undefined;
    if (index > 0 && step.kind !== "extend" && step.kind !== "rename") filtering = false;
    rest.push(explain(step).at(-1)?.words ?? "");
  }
  return { conditions, rest };
}

/** The steps in the order in which they run. */
function chain(plan: LogicalPlan): readonly LogicalPlan[] {
  const steps: LogicalPlan[] = [];
  for (let step: LogicalPlan | undefined = plan; step !== undefined; step = inputsOf(step)[0])
    steps.unshift(step);
  return steps;
}

/** The conditions that have to hold together, behind so many steps that may give columns other values. */
function parts(predicate: ScalarExpression, behind: number): readonly Condition[] {
  if (predicate.kind === "and") return predicate.operands.flatMap((operand) => parts(operand, behind));
  const keyOf = (part: ScalarExpression): string =>
    `${behind} ${expressionWords(mapExpression(part, inOneCase))}`;
  const alternatives = predicate.kind === "or" ? predicate.operands : [predicate];
  return [
    { words: expressionWords(predicate), key: keyOf(predicate), alternatives: alternatives.map(keyOf) },
  ];
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

/** Steps that keep every row, so that fewer rows before them are fewer rows behind them. */
const rowByRow: ReadonlySet<LogicalPlan["kind"]> = new Set(["filter", "extend", "project", "rename", "sort"]);

/** What it means that the number in one test of a row, of order, is another, and nothing else differs. */
function movedBound(
  before: readonly LogicalPlan[],
  after: readonly LogicalPlan[],
): "more" | "less" | undefined {
  const words = (step: LogicalPlan | undefined): string =>
    step === undefined ? "" : (explain(step).at(-1)?.words ?? "");
  if (before.length !== after.length || before.some((step) => inputsOf(step).length > 1)) return undefined;
  const [at, ...others] = before.flatMap((step, index) =>
    words(step) === words(after[index]) ? [] : [index],
  );
  if (at === undefined || others.length > 0) return undefined;
  if (!after.slice(at).every(({ kind }) => rowByRow.has(kind))) return undefined;
  const [old, now] = [boundOf(before[at]), boundOf(after[at])];
  if (old === undefined || now === undefined) return undefined;
  if (old.value !== now.value || old.least !== now.least) return undefined;
  const wider = old.least ? now.bound - old.bound : old.bound - now.bound;
  if (wider !== 0) return wider < 0 ? "more" : "less";
  return now.inclusive ? "more" : "less";
}

/** `n > 5` alone, where the number is one. */
function boundOf(step: LogicalPlan | undefined) {
  if (step?.kind !== "filter" || step.predicate.kind !== "compare") return undefined;
  const { operator, left, right } = step.predicate;
  if (operator === "=" || operator === "!=" || right.kind !== "literal" || typeof right.value !== "number")
    return undefined;
  return {
    value: expressionWords(left),
    bound: right.value,
    least: operator.startsWith(">"),
    inclusive: operator.endsWith("="),
  };
}

function effectOf(gone: readonly Condition[], added: readonly Condition[]): MeaningChange["effect"] {
  if (gone.length === 0) return added.length === 0 ? "same" : "less";
  if (added.length === 0) return "more";
  const [old] = gone;
  const [now] = added;
  if (gone.length > 1 || added.length > 1 || old === undefined || now === undefined) return "otherwise";
  if (old.alternatives.every((each) => now.alternatives.includes(each))) return "more";
  if (now.alternatives.every((each) => old.alternatives.includes(each))) return "less";
  return "otherwise";
}

function same(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each, index) => each === right[index]);
}
