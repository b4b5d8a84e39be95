import type { CommandNode, FieldName } from "../ast.js";

export interface LookupCommand extends CommandNode<"lookup"> {
  readonly table: FieldName;
  /** Column of the table and the event field it is compared with. */
  readonly match: readonly { readonly column: FieldName; readonly field: FieldName }[];
  /** Absent: every other column of the table is written. */
  readonly output?: {
    readonly mode: "overwrite" | "keep-existing";
    readonly columns: readonly { readonly column: FieldName; readonly field: FieldName }[];
  };
  readonly local: boolean;
  readonly update: boolean;
  readonly eventTimeField?: FieldName;
}
