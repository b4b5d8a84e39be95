import type { SourceText } from "../../src/source/source-text.js";

/** A tree as plain data without the places of its nodes, for comparing two readings of one search. */
export function withoutSpans(tree: unknown): unknown {
  return JSON.parse(JSON.stringify(tree, (_, value: unknown) => (isPlace(value) ? undefined : value)));
}

function isPlace(value: unknown): boolean {
  return typeof value === "object" && value !== null && "source" in value && "start" in value;
}

/** A text of its own, as a file would be. */
export function text(content: string, name = "search.spl"): SourceText {
  return { name, text: content };
}
