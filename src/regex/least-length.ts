import type { Pcre } from "./pcre.js";

/** The fewest characters that an expression matches; in doubt fewer. */
export function leastLength(node: Pcre): number {
  switch (node.kind) {
    case "alternatives":
      return Math.min(...node.options.map(leastLength));
    case "sequence":
      return node.items.reduce((length, item) => length + leastLength(item), 0);
    case "group":
      return leastLength(node.body);
    case "repeat":
      return node.minimum === 0 ? 0 : node.minimum * leastLength(node.body);
    case "character":
    case "dot":
    case "class":
    case "set":
      return 1;
    case "assertion":
    case "backtracking":
      return 0;
  }
}
