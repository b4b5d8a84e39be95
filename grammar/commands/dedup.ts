import type { CommandDefinition } from "../command.js";
import { printSortKeys, readSortKeys } from "./sort.js";
import { flag, printName, row } from "../print.js";
import type { CommandNode, FieldName } from "../ast.js";
import type { SortKey } from "./sort.js";

export interface DedupCommand extends CommandNode<"dedup"> {
  /** How many rows of each combination are kept. */
  readonly count: number;
  readonly fields: readonly FieldName[];
  readonly keepEvents: boolean;
  readonly keepEmpty: boolean;
  readonly consecutive: boolean;
  readonly sortBy: readonly SortKey[];
}

export const dedupCommand: CommandDefinition<DedupCommand> = {
  names: ["dedup"],
  read: (body) => {
    const args = body.arguments();
    const keepEvents = args.boolean("keepevents", false);
    const keepEmpty = args.boolean("keepempty", false);
    const consecutive = args.boolean("consecutive", false);
    const count = args.wholeNumber() ?? 1;
    const fields = args.list(
      () => args.fieldName(),
      () => args.seesName() && !args.sees("sortby"),
      "a field",
    );
    const sortBy = args.take("sortby") === undefined ? [] : readSortKeys(args);
    args.finish("a field, `SORTBY` or the end of the command");
    return { ...body.node("dedup"), count, fields, keepEvents, keepEmpty, consecutive, sortBy };
  },
  print: ({ count, fields, keepEvents, keepEmpty, consecutive, sortBy }) =>
    row(
      "dedup",
      count === 1 ? "" : String(count),
      fields.map(({ name }) => printName(name, "sortby")).join(" "),
      flag("keepevents", keepEvents, false),
      flag("keepempty", keepEmpty, false),
      flag("consecutive", consecutive, false),
      sortBy.length === 0 ? "" : `sortby ${printSortKeys(sortBy)}`,
    ),
};
