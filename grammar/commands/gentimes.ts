import type { CommandNode } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { otherOptions, row } from "../print.js";

/** Makes rows of time stamps. */
export interface GentimesCommand extends CommandNode<"gentimes"> {
  readonly options: readonly { readonly name: string; readonly value: string }[];
}

const options = ["start", "end", "increment"];

export const gentimesCommand: CommandDefinition<GentimesCommand> = {
  names: ["gentimes"],
  read: (body) => {
    const args = body.arguments();
    const settings = args.others(options);
    args.finish();
    return { ...body.node("gentimes"), options: settings };
  },
  print: ({ options: settings }) => row("gentimes", otherOptions(settings)),
};
