import type { ScalarExpression } from "../../plan/expression.js";

/**
 * Whether `+` between these joins them: one is a text that is no number, whatever a row holds, and the other can be one.
 * "Eval", "Operators": `+` takes two numbers or two strings, and what is concatenated is read as strings, regardless of
 * the value. What is known to be a number before any row is read makes a search with a text beside it invalid.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Eval
 */
export function joinsTexts(sides: readonly ScalarExpression[]): boolean {
  return sides.some(isNeverNumber) && sides.every(isDynamic);
}

/** A character that neither a decimal number nor a hexadecimal one, `inf`, `nan` or a suffix of them has. */
const ofNoNumber = /[^\w\s.+-]|[_ghjkmqrsvwz]/iu;

/** A text as it is written, or one put together with a character that no number has. */
function isNeverNumber(side: ScalarExpression): boolean {
  if (side.kind === "literal") return typeof side.value === "string";
  return (
    side.kind === "call" &&
    side.function === "concat" &&
    side.arguments.some(
      (part) => part.kind === "literal" && typeof part.value === "string" && ofNoNumber.test(part.value),
    )
  );
}

/** A text, or a value that gets its type from a row. */
function isDynamic(side: ScalarExpression): boolean {
  switch (side.kind) {
    case "field":
    case "column":
      return true;
    case "literal":
      return side.value === null || typeof side.value === "string";
    case "call":
      return side.type === "text" || side.type === "unknown";
    default:
      return false;
  }
}
