import type { AppendcolsCommand } from "../../../grammar/commands/appendcols.js";
import { extend, join, literal, project } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import type { LowerContext } from "../context.js";
import { isOneRow, isOneRowAtMost } from "../one-row.js";

/** The column by which the rows meet. */
const place = "_place";

/**
 * `appendcols`: row n gets the columns of row n of another search, those with a name that begins with `_` aside. A
 * column that the row has stays unless `override` is set. No page says what becomes of rows of the other search that
 * meet none, so both have to give one row.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Appendcols
 */
export function lowerAppendcols(
  command: AppendcolsCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { override, span } = command;
  const other = context.lowerPipeline(command.pipeline);
  if (other === undefined) return undefined;
  if (!isOneRow(input) || !isOneRowAtMost(other) || input.row.open !== false || other.row.open !== false) {
    context.report(lowerDiagnostics["rows-beside-rows"](span, {}));
    return undefined;
  }
  const added = [...other.row.columns.keys()].filter((name) => !name.startsWith("_"));
  const one = [{ name: place, expression: literal(1, span), span }];
  const joined = join(
    extend(input, one, span),
    project(extend(other, one, span), [place, ...added], span),
    { type: "left", keys: [{ left: place, right: place }], overwrite: override, caseSensitive: true },
    span,
  );
  const names = [...joined.row.columns.keys()].filter((name) => name !== place);
  return project(joined, names, span);
}
