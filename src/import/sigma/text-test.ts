import type { LikePattern } from "../../plan/expression.js";
import type { Span } from "../../source/source-text.js";
import type { Logic } from "./logic.js";
import { mergeParts, plainText } from "./parts.js";

/** A text of digits and points with a length behind it is a network in a search. */
const looksLikeNetwork = /^[\da-f.:]+\/\d+$/i;

/**
 * The whole value against a text with wildcards. What a search cannot say of a value becomes a regular expression: one
 * character of any kind, a literal `*`, and a text that it would take for a network. `one`: such a character as a regular
 * expression.
 */
export function textTest(
  field: string,
  written: LikePattern,
  caseSensitive: boolean,
  span: Span,
  one = ".",
): Logic {
  const parts = mergeParts(written);
  const [only, ...more] = parts;
  if (only?.kind === "any" && more.length === 0) return { kind: "present", field, span };
  const plain = plainText(parts);
  const isSearchable =
    parts.every((part) => part.kind === "any" || (part.kind === "text" && !part.text.includes("*"))) &&
    (plain === undefined || !looksLikeNetwork.test(plain));
  if (isSearchable) return { kind: "text", field, parts, caseSensitive, span };
  const source = `(?${caseSensitive ? "" : "i"}s)${regexOf(parts, one)}`;
  return { kind: "regex", field, source, text: { parts, caseSensitive }, span };
}

/** `\z` and not `$`, which also holds before a line feed at the end. */
function regexOf(parts: LikePattern, one: string): string {
  const open = parts[0]?.kind === "any";
  const openEnd = parts.at(-1)?.kind === "any";
  const inner = parts
    .slice(open ? 1 : 0, openEnd ? -1 : undefined)
    .map((part) =>
      part.kind === "any"
        ? ".*"
        : part.kind === "one"
          ? one
          : part.text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&"),
    )
    .join("");
  return `${open ? "" : "^"}${inner}${openEnd ? "" : String.raw`\z`}`;
}
