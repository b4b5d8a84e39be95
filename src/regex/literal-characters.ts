import type { Pcre } from "./pcre.js";

/** The characters that stand for themselves in an expression, in their order; those of classes are left out. */
export function charactersOf(node: Pcre): string {
  switch (node.kind) {
    case "character":
      return String.fromCodePoint(node.code);
    case "alternatives":
      return node.options.map(charactersOf).join("");
    case "sequence":
      return node.items.map(charactersOf).join("");
    case "group":
    case "repeat":
      return charactersOf(node.body);
    case "backtracking":
      return node.body === undefined ? "" : charactersOf(node.body);
    case "dot":
    case "class":
    case "set":
    case "assertion":
      return "";
    default:
      return node satisfies never;
  }
}
