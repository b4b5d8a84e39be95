import type { RegexNode, RegexProblem } from "./tree.js";
import { widthOf } from "./width.js";

/** Look-behinds have to have a fixed length in each alternative, as in PCRE. */
export function checkLookBehinds(node: RegexNode): RegexProblem | undefined {
  switch (node.kind) {
    case "look": {
      if (node.behind && alternativesOf(node.node).some((part) => widthOf(part) === undefined))
        return { reason: "a look-behind has an alternative without a fixed length", offset: 0 };
      return checkLookBehinds(node.node);
    }
    case "sequence":
    case "alternation":
      return first(node.nodes);
    case "capture":
    case "repetition":
    case "atomic":
      return checkLookBehinds(node.node);
    case "conditional":
      return first([node.yes, node.no]);
    case "text":
    case "set":
    case "reference":
    case "assertion":
    case "keep":
      return undefined;
  }
}

function first(nodes: readonly RegexNode[]): RegexProblem | undefined {
  for (const node of nodes) {
    const problem = checkLookBehinds(node);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** The alternatives of a group. */
export function alternativesOf(node: RegexNode): readonly RegexNode[] {
  return node.kind === "alternation" ? node.nodes : [node];
}
