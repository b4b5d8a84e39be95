import type { CommandDefinition } from "../command.js";
import type { ArgumentReader } from "../argument-reader.js";
import { fieldOption, flag, printField, row } from "../print.js";
import type { CommandNode, FieldName } from "../ast.js";

export interface LookupCommand extends CommandNode<"lookup"> {
  readonly table: FieldName;
  /** Column of the table and the event field it is compared with. */
  readonly match: readonly { readonly column: FieldName; readonly field: FieldName }[];
  /** Absent: every other column of the table is written. */
  readonly output?: {
    readonly mode: "overwrite" | "keep-existing";
    readonly columns: readonly { readonly column: FieldName; readonly field: FieldName }[];
  };
  readonly local: boolean;
  readonly update: boolean;
  readonly eventTimeField?: FieldName;
}

export const lookupCommand: CommandDefinition<LookupCommand> = {
  names: ["lookup"],
  read: (body) => {
    const args = body.arguments();
    const local = args.boolean("local", false);
    const update = args.boolean("update", false);
    const eventTimeField = args.field("event_time_field");
    const table = args.fieldName("a lookup");
    const match = readColumns(args);
    const output = readOutput(args);
    args.finish("a field, `OUTPUT`, `OUTPUTNEW` or the end of the command");
    return {
      ...body.node("lookup"),
      table,
      match,
      ...(output === undefined ? {} : { output }),
      local,
      update,
      ...(eventTimeField === undefined ? {} : { eventTimeField }),
    };
  },
  print: ({ table, match, output, local, update, eventTimeField }) =>
    row(
      "lookup",
      flag("local", local, false),
      flag("update", update, false),
      fieldOption("event_time_field", eventTimeField),
      printField(table),
      printColumns(match),
      output && row(output.mode === "overwrite" ? "OUTPUT" : "OUTPUTNEW", printColumns(output.columns)),
    ),
};

type Columns = LookupCommand["match"];

function readColumns(args: ArgumentReader): Columns {
  return args.list(
    () => {
      const column = args.fieldName();
      return { column, field: args.take("as") === undefined ? column : args.fieldName() };
    },
    () => args.seesName(),
    "a field of the lookup",
  );
}

function readOutput(args: ArgumentReader): LookupCommand["output"] {
  const keyword = args.take("output", "outputnew");
  if (keyword === undefined) return undefined;
  const mode = keyword.text.toLowerCase() === "output" ? "overwrite" : "keep-existing";
  return { mode, columns: readColumns(args) };
}

function printColumns(columns: Columns): string {
  return columns
    .map(({ column, field }) =>
      column.name === field.name ? printField(column) : `${printField(column)} as ${printField(field)}`,
    )
    .join(", ");
}
