import type { XyseriesCommand } from "../../../grammar/commands/xyseries.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { reshape } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { hasWildcard } from "../../plan/wildcard-names.js";
import { allOrNone } from "../all-or-none.js";
import { columnTitle } from "../chart/column-title.js";
import type { LowerContext } from "../context.js";
import { lowerField } from "../expression/field.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";

/**
 * `xyseries x y z`: a row for each value of one field, and in it a column for each value of another that has what the
 * third holds.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Xyseries
 */
export function lowerXyseries(
  command: XyseriesCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { fields, options, span } = command;
  if (options.grouped) return refuseOption(command, "grouped", context);
  const wild = fields.find(({ pattern }) => hasWildcard(pattern));
  if (wild !== undefined) {
    context.report(lowerDiagnostics["wildcard-name"](wild.span, { name: wild.name }));
    return undefined;
  }
  const found = allOrNone(fields, ({ name, span: place }) =>
    lowerField(name, place, scopeOf(input.row, context)),
  );
  const [row, names, ...cells] = found ?? [];
  if (row === undefined || names === undefined || cells.length === 0)
    return found === undefined ? undefined : refuseOption(command, "fewer than three fields", context);
  const title = columnTitle(options);
  if ((title === undefined) !== (cells.length === 1))
    return refuseOption(
      command,
      cells.length === 1
        ? "`sep` or `format` for one field"
        : "several fields and neither `sep` nor `format`",
      context,
    );
  return reshape(
    input,
    {
      kind: "pivot",
      row: row.name,
      names: names.name,
      cells: cells.map(({ name }) => ({ column: name })),
      ...(title === undefined ? {} : { title }),
      series: {},
    },
    span,
  );
}
