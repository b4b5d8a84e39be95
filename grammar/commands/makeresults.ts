import type { CommandDefinition } from "../command.js";
import { flag, numberOption, otherOptions, row } from "../print.js";
import type { CommandNode } from "../ast.js";

export interface MakeresultsCommand extends CommandNode<"makeresults"> {
  readonly count: number;
  readonly annotate: boolean;
  readonly options: readonly { readonly name: string; readonly value: string }[];
}

const options = ["splunk_server", "splunk_server_group", "format", "data"];

export const makeresultsCommand: CommandDefinition<MakeresultsCommand> = {
  names: ["makeresults"],
  read: (body) => {
    const args = body.arguments();
    const count = args.count("count", 1);
    const annotate = args.boolean("annotate", false);
    const others = args.others(options);
    args.finish();
    return { ...body.node("makeresults"), count, annotate, options: others };
  },
  print: ({ count, annotate, options: others }) =>
    row(
      "makeresults",
      numberOption("count", count, 1),
      flag("annotate", annotate, false),
      otherOptions(others),
    ),
};
