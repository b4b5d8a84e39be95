import type { CommandDefinition } from "../command.js";
import { printSearchExpression } from "../print-search.js";
import { flag, numberOption, printField, row } from "../print.js";
import type { CommandNode, FieldName, SearchExpression } from "../ast.js";

export interface InputlookupCommand extends CommandNode<"inputlookup"> {
  readonly table: FieldName;
  readonly where?: SearchExpression;
  readonly append: boolean;
  readonly strict: boolean;
  readonly start: number;
  /** A thousand million by default, which is no limit. */
  readonly max: number;
}

/** "inputlookup" in the Search Reference. */
export const noLimit = 1_000_000_000;

export const inputlookupCommand: CommandDefinition<InputlookupCommand> = {
  names: ["inputlookup"],
  read: (body) => {
    const args = body.arguments({ search: { after: "where", until: [] } });
    const options = {
      append: args.boolean("append", false),
      strict: args.boolean("strict", false),
      start: args.count("start", 0),
      max: args.count("max", noLimit),
    };
    const table = args.fieldName("a lookup");
    const where = args.take("where") === undefined ? undefined : args.searchClause();
    args.finish("`WHERE` or the end of the command");
    return {
      ...body.node("inputlookup"),
      table,
      ...(where === undefined ? {} : { where }),
      ...options,
    };
  },
  print: ({ table, where, append, strict, start, max }) =>
    row(
      "inputlookup",
      flag("append", append, false),
      flag("strict", strict, false),
      numberOption("start", start, 0),
      numberOption("max", max, noLimit),
      printField(table),
      where && `where ${printSearchExpression(where)}`,
    ),
};
