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
