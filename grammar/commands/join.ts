import type { CommandNode, FieldName, Pipeline } from "../ast.js";

export interface JoinCommand extends CommandNode<"join"> {
  readonly type: "inner" | "left";
  /** Empty: all fields the two sides share. */
  readonly fields: readonly FieldName[];
  /** `left=L right=R where L.a=R.b`. */
  readonly aliases?: {
    readonly left: FieldName;
    readonly right: FieldName;
    readonly conditions: readonly { readonly left: FieldName; readonly right: FieldName }[];
  };
  /** 1 by default; 0 means every match. */
  readonly max: number;
  readonly overwrite: boolean;
  readonly useTime: boolean;
  readonly earlier: boolean;
  readonly pipeline: Pipeline;
}
