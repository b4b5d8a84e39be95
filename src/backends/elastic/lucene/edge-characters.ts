import type { CharacterSet, RegexNode } from "./regex-tree.js";

export function firstCharacters(node: RegexNode): CharacterSet | undefined {
  return edgeCharacters(node, (items) => items[0]);
}

export function lastCharacters(node: RegexNode): CharacterSet | undefined {
  return edgeCharacters(node, (items) => items.at(-1));
}

/** The characters that a piece can begin or end with; `undefined` where it can be empty. */
function edgeCharacters(
  node: RegexNode,
  pick: (items: readonly RegexNode[]) => RegexNode | undefined,
): CharacterSet | undefined {
  switch (node.kind) {
    case "character":
      return node.set;
    case "repeat":
      return node.minimum === 0 ? undefined : edgeCharacters(node.item, pick);
    case "sequence": {
      const item = pick(node.items);
      return item === undefined ? undefined : edgeCharacters(item, pick);
    }
    case "alternatives": {
      const sets = node.options.map((option) => edgeCharacters(option, pick));
      return sets.every((set) => set !== undefined) ? sets.flat() : undefined;
    }
    case "position":
      return undefined;
    default:
      return node satisfies never;
  }
}
