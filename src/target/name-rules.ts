import { walkExpression } from "../plan/expression-visitor.js";
import type { ScalarExpression } from "../plan/expression.js";

/** What a target's rules can name: the name of a table or column that does not match cannot be written. */
export interface NameRules {
  readonly table: RegExp;
  readonly column: RegExp;
}

/** Where a target states no rules: what has no line ends and other control characters. */
export const anyName: NameRules = { table: /^\P{Cc}+$/u, column: /^\P{Cc}+$/u };

/** Why a name cannot stand in a rule; `undefined` where it can. */
export function tableProblem(table: string, { table: rule }: NameRules): string | undefined {
  return rule.test(table) ? undefined : problemOf("table", table);
}

/** Why the first column of an expression that cannot stand in a rule cannot; `undefined` where all can. */
export function columnProblem(expression: ScalarExpression, { column: rule }: NameRules): string | undefined {
  let problem: string | undefined;
  walkExpression(expression, (part) => {
    if (part.kind === "column" && !rule.test(part.name)) problem ??= problemOf("column", part.name);
  });
  return problem;
}

function problemOf(what: string, name: string): string {
  return `${JSON.stringify(name)} cannot be written as the name of a ${what}`;
}
