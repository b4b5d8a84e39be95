import { call, number, text } from "../../shared/expression.js";
import { regexForRe2 } from "../../shared/regex/translate-regex.js";
import type { RowValue } from "../../shared/rows/row-value.js";
import { refusal, type RowRefusal } from "../../shared/rows/rows-language.js";

/**
 * The text of a group of the first match: `arrayindex(regextract(f, "…"), 0)`. `regextract` gives what the one group of
 * its pattern took, so that the other groups lose their captures.
 */
export function xqlCapture(input: RowValue, pattern: string, group: string): RowValue | RowRefusal {
  if (input.several) return refusal("a capture from several values");
  const translated = regexForRe2(pattern, {});
  if (!translated.ok) return refusal(translated.reason);
  const wanted = translated.groups.findIndex((item) => item.name === group || String(item.number) === group);
  if (wanted === -1) return refusal(`the pattern has no group \`${group}\``);
  return {
    expression: call(
      "arrayindex",
      call("regextract", input.expression, text(onlyGroup(translated.text, wanted), "regex")),
      number(0),
    ),
    type: "text",
    several: false,
  };
}

/** An RE2 pattern in which only the group of that index captures. */
function onlyGroup(pattern: string, index: number): string {
  let group = -1;
  let inClass = false;
  return pattern.replace(/\\.|\[\^?\]?|\]|\((?!\?)/gsu, (piece) => {
    if (piece.startsWith("[") && !inClass) inClass = true;
    else if (piece === "]") inClass = false;
    else if (piece === "(" && !inClass) {
      group += 1;
      return group === index ? piece : "(?:";
    }
    return piece;
  });
}
