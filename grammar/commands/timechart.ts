import type { Aggregate, CommandNode, FieldName, SpanArgument } from "../ast.js";

export interface TimechartCommand extends CommandNode<"timechart"> {
  readonly aggregates: readonly Aggregate[];
  readonly bucket?: SpanArgument;
  readonly bins?: number;
  readonly by?: FieldName;
  readonly limit: number;
  readonly useOther: boolean;
  readonly useNull: boolean;
  readonly continuous: boolean;
  readonly partial: boolean;
  readonly options: readonly { readonly name: string; readonly value: string }[];
}
