import type { CommandNode, FieldName } from "../ast.js";

/** `| from datamodel:Endpoint.Processes`. */
export interface FromCommand extends CommandNode<"from"> {
  readonly type: "datamodel" | "savedsearch" | "inputlookup" | "lookup" | "index";
  readonly name: FieldName;
}
