import type { CommandDefinition } from "../command.js";
import { flag, printFields, row, wordOption } from "../print.js";
import type { CommandNode, FieldName } from "../ast.js";

/** `top`, its alias `common`, and `rare`. */
export interface TopCommand extends CommandNode<"top"> {
  readonly order: "top" | "rare";
  /** 10 by default; 0 means without limit. */
  readonly limit: number;
  readonly fields: readonly FieldName[];
  readonly by: readonly FieldName[];
  readonly showCount: boolean;
  readonly showPercent: boolean;
  readonly countField: string;
  readonly percentField: string;
  readonly useOther: boolean;
  readonly otherText: string;
}

export const topCommand: CommandDefinition<TopCommand> = {
  names: ["top", "common", "rare"],
  read: (body) => {
    const args = body.arguments();
    const limit = args.count("limit", args.wholeNumber() ?? 10);
    const options = {
      showCount: args.boolean("showcount", true),
      showPercent: args.boolean("showperc", true),
      countField: args.word("countfield") ?? "count",
      percentField: args.word("percentfield") ?? "percent",
      useOther: args.boolean("useother", false),
      otherText: args.word("otherstr") ?? "OTHER",
    };
    const fields = args.fieldNames("a field");
    const by = args.take("by") === undefined ? [] : args.fieldNames("a field");
    args.finish("a field, `BY` or the end of the command");
    const order = /rare$/i.test(body.name) ? "rare" : "top";
    return { ...body.node("top"), order, limit, fields, by, ...options };
  },
  print: (node) =>
    row(
      node.order,
      node.limit === 10 ? "" : `limit=${node.limit}`,
      flag("showcount", node.showCount, true),
      flag("showperc", node.showPercent, true),
      wordOption("countfield", node.countField, "count"),
      wordOption("percentfield", node.percentField, "percent"),
      flag("useother", node.useOther, false),
      wordOption("otherstr", node.otherText, "OTHER"),
      printFields(node.fields, ", "),
      node.by.length === 0 ? "" : `by ${printFields(node.by, ", ")}`,
    ),
};
