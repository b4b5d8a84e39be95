import type { Span } from "../../source/source-text.js";

const longest = 80;

/** The text of a span as a message quotes it. */
export function constructText({ source, start, end }: Span): string {
  const text = source.text.slice(start, end).replace(/\s+/gu, " ").trim();
  return `\`${text.length > longest ? `${text.slice(0, longest)}…` : text}\``;
}
