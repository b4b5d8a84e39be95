import type { XmlkvCommand } from "../../../grammar/commands/xmlkv.js";
import { call, literal } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { extractDemanded } from "../demand/extract-demanded.js";
import { lowerField } from "../expression/field.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";

/** `xmlkv`: the `<name>value</name>` pairs of a text become fields; those that later commands name are taken. */
export function lowerXmlkv(
  command: XmlkvCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { span } = command;
  if (command.maxInputs !== undefined) return refuseOption(command, "maxinputs", context);
  const text = lowerField(
    command.field?.name ?? "_raw",
    command.field?.span ?? command.keyword,
    scopeOf(input.row, context),
  );
  if (text === undefined) return undefined;
  return extractDemanded(
    input,
    {
      text,
      bringsFamilies: true,
      value: (name) => call("xml_value", [text, literal(name, span)], input.row, span),
    },
    command,
    context,
  );
}
