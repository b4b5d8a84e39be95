import type { RegexNode } from "./tree.js";

/** How many UTF-16 code units a node matches, when that is always the same number of them. */
export function widthOf(node: RegexNode): number | undefined {
  switch (node.kind) {
    case "text":
      return node.text.length;
    case "set":
      // A character outside the basic plane takes two units; the matcher steps back by code points instead.
      return 1;
    case "sequence": {
      let total = 0;
      for (const part of node.nodes) {
        const width = widthOf(part);
        if (width === undefined) return undefined;
        total += width;
      }
      return total;
    }
    case "alternation": {
      const [first, ...others] = node.nodes.map(widthOf);
      return others.every((width) => width === first) ? first : undefined;
    }
    case "capture":
    case "atomic":
      return widthOf(node.node);
    case "repetition": {
      const width = widthOf(node.node);
      return width !== undefined && node.minimum === node.maximum ? width * node.minimum : undefined;
    }
    case "assertion":
    case "look":
    case "keep":
      return 0;
    case "reference":
    case "conditional":
      return undefined;
  }
}
