import type { CommandDefinition } from "../command.js";
import { choice, word, printOptions, readOptions, type OptionsOf } from "../option-types.js";
import { flag, numberOption, row } from "../print.js";
import type { CommandNode } from "../ast.js";

export const makeresultsOptions = {
  splunk_server: word("local"),
  splunk_server_group: word(),
  format: choice(["csv", "json"]),
  data: word(),
};

export interface MakeresultsCommand extends CommandNode<"makeresults"> {
  readonly count: number;
  readonly annotate: boolean;
  readonly options: OptionsOf<typeof makeresultsOptions>;
}

export const makeresultsCommand: CommandDefinition<MakeresultsCommand> = {
  names: ["makeresults"],
  read: (body) => {
    const args = body.arguments();
    const count = args.count("count", 1);
    const annotate = args.boolean("annotate", false);
    const others = readOptions(args, makeresultsOptions);
    args.finish();
    return { ...body.node("makeresults"), count, annotate, options: others };
  },
  print: ({ count, annotate, options: others }) =>
    row(
      "makeresults",
      numberOption("count", count, 1),
      flag("annotate", annotate, false),
      printOptions(makeresultsOptions, others),
    ),
};
