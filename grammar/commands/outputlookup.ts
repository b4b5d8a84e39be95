import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { fieldOption, flag, numberOption, printField, row, wordOption } from "../print.js";

/** Writes the rows into a lookup and passes them on: a side effect. */
export interface OutputlookupCommand extends CommandNode<"outputlookup"> {
  readonly table: FieldName;
  readonly append: boolean;
  readonly createEmpty: boolean;
  readonly overrideIfEmpty: boolean;
  readonly createInApp: boolean;
  readonly max?: number;
  readonly keyField?: FieldName;
  readonly createContext?: "app" | "user" | "system";
  readonly outputFormat: "splunk_sv_csv" | "splunk_mv_csv";
}

export const outputlookupCommand: CommandDefinition<OutputlookupCommand> = {
  names: ["outputlookup"],
  read: (body) => {
    const args = body.arguments();
    const options = {
      append: args.boolean("append", false),
      createEmpty: args.boolean("create_empty", true),
      overrideIfEmpty: args.boolean("override_if_empty", true),
      createInApp: args.boolean("createinapp", true),
    };
    const max = args.number("max");
    const keyField = args.field("key_field");
    const createContext = args.choice("create_context", ["app", "user", "system"]);
    const outputFormat = args.choice("output_format", ["splunk_sv_csv", "splunk_mv_csv"]) ?? "splunk_sv_csv";
    const table = args.fieldName("a lookup");
    args.finish();
    return {
      ...body.node("outputlookup"),
      table,
      ...options,
      ...(max === undefined ? {} : { max }),
      ...(keyField === undefined ? {} : { keyField }),
      ...(createContext === undefined ? {} : { createContext }),
      outputFormat,
    };
  },
  print: (node) =>
    row(
      "outputlookup",
      flag("append", node.append, false),
      flag("create_empty", node.createEmpty, true),
      flag("override_if_empty", node.overrideIfEmpty, true),
      flag("createinapp", node.createInApp, true),
      numberOption("max", node.max),
      fieldOption("key_field", node.keyField),
      wordOption("create_context", node.createContext),
      wordOption("output_format", node.outputFormat, "splunk_sv_csv"),
      printField(node.table),
    ),
};
