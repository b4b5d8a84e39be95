import type { ScalarExpression } from "../plan/expression.js";
import type { LogicalPlan } from "../plan/plan.js";
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
 * Compares what two searches were understood to do. `more` and `less` are said only where nothing but the conditions of
 * filters before any counting differs, and one set of them contains the other.
 */
export function meaningChange(before: LogicalPlan, after: LogicalPlan): MeaningChange {
  const stepsBefore = explain(before).map(({ words }) => words);
  const stepsAfter = explain(after).map(({ words }) => words);
  if (same(stepsBefore, stepsAfter)) return { effect: "same", before: [], after: [] };
  const left = conditionsOf(before);
  const right = conditionsOf(after);
  if (left !== undefined && right !== undefined && same(left.rest, right.rest)) {
    const gone = left.conditions.filter(
      (each) => !right.conditions.some((other) => other.words === each.words),
    );
    const added = right.conditions.filter(
      (each) => !left.conditions.some((other) => other.words === each.words),
    );
    return {
      effect: effectOf(gone, added),
      before: gone.map(({ words }) => words),
      after: added.map(({ words }) => words),
    };
  }
  return {
    effect: "otherwise",
    before: stepsBefore.filter((words) => !stepsAfter.includes(words)),
    after: stepsAfter.filter((words) => !stepsBefore.includes(words)),
  };
}

interface Condition {
  readonly words: string;
  /** What each of its alternatives says; itself where it has none. */
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
      conditions.push(...parts(step.predicate));
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

function parts(predicate: ScalarExpression): readonly Condition[] {
  if (predicate.kind === "and") return predicate.operands.flatMap(parts);
  const words = expressionWords(predicate);
  return [
    { words, alternatives: predicate.kind === "or" ? predicate.operands.map(expressionWords) : [words] },
  ];
}

function effectOf(gone: readonly Condition[], added: readonly Condition[]): MeaningChange["effect"] {
  if (gone.length === 0) return added.length === 0 ? "otherwise" : "less";
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
