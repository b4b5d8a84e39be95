import type { Pcre } from "./pcre.js";

/** Whether an expression may match an empty text; in doubt it may. */
export function matchesEmpty(node: Pcre): boolean {
  switch (node.kind) {
    case "alternatives":
      return node.options.some(matchesEmpty);
    case "sequence":
      return node.items.every(matchesEmpty);
    case "group":
      return matchesEmpty(node.body);
    case "repeat":
      return node.minimum === 0 || matchesEmpty(node.body);
    case "character":
    case "dot":
    case "class":
    case "set":
      return false;
    case "assertion":
      return node.assertion !== "word-boundary";
    case "backtracking":
      return true;
  }
}
