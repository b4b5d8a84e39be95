import { lowerDiagnostics } from "../diagnostics/codes/lower.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { call, fieldReference } from "../plan/build/index.js";
import { expressionsOf, fieldsOf } from "../plan/expression-visitor.js";
import type { ScalarExpression } from "../plan/expression.js";
import type { LogicalPlan } from "../plan/plan.js";
import type { RowType } from "../plan/row-type.js";
import { inputsOf } from "../plan/visitor.js";
import type { Span } from "../source/source-text.js";
import { prune, type Pruned } from "../plan/prune/prune.js";

/** No field of SPL has a name with this character. */
const mark = "\u0000";

/** A plan without the values that cannot be known. */
export interface WithoutUnknown {
  readonly plan: LogicalPlan;
  readonly leftOut: readonly Pruned[];
}

/**
 * Values that no documentation says, such as what `substr` makes of a field with several values. They stand in the plan
 * while it is made, and each is told why. Where the finished plan only shows them they are left out with a warning;
 * where something decides by them the search is refused.
 */
export class UnknownValues {
  private readonly reasons: (readonly Diagnostic[])[] = [];
  private readonly gone: Pruned[] = [];

  /** Takes note of columns that only show and that are not in the plan at all. */
  drop(what: string, span: Span): void {
    this.gone.push({ what, span });
  }

  /** Stands for a value that the reasons say cannot be known. */
  add(reasons: readonly Diagnostic[], row: RowType, span: Span): ScalarExpression {
    const name = `${mark}${this.reasons.length}`;
    this.reasons.push(reasons);
    // A call, since a lone field that the row does not have would count as one that is never there.
    return call("coalesce", [fieldReference(name, span)], row, span);
  }

  /** The plan without the values that only show, and what these were; `undefined` when something decides by one. */
  leaveOut(plan: LogicalPlan, report: (diagnostic: Diagnostic) => void): WithoutUnknown | undefined {
    if (this.reasons.length === 0) return { plan, leftOut: this.gone };
    const { plan: pruned, dropped } = prune(plan, (_, field) => !field.startsWith(mark));
    const left = sameRows(plan, pruned) ? marksIn(pruned) : marksIn(plan);
    for (const [index, reasons] of this.reasons.entries())
      for (const reason of reasons)
        report(
          left.has(`${mark}${index}`)
            ? reason
            : lowerDiagnostics["left-out"](reason.span, { reason: reason.message }),
        );
    return left.size === 0 ? { plan: pruned, leftOut: [...this.gone, ...dropped] } : undefined;
  }
}

function marksIn(plan: LogicalPlan): ReadonlySet<string> {
  const fields = expressionsOf(plan).flatMap((expression) => [...fieldsOf(expression)]);
  const own = fields.filter((name) => name.startsWith(mark));
  return new Set([...own, ...inputsOf(plan).flatMap((input) => [...marksIn(input)])]);
}

/** Whether leaving out took no step that says which rows there are and in what order. */
function sameRows(before: LogicalPlan, after: LogicalPlan): boolean {
  return rowSteps(before) === rowSteps(after);
}

function rowSteps(plan: LogicalPlan): number {
  const own =
    plan.kind === "sort" ? plan.keys.length : plan.kind === "unnest" || plan.kind === "join" ? 1 : 0;
  return inputsOf(plan).reduce((sum, input) => sum + rowSteps(input), own);
}
