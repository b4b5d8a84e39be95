import type { CommandDefinition } from "../command.js";
import type { ArgumentReader } from "../argument-reader.js";
import { wildcardPattern } from "../escapes.js";
import { didYouMean } from "../suggest.js";
import { parseDiagnostics } from "../../src/diagnostics/codes/parse.js";
import { printField, row, textOption } from "../print.js";
import type { CommandNode, FieldPattern, TextArgument } from "../ast.js";
import type { Span } from "../../src/source/source-text.js";

export interface ConvertCommand extends CommandNode<"convert"> {
  readonly timeFormat?: TextArgument;
  readonly conversions: readonly Conversion[];
}

export interface Conversion {
  readonly function: ConvertFunction;
  readonly field: FieldPattern;
  readonly alias?: FieldPattern;
  readonly span: Span;
}

export type ConvertFunction =
  "auto" | "num" | "ctime" | "mktime" | "dur2sec" | "mstime" | "memk" | "rmcomma" | "rmunit" | "none";

const functions: readonly ConvertFunction[] = [
  "auto",
  "num",
  "ctime",
  "mktime",
  "dur2sec",
  "mstime",
  "memk",
  "rmcomma",
  "rmunit",
  "none",
];

export const convertCommand: CommandDefinition<ConvertCommand> = {
  names: ["convert"],
  read: (body) => {
    const args = body.arguments();
    const timeFormat = args.text("timeformat");
    const conversions = args.list(
      () => readConversion(args),
      () => args.seesName(),
      "a conversion such as `ctime(_time)`",
    );
    args.finish("a conversion or the end of the command");
    return { ...body.node("convert"), ...(timeFormat === undefined ? {} : { timeFormat }), conversions };
  },
  print: ({ timeFormat, conversions }) =>
    row(
      "convert",
      textOption("timeformat", timeFormat),
      conversions
        .map(({ function: name, field, alias }) =>
          row(`${name}(${printField(field)})`, alias && `as ${printField(alias)}`),
        )
        .join(", "),
    ),
};

/** Every field where none is named; `auto` needs no parentheses then ("convert" in the Search Reference). */
function readConverted(args: ArgumentReader, name: ConvertFunction, span: Span): FieldPattern {
  const every: FieldPattern = { pattern: wildcardPattern("*"), name: "*", span };
  if (name === "auto" && !args.seesPunctuation("(")) return every;
  args.expectPunctuation("(");
  const field = args.seesPunctuation(")") ? every : args.fieldPattern();
  args.expectPunctuation(")");
  return field;
}

function readConversion(args: ArgumentReader): Conversion {
  const word = args.plainName("a conversion");
  const name = functions.find((one) => one === word.text.toLowerCase());
  if (name === undefined) {
    const help = didYouMean(word.text, functions);
    const parameters = { found: `\`${word.text}\``, expected: "a conversion such as `ctime`" };
    return args.refuse(parseDiagnostics.unexpected(args.spanOf(word), parameters, { help }));
  }
  const field = readConverted(args, name, args.spanOf(word));
  const alias = args.take("as") === undefined ? undefined : args.fieldPattern("a new name");
  return {
    function: name,
    field,
    ...(alias === undefined ? {} : { alias }),
    span: args.spanOf({ start: word.start, end: args.position }),
  };
}
