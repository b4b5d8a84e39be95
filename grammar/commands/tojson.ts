import type { CommandNode, FieldPattern } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import type { ArgumentReader } from "../argument-reader.js";
import { wildcardPattern } from "../escapes.js";
import { flag, printField, row, wordOption } from "../print.js";

/** Writes fields of a row as one JSON object. */
export interface TojsonCommand extends CommandNode<"tojson"> {
  /** Empty: every field. */
  readonly fields: readonly { readonly type?: JsonType; readonly field: FieldPattern }[];
  readonly defaultType: JsonType;
  readonly fillNull: boolean;
  readonly includeInternal: boolean;
  readonly outputField: string;
}

const types = ["auto", "bool", "json", "none", "num", "str"] as const;
export type JsonType = (typeof types)[number];

export const tojsonCommand: CommandDefinition<TojsonCommand> = {
  names: ["tojson"],
  read: (body) => {
    const args = body.arguments();
    const options = {
      defaultType: args.choice("default_type", types) ?? "none",
      fillNull: args.boolean("fill_null", false),
      includeInternal: args.boolean("include_internal", false),
      outputField: args.word("output_field") ?? "_raw",
    };
    const fields = args.list(
      () => readField(args),
      () => args.seesName(),
    );
    args.finish("a field or the end of the command");
    return { ...body.node("tojson"), fields, ...options };
  },
  print: (node) =>
    row(
      "tojson",
      ...node.fields.map(({ type, field }) =>
        type === undefined ? printField(field) : `${type}(${printField(field)})`,
      ),
      wordOption("default_type", node.defaultType, "none"),
      flag("fill_null", node.fillNull, false),
      flag("include_internal", node.includeInternal, false),
      wordOption("output_field", node.outputField, "_raw"),
    ),
};

function readField(args: ArgumentReader): TojsonCommand["fields"][number] {
  const type = args.seesCall() ? types.find((one) => args.sees(one)) : undefined;
  if (type === undefined) return { field: args.fieldPattern() };
  const span = args.spanOf(args.plainName("a type"));
  args.expectPunctuation("(");
  const every = args.seesPunctuation(")");
  const field = every ? { pattern: wildcardPattern("*"), name: "*", span } : args.fieldPattern();
  args.expectPunctuation(")");
  return { type, field };
}
