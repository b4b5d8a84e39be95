import type { Aggregate, CommandNode, FieldName } from "../ast.js";

export interface ChartCommand extends CommandNode<"chart"> {
  readonly aggregates: readonly Aggregate[];
  readonly over?: FieldName;
  readonly by?: FieldName;
  readonly limit: number;
  readonly useOther: boolean;
  readonly useNull: boolean;
  readonly options: readonly { readonly name: string; readonly value: string }[];
}
