import type { CommandNode, FieldName, TextArgument } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import type { Span } from "../../src/source/source-text.js";
import { printName, row, textOption } from "../print.js";

/** Names the range that a number falls into. */
export interface RangemapCommand extends CommandNode<"rangemap"> {
  readonly field: FieldName;
  readonly ranges: readonly NumberRange[];
  readonly default?: TextArgument;
}

export interface NumberRange {
  readonly name: string;
  readonly low: number;
  readonly high: number;
  readonly span: Span;
}

export const rangemapCommand: CommandDefinition<RangemapCommand> = {
  names: ["rangemap"],
  read: (body) => {
    const args = body.arguments();
    const field = args.field("field") ?? args.missing("`field=`");
    const absent = args.text("default");
    const ranges: NumberRange[] = [];
    for (let option = args.anyOptionHere(); option !== undefined; option = args.anyOptionHere()) {
      const { value } = args.textOf(option);
      const match = /^(-?\d+(?:\.\d+)?)-(-?\d+(?:\.\d+)?)$/.exec(value);
      if (match === null) return args.wrongValue(option, "a range such as `0-10`");
      ranges.push({
        name: option.name,
        low: Number(match[1]),
        high: Number(match[2]),
        span: args.spanOf(option),
      });
      args.takePunctuation(",");
    }
    args.finish("a range such as `low=0-10`");
    return { ...body.node("rangemap"), field, ranges, ...(absent === undefined ? {} : { default: absent }) };
  },
  print: (node) =>
    row(
      "rangemap",
      `field=${printName(node.field.name)}`,
      ...node.ranges.map(({ name, low, high }) => `${name}=${low}-${high}`),
      textOption("default", node.default),
    ),
};
