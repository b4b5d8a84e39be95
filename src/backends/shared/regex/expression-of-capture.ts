import type { Call } from "../../../plan/expression.js";
import { matchesEmpty } from "../../../regex/matches-empty.js";
import { parsePcre } from "../../../regex/parse-pcre.js";
import { PcreSyntaxError, UnsupportedPcre, type Pcre } from "../../../regex/pcre.js";

/**
 * The expression that matches exactly the texts out of which a named group takes something. That is the expression of
 * the group itself where each match goes through the group and the group cannot be empty; else `undefined`.
 */
export function expressionOfCapture({ arguments: [, pattern, group] }: Call): string | undefined {
  if (pattern?.kind !== "literal" || group?.kind !== "literal") return undefined;
  const source = String(pattern.value);
  try {
    return isAlwaysTaken(parsePcre(source).root, String(group.value)) ? source : undefined;
  } catch (problem) {
    if (problem instanceof PcreSyntaxError || problem instanceof UnsupportedPcre) return undefined;
    throw problem;
  }
}

/** Whether each match goes through a named group, and the group takes something, or perhaps nothing. */
export function isAlwaysTaken(node: Pcre, group: string, perhapsNothing = false): boolean {
  switch (node.kind) {
    case "group":
      if (node.capture?.name === group) return perhapsNothing || !matchesEmpty(node.body);
      return isAlwaysTaken(node.body, group, perhapsNothing);
    case "sequence":
      return node.items.some((item) => isAlwaysTaken(item, group, perhapsNothing));
    case "repeat":
      return node.minimum > 0 && isAlwaysTaken(node.body, group, perhapsNothing);
    default:
      return false;
  }
}
