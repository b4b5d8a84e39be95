import type { CommandDefinition } from "../command.js";
import type { ArgumentReader } from "../argument-reader.js";
import { printDataset, readDataset, seesNamedDataset, type Dataset } from "../dataset.js";
import { fieldOption, flag, numberOption, printFields, row } from "../print.js";
import type { CommandNode, FieldName } from "../ast.js";

export interface JoinCommand extends CommandNode<"join"> {
  readonly type: "inner" | "left";
  /** Empty: all fields the two sides share. */
  readonly fields: readonly FieldName[];
  /** `left=L right=R where L.a=R.b`. */
  readonly aliases?: {
    readonly left: FieldName;
    readonly right: FieldName;
    readonly conditions: readonly { readonly left: FieldName; readonly right: FieldName }[];
  };
  /** 1 by default; 0 means every match. */
  readonly max: number;
  readonly overwrite: boolean;
  readonly useTime: boolean;
  readonly earlier: boolean;
  readonly returnMultivalue: boolean;
  readonly dataset: Dataset;
}

export const joinCommand: CommandDefinition<JoinCommand> = {
  names: ["join"],
  read: (body) => {
    const args = body.arguments();
    const type = args.choice("type", ["inner", "left", "outer"]) ?? "inner";
    const options = {
      max: args.count("max", 1),
      overwrite: args.boolean("overwrite", true),
      useTime: args.boolean("usetime", false),
      earlier: args.boolean("earlier", true),
      returnMultivalue: args.boolean("return_multivalue", false),
    };
    const left = args.field("left");
    const right = args.field("right");
    const fields = args.list(
      () => args.fieldName(),
      () => args.seesName() && !seesNamedDataset(args),
    );
    const aliases = left && right && { left, right, conditions: readConditions(args) };
    if ((left === undefined) !== (right === undefined)) {
      args.reportUnknownOptions();
      args.missing("both `left=` and `right=`");
    }
    const dataset = readDataset(args);
    args.finish();
    return {
      ...body.node("join"),
      type: type === "outer" ? "left" : type,
      fields,
      ...(aliases === undefined ? {} : { aliases }),
      ...options,
      dataset,
    };
  },
  print: ({ type, fields, aliases, max, overwrite, useTime, earlier, returnMultivalue, dataset }) =>
    row(
      "join",
      type === "left" ? "type=left" : "",
      numberOption("max", max, 1),
      flag("overwrite", overwrite, true),
      flag("usetime", useTime, false),
      flag("earlier", earlier, true),
      flag("return_multivalue", returnMultivalue, false),
      fieldOption("left", aliases?.left),
      fieldOption("right", aliases?.right),
      printFields(fields, ", "),
      aliases && `where ${aliases.conditions.map((one) => `${one.left.name}=${one.right.name}`).join(" ")}`,
      printDataset(dataset),
    ),
};

/** `where L.a=R.b L.c=R.d`. */
function readConditions(args: ArgumentReader): { readonly left: FieldName; readonly right: FieldName }[] {
  args.expect("where");
  const conditions: { readonly left: FieldName; readonly right: FieldName }[] = [];
  for (let option = args.anyOptionHere(); option !== undefined; option = args.anyOptionHere()) {
    const { value, span } = args.textOf(option);
    const left = { name: option.name, span: args.spanOf({ start: option.start, end: option.nameEnd }) };
    conditions.push({ left, right: { name: value, span } });
    args.take("and");
  }
  return conditions.length === 0 ? args.unexpected("a condition such as `L.id=R.id`") : conditions;
}
