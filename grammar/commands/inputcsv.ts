import type { CommandNode, FieldName, SearchExpression } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printSearchExpression } from "../print-search.js";
import { flag, numberOption, printField, row } from "../print.js";

/** The rows of a file. */
export interface InputcsvCommand extends CommandNode<"inputcsv"> {
  readonly file: FieldName;
  readonly where?: SearchExpression;
  readonly dispatch: boolean;
  readonly append: boolean;
  readonly strict: boolean;
  readonly events: boolean;
  readonly start: number;
  /** A thousand million by default, which is no limit. */
  readonly max: number;
}

const noLimit = 1_000_000_000;

export const inputcsvCommand: CommandDefinition<InputcsvCommand> = {
  names: ["inputcsv"],
  read: (body) => {
    const args = body.arguments({ search: { after: "where", until: [] } });
    const options = {
      dispatch: args.boolean("dispatch", false),
      append: args.boolean("append", false),
      strict: args.boolean("strict", false),
      events: args.boolean("events", false),
      start: args.count("start", 0),
      max: args.count("max", noLimit),
    };
    const file = args.fieldName("a file");
    const where = args.take("where") === undefined ? undefined : args.searchClause();
    args.finish("`WHERE` or the end of the command");
    return {
      ...body.node("inputcsv"),
      file,
      ...(where === undefined ? {} : { where }),
      ...options,
    };
  },
  print: (node) =>
    row(
      "inputcsv",
      flag("dispatch", node.dispatch, false),
      flag("append", node.append, false),
      flag("strict", node.strict, false),
      flag("events", node.events, false),
      numberOption("start", node.start, 0),
      numberOption("max", node.max, noLimit),
      printField(node.file),
      node.where && `where ${printSearchExpression(node.where)}`,
    ),
};
