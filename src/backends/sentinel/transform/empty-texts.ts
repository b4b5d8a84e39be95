import type { ScalarExpression } from "../../../plan/expression.js";
import { partsOf } from "../../../plan/expression-visitor.js";
import { mayBeEmpty } from "../../../plan/may-be-empty.js";
import type { LogicalPlan } from "../../../plan/plan.js";
import { typeOf } from "../../../plan/type-of.js";
import { inputsOf } from "../../../plan/visitor.js";
import type { Session } from "./session.js";

/** Whether a column may hold an empty text that the query computed. */
type MayBeEmpty = (column: string) => boolean;

/**
 * Refuses what tells a computed empty text from a missing value: to group by it, to ask whether it is there, and `!=`.
 * KQL has no null of type `string`, so a row with such a text would be left out: `target/unsupported`. Where the log
 * itself holds an empty text, a column of a table holds it as a missing one already.
 * https://learn.microsoft.com/en-us/kusto/query/scalar-data-types/null-values
 */
export function checkEmptyTexts(plan: LogicalPlan, session: Session): MayBeEmpty {
  const inputs = inputsOf(plan).map((input) => checkEmptyTexts(input, session));
  const before: MayBeEmpty = (column) => inputs.some((input) => input(column));
  switch (plan.kind) {
    case "filter":
      checkTests(plan.predicate, plan.input.row, before, session);
      return before;
    case "extend": {
      const set = new Map<string, boolean>();
      const now: MayBeEmpty = (column) => set.get(column) ?? before(column);
      for (const { name, expression } of plan.columns) set.set(name, mayBeEmpty(expression, now));
      return now;
    }
    case "rename": {
      const from = new Map(plan.columns.map((column) => [column.to, column.from]));
      return (column) => before(from.get(column) ?? column);
    }
    case "aggregate":
    case "window":
      for (const { name, expression, fill } of plan.keys)
        if (fill === undefined && isAmbiguous(expression, plan.input.row, before))
          refuse(`grouping by \`${name}\``, plan, session);
      return plan.kind === "window" ? before : () => false;
    default:
      return before;
  }
}

function checkTests(
  test: ScalarExpression,
  row: LogicalPlan["row"],
  before: MayBeEmpty,
  session: Session,
): void {
  const asks =
    (test.kind === "is-present" && isAmbiguous(test.value, row, before)) ||
    (test.kind === "compare" &&
      test.operator === "!=" &&
      [test.left, test.right].some((side) => isAmbiguous(side, row, before)));
  if (asks) refuse("a test that an empty text passes", test, session);
  for (const part of partsOf(test)) checkTests(part, row, before, session);
}

/** Whether an expression may give both: an empty text and nothing. */
function isAmbiguous(expression: ScalarExpression, row: LogicalPlan["row"], before: MayBeEmpty): boolean {
  return typeOf(expression, row).nullable && mayBeEmpty(expression, before);
}

function refuse(construct: string, { span }: Pick<LogicalPlan, "span">, session: Session): void {
  session.unsupported(
    construct,
    "the query may compute an empty text, which a `string` column cannot tell from a missing value",
    span,
  );
}
