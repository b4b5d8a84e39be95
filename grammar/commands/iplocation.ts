import type { CommandNode, FieldName } from "../ast.js";

export interface IplocationCommand extends CommandNode<"iplocation"> {
  readonly field: FieldName;
  readonly prefix: string;
  readonly allFields: boolean;
  readonly language?: string;
}
