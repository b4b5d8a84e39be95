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
