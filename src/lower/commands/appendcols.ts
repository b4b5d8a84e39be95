import type { AppendcolsCommand } from "../../../grammar/commands/appendcols.js";
import { extend, join, literal, project, reshape, union } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { isOneRow, isOneRowAtMost } from "../one-row.js";

/** The column that tells which rows meet. */
const place = "_place";

/**
 * `appendcols`: row n gets the columns of row n of another search, those with a name that begins with `_` aside. A
 * column that the row has stays unless `override` is set. Where both searches have one row that is a join.
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
  const at = (plan: LogicalPlan, value: number) =>
    extend(plan, [{ name: place, expression: literal(value, span), span }], span);
  const known = input.row.open === false && other.row.open === false;
  if (!known || !isOneRow(input) || !isOneRowAtMost(other))
    return reshape(
      union([at(input, 1), at(other, 2)], span),
      { kind: "beside", side: place, overwrite: override },
      span,
    );
  const added = [...other.row.columns.keys()].filter((name) => !name.startsWith("_"));
  const joined = join(
    at(input, 1),
    project(at(other, 1), [place, ...added], span),
    { type: "left", keys: [{ left: place, right: place }], overwrite: override, caseSensitive: true },
    span,
  );
  const names = [...joined.row.columns.keys()].filter((name) => name !== place);
  return project(joined, names, span);
}
