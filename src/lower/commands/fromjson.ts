import type { FromjsonCommand } from "../../../grammar/commands/fromjson.js";
import { call, literal } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { extractDemanded } from "../demand/extract-demanded.js";
import { lowerField } from "../expression/field.js";
import { scopeOf } from "../scope-of.js";

/** `fromjson`: the keys of a JSON object become fields, each with the prefix; those that later commands name. */
export function lowerFromjson(
  command: FromjsonCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { prefix, span } = command;
  const text = lowerField(command.field.name, command.field.span, scopeOf(input.row, context));
  if (text === undefined) return undefined;
  return extractDemanded(
    input,
    {
      text,
      bringsFamilies: false,
      value: (name) =>
        name.startsWith(prefix) && name.length > prefix.length
          ? call("json_extract_exact", [text, literal(name.slice(prefix.length), span)], input.row, span)
          : undefined,
    },
    command,
    context,
  );
}
