import type { TableCommand } from "../../../grammar/commands/table.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { project } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { expandNames } from "../expand-names.js";
import { scopeOf } from "../scope-of.js";

/** `table`: exactly these columns, in this order. */
export function lowerTable(
  command: TableCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const [only] = command.fields;
  if (command.fields.length === 1 && only?.name === "*") return input;
  const names = expandNames(command.fields, "table", scopeOf(input.row, context), { internal: false });
  if (names === undefined) return undefined;
  if (names.length > 0)
    return project(
      input,
      names.map(({ name }) => name),
      command.span,
    );
  context.report(lowerDiagnostics["no-column-left"](command.span, { command: "table" }));
  return undefined;
}
