import type { CommandNode, FieldName } from "../ast.js";

export interface DatamodelCommand extends CommandNode<"datamodel"> {
  readonly model?: FieldName;
  readonly dataset?: FieldName;
  readonly mode?: "search" | "flat" | "acceleration_search";
  readonly summariesOnly: boolean;
  readonly allowOldSummaries: boolean;
  readonly strictFields: boolean;
}
