import { sigmaText } from "./escape.js";
import { test, type Logic } from "./logic.js";
import { sigmaRegex } from "./sigma-regex.js";
import type { ValueTest } from "./value-test.js";

/** A test of the text of the whole event as a keyword of Sigma; `undefined` where a keyword cannot ask that. */
export function keywordTest(asked: ValueTest): Logic | undefined {
  if (asked.kind === "regex") {
    const regex = sigmaRegex(asked.source, asked.ignoreCase);
    return regex.ok ? test("", regex.modifiers, regex.text) : undefined;
  }
  if (asked.kind !== "parts") return undefined;
  const { parts } = asked;
  const inner = parts.slice(1, -1);
  const isInside = parts[0]?.kind === "any" && parts.at(-1)?.kind === "any" && inner.length > 0;
  const heedsCase =
    asked.caseSensitive &&
    inner.some((part) => part.kind === "text" && part.text.toLowerCase() !== part.text.toUpperCase());
  return isInside ? test("", heedsCase ? ["cased"] : [], sigmaText(inner)) : undefined;
}
