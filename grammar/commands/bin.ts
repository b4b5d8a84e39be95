import type { CommandDefinition } from "../command.js";
import { numberOption, option, printField, row, textOption } from "../print.js";
import { printSpan } from "../span-argument.js";
import type { CommandNode, FieldName, SpanArgument, TextArgument } from "../ast.js";

/** `bin`, `bucket` and `discretize` are one command. */
export interface BinCommand extends CommandNode<"bin"> {
  readonly field: FieldName;
  readonly alias?: FieldName;
  readonly bucket?: SpanArgument;
  /** `span=log2` and the like, kept as text. */
  readonly logSpan?: TextArgument;
  readonly bins?: number;
  readonly minspan?: SpanArgument;
  readonly start?: number;
  readonly end?: number;
  readonly aligntime?: TextArgument;
}

export const binCommand: CommandDefinition<BinCommand> = {
  names: ["bin", "bucket", "discretize"],
  read: (body) => {
    const args = body.arguments();
    const bins = args.number("bins");
    const minspan = args.span("minspan");
    const start = args.number("start");
    const end = args.number("end");
    const aligntime = args.text("aligntime");
    const spanOption = args.option("span");
    const written = spanOption && args.textOf(spanOption);
    const logSpan = written && /^\d*(?:\.\d+)?c?log\d*(?:\.\d+)?$/i.test(written.value) ? written : undefined;
    const bucket = spanOption && logSpan === undefined ? args.spanOption(spanOption) : undefined;
    const field = args.fieldName();
    const alias = args.take("as") === undefined ? undefined : args.fieldName();
    args.finish("`AS` or the end of the command");
    return {
      ...body.node("bin"),
      field,
      ...(alias === undefined ? {} : { alias }),
      ...(bucket === undefined ? {} : { bucket }),
      ...(logSpan === undefined ? {} : { logSpan }),
      ...(bins === undefined ? {} : { bins }),
      ...(minspan === undefined ? {} : { minspan }),
      ...(start === undefined ? {} : { start }),
      ...(end === undefined ? {} : { end }),
      ...(aligntime === undefined ? {} : { aligntime }),
    };
  },
  print: (node) =>
    row(
      "bin",
      numberOption("bins", node.bins),
      node.minspan && option("minspan", printSpan(node.minspan)),
      node.bucket && option("span", printSpan(node.bucket)),
      textOption("span", node.logSpan),
      numberOption("start", node.start),
      numberOption("end", node.end),
      textOption("aligntime", node.aligntime),
      printField(node.field),
      node.alias && `as ${printField(node.alias)}`,
    ),
};
