import type { CommandNode, FieldName } from "../ast.js";

/** `top`, its alias `common`, and `rare`. */
export interface TopCommand extends CommandNode<"top"> {
  readonly order: "top" | "rare";
  /** 10 by default; 0 means without limit. */
  readonly limit: number;
  readonly fields: readonly FieldName[];
  readonly by: readonly FieldName[];
  readonly showCount: boolean;
  readonly showPercent: boolean;
  readonly countField: string;
  readonly percentField: string;
  readonly useOther: boolean;
  readonly otherText: string;
}
