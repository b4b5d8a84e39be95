import type { CommandNode, FieldName, TextArgument } from "../ast.js";

export interface MakemvCommand extends CommandNode<"makemv"> {
  readonly field: FieldName;
  /** A space when neither is given. */
  readonly delim?: TextArgument;
  readonly tokenizer?: TextArgument;
  readonly allowEmpty: boolean;
  readonly setSv: boolean;
}
