import type { SpathCommand } from "../../../grammar/commands/spath.js";
import { call, extend, fieldReference, literal } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { extractDemanded } from "../demand/extract-demanded.js";
import { lowerField } from "../expression/field.js";
import { scopeOf } from "../scope-of.js";

/** `spath`: one path of a JSON or XML text, or without a path those fields that later commands name. */
export function lowerSpath(
  command: SpathCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { path, span } = command;
  const text = lowerField(
    command.input?.name ?? "_raw",
    command.input?.span ?? command.keyword,
    scopeOf(input.row, context),
  );
  if (text === undefined) return undefined;
  if (path === undefined)
    return extractDemanded(
      input,
      {
        text,
        bringsFamilies: true,
        value: (name) => call("spath", [text, literal(name, span)], input.row, span),
      },
      command,
      context,
    );
  const name = command.output?.name ?? path.value;
  const found = call("spath", [text, literal(path.value, path.span)], input.row, span);
  const expression = input.row.columns.has(name)
    ? call("coalesce", [found, fieldReference(name, span)], input.row, span)
    : found;
  return extend(input, [{ name, expression, span }], span);
}
