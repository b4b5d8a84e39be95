import type { CommandNode, FieldName, TextArgument } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { boolean, printOptions, readOptions, whole, type OptionsOf } from "../option-types.js";
import { printField, row } from "../print.js";

const options = {
  max_terms: whole(1000),
  use_disjunct: boolean(true),
  eventsonly: boolean(false),
};

/** Finds the events of a transaction type that belong to those a search finds. */
export interface SearchtxnCommand extends CommandNode<"searchtxn"> {
  readonly transaction: FieldName;
  readonly options: OptionsOf<typeof options>;
  /** The search, as written. */
  readonly search?: TextArgument;
}

export const searchtxnCommand: CommandDefinition<SearchtxnCommand> = {
  names: ["searchtxn"],
  read: (body) => {
    const args = body.arguments();
    const settings = readOptions(args, options);
    const transaction = args.fieldName("a transaction type");
    const search = args.rest();
    return {
      ...body.node("searchtxn"),
      transaction,
      options: settings,
      ...(search === undefined ? {} : { search }),
    };
  },
  print: ({ transaction, options: settings, search }) =>
    row("searchtxn", printField(transaction), printOptions(options, settings), search?.value),
};
