import type { CommandNode, FieldPattern } from "../ast.js";

export interface AddtotalsCommand extends CommandNode<"addtotals"> {
  readonly row: boolean;
  readonly column: boolean;
  readonly fieldName: string;
  readonly labelField?: string;
  readonly label: string;
  /** Empty: every numeric field. */
  readonly fields: readonly FieldPattern[];
}
