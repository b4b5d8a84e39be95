import type { CommandNode, FieldName } from "../ast.js";

export interface ReturnCommand extends CommandNode<"return"> {
  /** 1 by default. */
  readonly count: number;
  /** `f` gives `f="v"`, `$f` the bare value, `a=f` gives `a="v"`. */
  readonly fields: readonly { readonly field: FieldName; readonly alias?: string; readonly bare: boolean }[];
}
