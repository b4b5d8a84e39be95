import type { CommandNode } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { otherOptions, row } from "../print.js";

/** Counts the events of indexes. */
export interface EventcountCommand extends CommandNode<"eventcount"> {
  readonly options: readonly { readonly name: string; readonly value: string }[];
}

const options = [
  "index",
  "summarize",
  "report_size",
  "list_vix",
  "list_federated_remote",
  "splunk_server",
  "splunk_server_group",
];

export const eventcountCommand: CommandDefinition<EventcountCommand> = {
  names: ["eventcount"],
  read: (body) => {
    const args = body.arguments();
    const settings = args.others(options);
    args.finish();
    return { ...body.node("eventcount"), options: settings };
  },
  print: ({ options: settings }) => row("eventcount", otherOptions(settings)),
};
