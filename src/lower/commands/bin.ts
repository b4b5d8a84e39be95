import type { BinCommand } from "../../../grammar/commands/bin.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { extend } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { bucketOf } from "../bucket.js";
import type { LowerContext } from "../context.js";
import { lowerField } from "../expression/field.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";

/** `bin`: puts the start of its bucket in place of a value. Without `span` the width depends on the data. */
export function lowerBin(
  command: BinCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { field, bucket, span } = command;
  const scope = scopeOf(input.row, context);
  if (command.logSpan !== undefined) return refuseOption(command, "span=log", context);
  if (command.start !== undefined) return refuseOption(command, "start", context);
  if (command.end !== undefined) return refuseOption(command, "end", context);
  if (command.aligntime !== undefined) return refuseOption(command, "aligntime", context);
  if (bucket === undefined) {
    context.report(lowerDiagnostics["automatic-span"](span, { command: "bin" }));
    return undefined;
  }
  const reference = lowerField(field.name, field.span, scope);
  const expression = reference === undefined ? undefined : bucketOf(reference, bucket, scope);
  return expression === undefined
    ? undefined
    : extend(input, [{ name: command.alias?.name ?? field.name, expression, span }], span);
}
