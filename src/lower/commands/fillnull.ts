import type { FillnullCommand } from "../../../grammar/commands/fillnull.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { call, extend, fieldReference, literal } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { columnOf } from "../../plan/row-type.js";
import { alwaysMissing } from "../../plan/type-of.js";
import type { LowerContext } from "../context.js";
import { hasWildcard, matchingNames } from "../wildcard-names.js";

/**
 * `fillnull`: a value where there is none. A named field that exists nowhere is created; without names every column is
 * filled, which asks for a row whose columns are known.
 */
export function lowerFillnull(
  command: FillnullCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { fields, span } = command;
  const wild = fields.find(({ pattern }) => hasWildcard(pattern));
  if (input.row.open && (fields.length === 0 || wild !== undefined)) {
    context.report(lowerDiagnostics["wildcard-over-events"](wild?.span ?? span, { construct: "fillnull" }));
    return undefined;
  }
  const names =
    fields.length === 0
      ? [...input.row.columns.keys()]
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

/** A text that is the usual spelling of a number is that number. */
function fillValue(text: string): string | number {
  return String(Number(text)) === text && Number.isFinite(Number(text)) ? Number(text) : text;
}
