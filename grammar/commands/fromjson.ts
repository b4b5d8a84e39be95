import type { CommandNode, FieldName } from "../ast.js";

export interface FromjsonCommand extends CommandNode<"fromjson"> {
  readonly field: FieldName;
  readonly prefix: string;
}
