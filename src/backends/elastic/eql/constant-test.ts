import type { LikePattern, ScalarExpression } from "../../../plan/expression.js";
import type { Test } from "../../shared/truth.js";
import { likeParts } from "./text-tests.js";

/** The answer of a test between literals of text; `undefined` for tests that take more than a comparison of texts. */
export function constantTest(test: Test): boolean | undefined {
  const fold = (item: string): string => (test.caseSensitive ? item : item.toLowerCase());
  switch (test.kind) {
    case "match": {
      const value = textOf(test.value);
      const parts = likeParts(test.pattern);
      return value === undefined || parts === undefined ? undefined : likeHolds(parts, fold, fold(value));
    }
    case "one-of": {
      const value = textOf(test.value);
      return value === undefined
        ? undefined
        : test.options.some((option) => fold(textOf(option) ?? "") === fold(value));
    }
    case "compare": {
      const [left, right] = [textOf(test.left), textOf(test.right)];
      if (left === undefined || right === undefined || test.operator !== "=") return undefined;
      return fold(left) === fold(right);
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
