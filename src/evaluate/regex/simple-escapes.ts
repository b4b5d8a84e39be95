import type { CharacterSet, RegexNode } from "./tree.js";

/** What a letter behind a backslash stands for where it is neither a character nor a class. */
export const simpleEscapes: ReadonlyMap<string, RegexNode> = new Map<string, RegexNode>([
  ["A", { kind: "assertion", assertion: "start" }],
  ["Z", { kind: "assertion", assertion: "end" }],
  ["z", { kind: "assertion", assertion: "very-end" }],
  ["b", { kind: "assertion", assertion: "word-boundary" }],
  ["B", { kind: "assertion", assertion: "no-word-boundary" }],
  ["K", { kind: "keep" }],
  [
    "R",
    {
      kind: "atomic",
      node: {
        kind: "alternation",
        nodes: [
          { kind: "text", text: "\r\n", ignoreCase: false },
          setOf(
            [
              [0x0a, 0x0d],
              [0x85, 0x85],
              [0x2028, 0x2029],
            ],
            false,
          ),
        ],
      },
    },
  ],
]);

/** A set of ranges without regard to case. */
export function setOf(ranges: CharacterSet["ranges"], negated: boolean): CharacterSet {
  return { kind: "set", negated, ranges, properties: [], ignoreCase: false };
}
