import type { CommandNode, EvalExpression, FieldName, SearchExpression, SpanArgument } from "../ast.js";

export interface TransactionCommand extends CommandNode<"transaction"> {
  readonly fields: readonly FieldName[];
  readonly maxSpan?: SpanArgument;
  readonly maxPause?: SpanArgument;
  readonly maxEvents: number;
  readonly startsWith?: TransactionFilter;
  readonly endsWith?: TransactionFilter;
  readonly connected: boolean;
  readonly keepOrphans: boolean;
  readonly keepEvicted: boolean;
  readonly mvList: boolean | readonly FieldName[];
  readonly options: readonly { readonly name: string; readonly value: string }[];
}

export type TransactionFilter =
  | { readonly kind: "search"; readonly expression: SearchExpression }
  | { readonly kind: "eval"; readonly expression: EvalExpression };
