import type { CommandNode, FieldName, SearchExpression } from "../ast.js";

export interface InputlookupCommand extends CommandNode<"inputlookup"> {
  readonly table: FieldName;
  readonly where?: SearchExpression;
  readonly append: boolean;
  readonly strict: boolean;
  readonly start: number;
  readonly max?: number;
}
