import type { Span } from "../../src/source/source-text.js";
import type { ArgumentReader } from "../argument-reader.js";
import type { CommandNode, FieldName } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { printField, row } from "../print.js";

/** Moving averages over the rows before each row. */
export interface TrendlineCommand extends CommandNode<"trendline"> {
  readonly trends: readonly Trend[];
}

export interface Trend {
  readonly type: "sma" | "ema" | "wma";
  /** Over how many rows. */
  readonly period: number;
  readonly field: FieldName;
  readonly alias?: FieldName;
  readonly span: Span;
}

export const trendlineCommand: CommandDefinition<TrendlineCommand> = {
  names: ["trendline"],
  read: (body) => {
    const args = body.arguments();
    const trends = args.list(
      () => readTrend(args),
      () => args.seesName(),
      "a trend such as `sma5(count)`",
    );
    args.finish("a trend or the end of the command");
    return { ...body.node("trendline"), trends };
  },
  print: ({ trends }) =>
    row(
      "trendline",
      ...trends.map(({ type, period, field, alias }) =>
        row(`${type}${period}(${printField(field)})`, alias && `as ${printField(alias)}`),
      ),
    ),
};

function readTrend(args: ArgumentReader): Trend {
  const head = args.peek();
  const match = head?.kind === "word" ? /^(sma|ema|wma)(\d+)$/i.exec(head.text) : null;
  if (head === undefined || match === null) return args.unexpected("a trend such as `sma5(count)`");
  const type = trendType(match[1] ?? "");
  args.plainName("a trend");
  args.expectPunctuation("(");
  const field = args.fieldName();
  args.expectPunctuation(")");
  const alias = args.take("as") === undefined ? undefined : args.fieldName("a new name");
  return {
    type,
    period: Number(match[2]),
    field,
    ...(alias === undefined ? {} : { alias }),
    span: args.spanOf({ start: head.start, end: args.position }),
  };
}

function trendType(name: string): Trend["type"] {
  const lower = name.toLowerCase();
  return lower === "ema" || lower === "wma" ? lower : "sma";
}
