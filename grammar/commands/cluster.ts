import type { CommandNode } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { otherOptions, row } from "../print.js";

/** Groups events by their likeness. */
export interface ClusterCommand extends CommandNode<"cluster"> {
  readonly options: readonly { readonly name: string; readonly value: string }[];
}

const options = ["t", "delims", "showcount", "countfield", "labelfield", "field", "labelonly", "match"];

export const clusterCommand: CommandDefinition<ClusterCommand> = {
  names: ["cluster"],
  read: (body) => {
    const args = body.arguments();
    const settings = args.others(options);
    args.finish();
    return { ...body.node("cluster"), options: settings };
  },
  print: ({ options: settings }) => row("cluster", otherOptions(settings)),
};
