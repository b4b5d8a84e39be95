import { call, number, operation, text, type Expression } from "../../shared/expression.js";
import { verbatim } from "./convert.js";
import type { Scope } from "./scope.js";
import type { KqlValue } from "./value.js";

/** Where in a value a text has to stand. */
export type Position = "whole" | "start" | "end" | "inside";

/**
 * The test that any value of an array has a text at a place. The array's JSON text is searched, where every value
 * stands between quotes and a quote inside one comes with a backslash; that is exact for a text without characters
 * that JSON escapes or uses between values, and that cannot be the end of an escape. Gives `undefined` for other texts.
 */
export function anyValueHas(
  value: KqlValue,
  content: string,
  position: Position,
  caseSensitive: boolean,
): Expression | undefined {
  if (content === "" || /["\\/,[\]{}:]|[^ -~]/.test(content)) return undefined;
  const json = call("tostring", value.expression);
  if (position === "end" || position === "inside") {
    if (/^[0-9a-fnrtu]/i.test(content)) return undefined;
    const operator = caseSensitive ? "contains_cs" : "contains";
    return operation(operator, json, text(position === "end" ? `${content}"` : content));
  }
  const flags = caseSensitive ? "" : "(?i)";
  const end = position === "whole" ? '"' : "";
  const quoted = content.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
  return operation("matches regex", json, verbatim(`${flags}[\\[,]"${quoted}${end}`));
}

/** The test that any value of an array passes, asked in a stage of its own; `undefined` where none can stand. */
export function anyElement(
  value: KqlValue,
  { staging }: Scope,
  test: (element: KqlValue) => Expression,
): Expression | undefined {
  if (staging === undefined) return undefined;
  const found = staging.aggregate(value, "matching_values", (element) => call("countif", test(element)));
  return operation(">", found, number(0));
}
