import type { Span } from "../../source/source-text.js";
import type { ScalarExpression } from "../expression.js";
import type { Filter, LogicalPlan } from "../plan.js";
import { presentWhenTrue, withPresent } from "./rows.js";

/** Keeps the rows whose predicate is true; fields that it tests have a value afterwards. */
export function filter(input: LogicalPlan, predicate: ScalarExpression, span: Span): Filter {
  return {
    kind: "filter",
    input,
    predicate,
    row: withPresent(input.row, presentWhenTrue(predicate)),
    span,
  };
}
