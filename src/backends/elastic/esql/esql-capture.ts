import { parsePcre } from "../../../regex/parse-pcre.js";
import { call, operation, text } from "../../shared/expression.js";
import { isAlwaysTaken } from "../../shared/regex/expression-of-capture.js";
import { regexForRe2 } from "../../shared/regex/translate-regex.js";
import type { RowValue } from "../../shared/rows/row-value.js";
import { refusal, type RowRefusal } from "../../shared/rows/rows-language.js";

/**
 * The text of a group of the first match. `REPLACE` takes Java's regular expressions: one that goes on from the first match to
 * the end of the text leaves nothing of a text that it matches, and the group in its place gives what the group took.
 * What is written for RE2 means the same there, with the flags for line ends (`d`) and letters (`u`), but for word
 * boundaries and named classes. A group that a match may leave out would give an empty text.
 *
 * https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/string-functions/replace
 * https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/util/regex/Pattern.html
 */
export function esqlCapture(input: RowValue, pattern: string, group: string): RowValue | RowRefusal {
  if (input.several) return refusal("a capture from several values");
  if (input.type !== "text") return refusal("a capture from a value that may be no text");
  const known = regexForRe2(pattern);
  if (!known.ok) return refusal(known.reason);
  const [wanted, ...others] = known.groups.filter(({ name }) => name === group);
  if (wanted === undefined || others.length > 0) return refusal(`not one group \`${group}\` in the pattern`);
  if (known.matchesEmpty) return refusal("a pattern that matches an empty text");
  if (!isAlwaysTaken(parsePcre(pattern).root, group, true))
    return refusal(`a match that leaves out the group \`${group}\``);
  const only = regexForRe2(pattern, { onlyGroups: [wanted.number] });
  if (!only.ok) return refusal(only.reason);
  if (/\\b/iu.test(only.text.replaceAll("\\\\", ""))) return refusal("a word boundary");
  if (only.text.includes("[:")) return refusal("a class of characters by its name");
  const whole = text(`(?du)^(?s:.*?)(?:${only.text})(?s:.*)\\z`, "pattern");
  const value = input.expression;
  const nothing = text("");
  const isMatch = operation(
    "and",
    operation("!=", value, nothing),
    operation("==", call("REPLACE", value, whole, nothing), nothing),
  );
  return {
    expression: call("CASE", isMatch, call("REPLACE", value, whole, text("$1"))),
    type: "text",
    several: false,
  };
}
