import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { conjunction, disjunction } from "../../plan/build/index.js";
import type { ScalarExpression } from "../../plan/expression.js";
import { isTrue } from "../../plan/simplify/simplify-logic.js";
import type { Scope } from "../scope.js";

/**
 * Fields of an expression that no row has. Splunk takes them for missing and says nothing. Where the rest of the
 * expression still decides, so it is here, with a warning; where nothing can come of it any more, each is an error.
 */
export class AbsentFields {
  private readonly reasons: Diagnostic[] = [];

  /** Takes note of a field, with the error that says why no row has it. */
  readonly add = (reason: Diagnostic): void => void this.reasons.push(reason);

  get any(): boolean {
    return this.reasons.length > 0;
  }

  /** Reports every field: as the error that it is, or as one that counts as missing. */
  report(scope: Pick<Scope, "report">, severity: "error" | "warning"): void {
    for (const reason of this.reasons)
      scope.report(
        severity === "error"
          ? reason
          : lowerDiagnostics["absent-field"](reason.span, { reason: reason.message }),
      );
  }
}

/** A condition without the alternatives that are never true, which keeps the same rows where it filters. */
export function withoutDeadAlternatives(condition: ScalarExpression): ScalarExpression {
  if (condition.kind === "and")
    return conjunction(condition.operands.map(withoutDeadAlternatives), condition.span);
  if (condition.kind !== "or") return condition;
  const alive = condition.operands.filter((operand) => !isNeverTrue(operand));
  return alive.length === 0 || alive.length === condition.operands.length
    ? condition
    : disjunction(alive, condition.span);
}

/** Whether constants keep a condition from ever being true. */
export function isNeverTrue(condition: ScalarExpression): boolean {
  switch (condition.kind) {
    case "literal":
      return !isTrue(condition);
    case "and":
      return condition.operands.some(isNeverTrue);
    case "or":
      return condition.operands.every(isNeverTrue);
    default:
      return false;
  }
}
