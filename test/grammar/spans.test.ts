import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseSearch } from "../../grammar/parser.js";
import type { Span } from "../../src/source/source-text.js";
import { text } from "../support/without-spans.js";

const searches = readFileSync(new URL("identity.spl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "");

describe("every node lies within the node that holds it", () => {
  test.each(searches)("%s", (search) => {
    const { pipeline } = parseSearch(text(search));
    expect(pipeline?.span).toMatchObject({ start: 0, end: search.length });
    walk(pipeline, search, { start: 0, end: search.length });
  });
});

/** Places of texts that lost their quotes are those of the whole text in another source. */
function walk(
  value: unknown,
  search: string,
  around: { readonly start: number; readonly end: number },
): void {
  if (Array.isArray(value)) {
    for (const each of value) walk(each, search, around);
    return;
  }
  if (typeof value !== "object" || value === null) return;
  let inner = around;
  if ("span" in value && isSpan(value.span)) {
    const { span } = value;
    if (span.source.text !== search) return;
    expect(span.start, search.slice(span.start, span.end)).toBeGreaterThanOrEqual(around.start);
    expect(span.end, search.slice(span.start, span.end)).toBeLessThanOrEqual(around.end);
    if (!("implied" in value && value.implied === true)) expect(span.end).toBeGreaterThan(span.start);
    if ("name" in value && typeof value.name === "string" && !("kind" in value))
      expect(search.slice(span.start, span.end)).toContain(value.name.replaceAll('"', ""));
    inner = span;
  }
  for (const [key, each] of Object.entries(value))
    if (key !== "span" && key !== "keyword" && key !== "nameSpan") walk(each, search, inner);
}

function isSpan(value: unknown): value is Span {
  return typeof value === "object" && value !== null && "source" in value && "start" in value;
}

test("a command's place ends before the blank and the pipe behind it", () => {
  const search = "index=x  |  stats   count by a   | head 5  ";
  const places = parseSearch(text(search)).pipeline?.commands.map(({ span }) =>
    search.slice(span.start, span.end),
  );
  expect(places).toEqual(["index=x", "stats   count by a", "head 5"]);
});

test("a comment, a line break and the case of words do not matter", () => {
  const search = 'INDEX=x ```all of it```\n| STATS Count AS n BY "a b"\n| Where n>1 or NoT isnull(n)';
  const { pipeline, diagnostics } = parseSearch(text(search));
  expect(diagnostics).toEqual([]);
  expect(pipeline?.commands.map(({ kind }) => kind)).toEqual(["search", "stats", "where"]);
  expect(pipeline?.commands[1]).toMatchObject({
    aggregates: [{ function: "count", text: "Count", alias: { name: "n" } }],
    by: [{ field: { name: "a b" } }],
  });
});
