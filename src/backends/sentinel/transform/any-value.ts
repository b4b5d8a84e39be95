import { call, operation, text, type Expression } from "../../shared/expression.js";
import type { KqlValue } from "./value.js";

/** Where in a value a text has to stand. */
export type Position = "whole" | "start" | "end" | "inside";

/**
 * The test that any value of an array has a text at a place. The array's JSON text is searched, where every value
 * stands between quotes; that is exact for a text without characters that JSON escapes or uses between values. Gives
 * `undefined` for other texts.
 */
export function anyValueHas(
  value: KqlValue,
  content: string,
  position: Position,
  caseSensitive: boolean,
): Expression | undefined {
  if (content === "" || /["\\,[\]{}:]|[^ -~]/.test(content)) return undefined;
  const before = position === "whole" || position === "start" ? '"' : "";
  const after = position === "whole" || position === "end" ? '"' : "";
  const operator = caseSensitive ? "contains_cs" : "contains";
  return operation(operator, call("tostring", value.expression), text(`${before}${content}${after}`));
}
