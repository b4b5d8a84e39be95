import type { Pcre } from "./pcre.js";
import { rootOfPcre } from "./root-of-pcre.js";

/** Whether a group, by its name or number, takes part in every match of a pattern; in doubt it does not. */
export function groupInEveryMatch(source: string, group: string): boolean {
  const root = rootOfPcre(source);
  return root !== undefined && takesPart(root, group);
}

function takesPart(node: Pcre, group: string): boolean {
  switch (node.kind) {
    case "alternatives":
      return node.options.every((option) => takesPart(option, group));
    case "sequence":
      return node.items.some((item) => takesPart(item, group));
    case "group": {
      const isIt = node.capture?.name === group || String(node.capture?.number) === group;
      return isIt || takesPart(node.body, group);
    }
    case "repeat":
      return node.minimum > 0 && takesPart(node.body, group);
    default:
      return false;
  }
}
