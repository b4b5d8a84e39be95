import type { CommandDefinition } from "../command.js";
import { numberOption, printField, row } from "../print.js";
import type { CommandNode, FieldName } from "../ast.js";

export interface XmlkvCommand extends CommandNode<"xmlkv"> {
  /** `_raw` when absent; published detections name a field, although the documented grammar has none. */
  readonly field?: FieldName;
  readonly maxInputs?: number;
}

export const xmlkvCommand: CommandDefinition<XmlkvCommand> = {
  names: ["xmlkv"],
  read: (body) => {
    const args = body.arguments();
    const maxInputs = args.number("maxinputs");
    const field = args.seesName() ? args.fieldName() : undefined;
    args.finish();
    return {
      ...body.node("xmlkv"),
      ...(field === undefined ? {} : { field }),
      ...(maxInputs === undefined ? {} : { maxInputs }),
    };
  },
  print: ({ field, maxInputs }) =>
    row("xmlkv", numberOption("maxinputs", maxInputs), field && printField(field)),
};
