import type { CommandNode, FieldName, Pipeline } from "../ast.js";

export interface UnionCommand extends CommandNode<"union"> {
  readonly datasets: readonly UnionDataset[];
}

export type UnionDataset =
  | { readonly kind: "subsearch"; readonly pipeline: Pipeline }
  | { readonly kind: "named"; readonly type: string; readonly name: FieldName };
