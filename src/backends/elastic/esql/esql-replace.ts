import { regexForRe2 } from "../../shared/regex/translate-regex.js";
import { call, text } from "../../shared/expression.js";
import type { RowValue } from "../../shared/rows/row-value.js";
import { refusal, type RowRefusal } from "../../shared/rows/rows-language.js";

/**
 * `replace` of each match. `REPLACE` takes Java's regular expressions and replacements, in which `$` names a group where
 * the search has a backslash; what is written for RE2 means the same there, but for word boundaries and named classes.
 *
 * https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/string-functions/replace
 * https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/regex/Matcher.html#replaceAll(java.lang.String)
 */
export function esqlReplace(input: RowValue, pattern: string, replacement: string): RowValue | RowRefusal {
  if (input.several) return refusal("a replacement in several values");
  if (input.type !== "text") return refusal("a replacement in a value that may be no text");
  const known = regexForRe2(pattern);
  if (!known.ok) return refusal(known.reason);
  // What stands for `$` there takes a line feed at the end with it, which the search leaves.
  if (/\$/u.test(known.text.replace(/\\./gsu, "")))
    return refusal("a pattern that goes to the end of a text");
  if (known.matchesEmpty) return refusal("a pattern that matches an empty text");
  if (/\\b/iu.test(known.text.replaceAll("\\\\", ""))) return refusal("a word boundary");
  if (known.text.includes("[:")) return refusal("a class of characters by its name");
  if (/[\\$]/u.test(replacement.replaceAll("\\\\", "")))
    return refusal("a replacement with references to groups");
  const expression = call(
    "REPLACE",
    input.expression,
    text(`(?du)${known.text}`, "pattern"),
    text(replacement),
  );
  return { expression, type: "text", several: false };
}
