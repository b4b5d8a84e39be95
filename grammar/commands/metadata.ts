import type { CommandNode } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { otherOptions, row } from "../print.js";

/** Lists the hosts, sources or source types of an index. */
export interface MetadataCommand extends CommandNode<"metadata"> {
  readonly options: readonly { readonly name: string; readonly value: string }[];
}

const options = ["type", "index", "splunk_server", "splunk_server_group", "datatype", "include_splunkd"];

export const metadataCommand: CommandDefinition<MetadataCommand> = {
  names: ["metadata"],
  read: (body) => {
    const args = body.arguments();
    const settings = args.others(options);
    args.finish();
    return { ...body.node("metadata"), options: settings };
  },
  print: ({ options: settings }) => row("metadata", otherOptions(settings)),
};
