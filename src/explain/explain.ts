import type { LogicalPlan } from "../plan/plan.js";
import { reversedInput } from "../lower/reversed.js";
import { columnOf, unknownColumn, type RowType, type ValueType } from "../plan/row-type.js";
import type { Span } from "../source/source-text.js";
import { columnsSet } from "./columns-set.js";
import { removes } from "./removes.js";
import { stepWords } from "./step-words.js";

/** One step of a search as it was understood. */
export interface Explanation {
  readonly step: LogicalPlan["kind"];
  readonly words: string;
  /** What the row has after the step; of an open row, what the search set or added so far. */
  readonly columns: readonly ExplainedColumn[];
  /** What the row has beside them: fields of the events, or columns that values name. */
  readonly open: RowType["open"];
  /** Fields of the events that an open row has lost. */
  readonly removed: readonly string[];
  readonly span: Span;
  /** The other searches that a join or a union reads. */
  readonly inputs: readonly (readonly Explanation[])[];
}

export interface ExplainedColumn {
  readonly name: string;
  readonly type: ValueType;
}

/** The steps of a plan in the order in which they run. */
export function explain(plan: LogicalPlan): readonly Explanation[] {
  switch (plan.kind) {
    case "scan":
      return [step(plan)];
    case "union":
      return [step(plan, plan.inputs.map(explain))];
    case "join":
      return [...explain(plan.input), step(plan, [explain(plan.right)])];
    default:
      return [...explain(reversedInput(plan) ?? plan.input), step(plan)];
  }
}

function step(plan: LogicalPlan, inputs: readonly (readonly Explanation[])[] = []): Explanation {
  const { kind, row, span } = plan;
  const set = columnsSet(plan);
  const columns = [...set].map((name) => ({
    name,
    type: (columnOf(row, name) ?? unknownColumn).type,
  }));
  return {
    step: kind,
    words: stepWords(plan),
    columns,
    open: row.open,
    removed:
      row.open === "fields"
        ? [...new Set([...row.removed, ...emptied(plan)])].filter((name) => !set.has(name))
        : [],
    span,
    inputs,
  };
}

/** The columns that a step before, or the step itself, gave no value. */
function emptied(plan: LogicalPlan): readonly string[] {
  if (plan.kind === "scan" || plan.kind === "union") return [];
  const own = plan.kind === "extend" && reversedInput(plan) === undefined ? plan.columns.filter(removes) : [];
  return [...emptied(plan.input), ...own.map(({ name }) => name)];
}
