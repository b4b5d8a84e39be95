import type { ValueType } from "../../../plan/row-type.js";
import type { Expression } from "../expression.js";

/** What stands for a value of the plan in a query. */
export interface RowValue {
  readonly expression: Expression;
  readonly type: ValueType;
  /** The target's own type of a column; absent for a computed value. */
  readonly column?: string;
  /** The value can be several. */
  readonly several: boolean;
  /** True where there always is one. */
  readonly present?: true;
  /** False where the target spells the value another way: good for results, not for tests. */
  readonly comparable?: false;
}
