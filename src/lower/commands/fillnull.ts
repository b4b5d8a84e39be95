import type { FillnullCommand } from "../../../grammar/commands/fillnull.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { call, extend, fieldReference, literal } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { columnOf } from "../../plan/row-type.js";
import { alwaysMissing } from "../../plan/type-of.js";
import type { LowerContext } from "../context.js";
import { demandedFields } from "../demand/demanded-fields.js";
import { hasWildcard, matchingNames } from "../wildcard-names.js";

/**
 * `fillnull`: a value where there is none. A named field that exists nowhere is created; without names every column is
 * filled. Of events those fields are filled that the catalog lists for the source and that later commands name.
 */
export function lowerFillnull(
  command: FillnullCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { fields, span } = command;
  const wild = fields.find(({ pattern }) => hasWildcard(pattern));
  if (input.row.open && wild !== undefined) {
    context.report(lowerDiagnostics["wildcard-over-events"](wild.span, { construct: "fillnull" }));
    return undefined;
  }
  const names =
    fields.length === 0
      ? everyField(command, input, context)
      : fields.flatMap(({ name, pattern }) =>
          hasWildcard(pattern) ? matchingNames(pattern, input.row).map((match) => match.name) : [name],
        );
  const value = literal(fillValue(command.value?.value ?? "0"), command.value?.span ?? span);
  const columns = [...new Set(names)].flatMap((name) => {
    const column = columnOf(input.row, name);
    if (column?.nullable === false) return [];
    const expression =
      column === undefined || column === alwaysMissing
        ? value
        : call("coalesce", [fieldReference(name, span), value], input.row, span);
    return [{ name, expression, span }];
  });
  return columns.length === 0 ? input : extend(input, columns, span);
}

/**
 * Splunk fills the fields that some event of the run has. Which those are only the run shows; a field of the source is
 * taken to be among them, and a warning says so.
 */
function everyField(command: FillnullCommand, input: LogicalPlan, context: LowerContext): readonly string[] {
  const { row } = input;
  if (!row.open) return [...row.columns.keys()];
  const names = [...demandedFields(context.following)].filter(
    (name) => row.columns.get(name)?.nullable === true,
  );
  if (names.length > 0) context.report(lowerDiagnostics["fill-of-events"](command.span, { fields: names }));
  return names;
}

/** A text that is the usual spelling of a number is that number. */
function fillValue(text: string): string | number {
  return String(Number(text)) === text && Number.isFinite(Number(text)) ? Number(text) : text;
}
