import type { CommandNode, FieldName } from "../ast.js";
import type { ArgumentReader } from "../argument-reader.js";
import type { CommandDefinition } from "../command.js";
import { choice, field, printOptions, readOptions, whole, type OptionsOf } from "../option-types.js";
import { fieldOption, printField, row } from "../print.js";

const options = {
  algorithm: choice(["ll", "llt", "llp", "llp5", "llb", "bill"], "llp5"),
  correlate: field(),
  future_timespan: whole(5),
  holdback: whole(),
  period: whole(),
  suppress: field(),
};

/** Extends time series into the future. */
export interface PredictCommand extends CommandNode<"predict"> {
  readonly series: readonly PredictedSeries[];
}

/** Fields with the options behind them, which hold for these fields. */
export interface PredictedSeries {
  readonly options: OptionsOf<typeof options>;
  /** `upper95=high`: the field of a bound, and with what confidence in percent. */
  readonly bounds: readonly {
    readonly side: "upper" | "lower";
    readonly percent: number;
    readonly field: FieldName;
  }[];
  readonly fields: readonly { readonly field: FieldName; readonly alias?: FieldName }[];
}

export const predictCommand: CommandDefinition<PredictCommand> = {
  names: ["predict"],
  read: (body) => {
    const series = body.arguments().stretches().map(readSeries);
    return { ...body.node("predict"), series };
  },
  print: ({ series }) => row("predict", ...series.map(printSeries)),
};

function readSeries(args: ArgumentReader): PredictedSeries {
  const settings = readOptions(args, options);
  const bounds = args.optionsLike(/^(upper|lower)(\d{1,2})$/i).map(({ option, match }) => {
    const { value, span } = args.textOf(option);
    const side = match[1]?.toLowerCase() === "lower" ? ("lower" as const) : ("upper" as const);
    return { side, percent: Number(match[2]), field: { name: value, span } };
  });
  const fields = args.list(
    () => {
      const found = args.fieldName();
      const alias = args.take("as") === undefined ? undefined : args.fieldName("a new name");
      return { field: found, ...(alias === undefined ? {} : { alias }) };
    },
    () => args.seesName(),
    "a field",
  );
  args.finish("a field or the end of the command");
  return { options: settings, bounds, fields };
}

function printSeries(node: PredictedSeries): string {
  return row(
    ...node.fields.map((one) => row(printField(one.field), one.alias && `as ${printField(one.alias)}`)),
    printOptions(options, node.options),
    ...node.bounds.map(({ side, percent, field: bound }) => fieldOption(`${side}${percent}`, bound)),
  );
}
