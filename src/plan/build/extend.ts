import type { Span } from "../../source/source-text.js";
import type { Extend, LogicalPlan, NamedExpression } from "../plan.js";
import { typeOf } from "../type-of.js";
import { withColumns } from "./rows.js";

/** Sets columns one after the other; a later one sees the earlier ones. */
export function extend(input: LogicalPlan, columns: readonly NamedExpression[], span: Span): Extend {
  const row = columns.reduce(
    (before, { name, expression }) => withColumns(before, [[name, typeOf(expression, before)]]),
    input.row,
  );
  return { kind: "extend", input, columns, row, span };
}
