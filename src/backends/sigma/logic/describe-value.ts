import type { ScalarExpression } from "../../../plan/expression.js";

/** A value as a message names it. */
export function describeValue(value: ScalarExpression): string {
  switch (value.kind) {
    case "field":
    case "column":
      return `\`${value.name}\``;
    case "call":
      return `\`${value.function}\``;
    case "literal":
      return `\`${String(value.value)}\``;
    case "case":
      return "a `case`";
    default:
      return "a condition";
  }
}
