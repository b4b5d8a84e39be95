import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { otherOptions, printFields, row } from "../print.js";

/** Finds rows that are unlike the others. */
export interface AnomalydetectionCommand extends CommandNode<"anomalydetection"> {
  readonly options: readonly { readonly name: string; readonly value: string }[];
  readonly fields: readonly FieldName[];
}

const options = ["method", "action", "pthresh", "cutoff", "fieldstats"];

export const anomalydetectionCommand: CommandDefinition<AnomalydetectionCommand> = {
  names: ["anomalydetection"],
  read: (body) => {
    const args = body.arguments();
    const settings = args.others(options);
    const fields = args.fieldNames();
    args.finish("a field or the end of the command");
    return { ...body.node("anomalydetection"), options: settings, fields };
  },
  print: ({ options: settings, fields }) =>
    row("anomalydetection", otherOptions(settings), printFields(fields)),
};
