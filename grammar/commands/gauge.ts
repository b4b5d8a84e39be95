import type { CommandNode, TextArgument } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printText, row } from "../print.js";

/** Lays out a value and its ranges for a gauge. */
export interface GaugeCommand extends CommandNode<"gauge"> {
  /** The value, then the ends of the ranges: numbers or fields. */
  readonly values: readonly TextArgument[];
}

export const gaugeCommand: CommandDefinition<GaugeCommand> = {
  names: ["gauge"],
  read: (body) => {
    const args = body.arguments();
    const values = args.list(
      () => args.textValue("a number or a field"),
      () => args.seesName(),
      "a number or a field",
    );
    args.finish("a number, a field or the end of the command");
    return { ...body.node("gauge"), values };
  },
  print: ({ values }) => row("gauge", ...values.map(printText)),
};
