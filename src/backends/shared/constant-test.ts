import type { Compare, LikePattern, Match, OneOf, ScalarExpression } from "../../plan/expression.js";
import { regexForRe2 } from "./regex/translate-regex.js";

/** The answer of a test between literals of text; `undefined` for tests that take more than a comparison of texts. */
export function constantTest(test: Compare | OneOf | Match): boolean | undefined {
  const fold = (item: string): string => (test.caseSensitive ? item : item.toLowerCase());
  switch (test.kind) {
    case "match": {
      const value = textOf(test.value);
      const { pattern } = test;
      if (value === undefined || pattern.kind === "network") return undefined;
      if (pattern.kind === "regex") return regexHolds(pattern.source, test.caseSensitive, value);
      return likeHolds(pattern.parts, fold, fold(value));
    }
    case "one-of": {
      const value = textOf(test.value);
      return value === undefined
        ? undefined
        : test.options.some((option) => fold(textOf(option) ?? "") === fold(value));
    }
    case "compare": {
      const [left, right] = [textOf(test.left), textOf(test.right)];
      if (left === undefined || right === undefined) return undefined;
      if (test.operator === "=") return fold(left) === fold(right);
      return test.operator === "!=" ? fold(left) !== fold(right) : undefined;
    }
    default:
      return test satisfies never;
  }
}

function textOf(expression: ScalarExpression): string | undefined {
  return expression.kind === "literal" && expression.value !== null ? String(expression.value) : undefined;
}

function likeHolds(parts: LikePattern, fold: (text: string) => string, value: string): boolean {
  const source = parts
    .map((part) => {
      if (part.kind === "text") return fold(part.text).replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&");
      return part.kind === "any" ? "[\\s\\S]*" : "[\\s\\S]";
    })
    .join("");
  return new RegExp(`^${source}$`, "u").test(value);
}

/** Only for patterns that RE2 and JavaScript read alike; `undefined` for the others. */
function regexHolds(source: string, caseSensitive: boolean, value: string): boolean | undefined {
  const translated = regexForRe2(source, { ignoreCase: !caseSensitive });
  if (!translated.ok) return undefined;
  const flags = /^\(\?([is]+)\)/u.exec(translated.text)?.[1] ?? "";
  const pattern = translated.text.slice(flags === "" ? 0 : flags.length + 3);
  if (/\(\?[^:]|\[\[?:|\\[AzxpPhQ]/u.test(pattern)) return undefined;
  try {
    return new RegExp(pattern, flags).test(value);
  } catch {
    return undefined;
  }
}
