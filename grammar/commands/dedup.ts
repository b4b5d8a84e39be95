import type { CommandNode, FieldName } from "../ast.js";
import type { SortKey } from "./sort.js";

export interface DedupCommand extends CommandNode<"dedup"> {
  /** How many rows of each combination are kept. */
  readonly count: number;
  readonly fields: readonly FieldName[];
  readonly keepEvents: boolean;
  readonly keepEmpty: boolean;
  readonly consecutive: boolean;
  readonly sortBy: readonly SortKey[];
}
