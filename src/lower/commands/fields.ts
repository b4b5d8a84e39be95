import type { FieldsCommand } from "../../../grammar/commands/fields.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { extend, literal, project } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { RowType } from "../../plan/row-type.js";
import { alwaysMissing } from "../../plan/type-of.js";
import type { LowerContext } from "../context.js";
import { expandNames } from "../expand-names.js";
import { scopeOf } from "../scope-of.js";

/**
 * `fields`: keeps columns, and the internal ones (`_time`, `_raw`) with them; `fields -` removes. A field that an event
 * loses is one that it does not have.
 */
export function lowerFields(
  command: FieldsCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { fields, mode, span } = command;
  const [only] = fields;
  if (mode === "keep" && fields.length === 1 && only?.name === "*") return input;
  const expanded = expandNames(fields, "fields", scopeOf(input.row, context), {
    internal: mode === "remove",
  });
  if (expanded === undefined) return undefined;
  const names = new Set(expanded.map(({ name }) => name));
  const listed = [...input.row.columns.keys()];
  if (mode === "keep") {
    const internal = listed.filter((name) => name.startsWith("_") && !isEmpty(name, input.row));
    const kept = [...names, ...internal.filter((name) => !names.has(name))];
    return kept.length > 0 ? project(input, kept, span) : nothingLeft(command, context);
  }
  if (names.size === 0) return input;
  if (input.row.open) {
    const columns = [...names].map((name) => ({ name, expression: literal(null, span), span }));
    return extend(input, columns, span);
  }
  const kept = listed.filter((name) => !names.has(name));
  return kept.length > 0 ? project(input, kept, span) : nothingLeft(command, context);
}

function isEmpty(name: string, row: RowType): boolean {
  return row.columns.get(name) === alwaysMissing;
}

function nothingLeft(command: FieldsCommand, context: LowerContext): undefined {
  context.report(lowerDiagnostics["no-column-left"](command.span, { command: "fields" }));
  return undefined;
}
