import type { LikePattern } from "./expression.js";

/** The pattern of `LIKE` that a text spells. No escape is documented for `%` and `_`. */
export function likePattern(text: string): LikePattern {
  return text
    .split(/([%_])/u)
    .filter((part) => part !== "")
    .map((part) =>
      part === "%" ? { kind: "any" } : part === "_" ? { kind: "one" } : { kind: "text", text: part },
    );
}
