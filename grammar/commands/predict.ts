import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { otherOptions, printFields, row } from "../print.js";

/** Extends time series into the future. */
export interface PredictCommand extends CommandNode<"predict"> {
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly fields: readonly FieldName[];
}

const options = [
  "algorithm",
  "correlate",
  "future_timespan",
  "holdback",
  "period",
  "suppress",
  "upper95",
  "lower95",
  "upper",
  "lower",
];

export const predictCommand: CommandDefinition<PredictCommand> = {
  names: ["predict"],
  read: (body) => {
    const args = body.arguments();
    const settings = args.others(options);
    const fields = args.fieldNames("a field");
    args.finish("a field or the end of the command");
    return { ...body.node("predict"), options: settings, fields };
  },
  print: ({ options: settings, fields }) => row("predict", otherOptions(settings), printFields(fields)),
};
