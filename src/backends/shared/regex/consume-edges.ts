import type { Pcre, PcreClass } from "../../../regex/pcre.js";

/**
 * What is asked of an expression: whether it matches at all, or also what a group holds in the first match. Neither
 * changes when a look-around at an edge of the expression is matched instead of only looked at.
 */
export type EdgeUse = "tested" | "captured";

/**
 * The expression with the look-arounds at its edges as what they look at, which RE2 has: `(?<!a)x` as `(?:\A|[^a])x`,
 * `x(?=y)` as `xy`. Others stay. The text that is matched grows by that.
 */
export function consumeEdges(root: Pcre, use: EdgeUse): Pcre {
  return consumed(root, { start: true, end: true }, use);
}

interface Edges {
  readonly start: boolean;
  readonly end: boolean;
}

function consumed(node: Pcre, edges: Edges, use: EdgeUse): Pcre {
  switch (node.kind) {
    case "alternatives":
      // A branch that begins earlier than it did would be found before another one, whose groups were meant.
      return {
        ...node,
        options: node.options.map((option) =>
          consumed(option, { ...edges, start: edges.start && use === "tested" }, use),
        ),
      };
    case "sequence":
      return {
        ...node,
        items: node.items.map((item, index) =>
          consumed(
            item,
            { start: edges.start && index === 0, end: edges.end && index === node.items.length - 1 },
            use,
          ),
        ),
      };
    case "group":
      return node.capture === undefined ? { ...node, body: consumed(node.body, edges, use) } : node;
    case "backtracking": {
      const { meaning, body } = node;
      if (meaning.kind !== "look" || body === undefined || !(meaning.behind ? edges.start : edges.end))
        return node;
      if (!meaning.negated) return !meaning.behind || singleCharacter(body) !== undefined ? body : node;
      const character = singleCharacter(body);
      if (character === undefined) return node;
      const edge: Pcre = { kind: "assertion", assertion: meaning.behind ? "text-start" : "text-end" };
      return { kind: "group", body: { kind: "alternatives", options: [edge, complement(character)] } };
    }
    default:
      return node;
  }
}

/** The class of an expression that matches one character; `undefined` for others. */
function singleCharacter(node: Pcre): PcreClass | undefined {
  switch (node.kind) {
    case "class":
      return node;
    case "character":
      return {
        kind: "class",
        negated: false,
        members: [{ kind: "range", from: node.code, to: node.code }],
        ignoreCase: node.ignoreCase,
      };
    case "set":
      return node.set.kind === "line-ending"
        ? undefined
        : { kind: "class", negated: false, members: [{ kind: "set", set: node.set }], ignoreCase: false };
    case "group":
      return node.capture === undefined ? singleCharacter(node.body) : undefined;
    default:
      return undefined;
  }
}

function complement(character: PcreClass): PcreClass {
  return { ...character, negated: !character.negated };
}
