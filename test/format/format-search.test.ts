import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { printSearch } from "../../grammar/printer.js";
import { formatSearch } from "../../src/format/format-search.js";
import { formatVerified } from "../../src/format/format-verified.js";
import { samePieces } from "../../src/format/same-pieces.js";
import { arbitrarySearch } from "../grammar/arbitrary-search.js";
import { text } from "../support/without-spans.js";

const cases = readFileSync(new URL("cases.txt", import.meta.url), "utf8")
  .split(/^=== /m)
  .slice(1)
  .map((block) => {
    const [head = "", expected = ""] = block.split("\n---\n");
    const [name = "", ...search] = head.split("\n");
    return { name, search: search.join("\n"), expected: expected.trimEnd() };
  });

describe("the layout", () => {
  test("has its cases", () => expect(cases.length).toBeGreaterThan(15));

  test.each(cases)("$name", ({ search, expected }) => {
    const formatted = formatSearch(search);
    expect(formatted).toBe(expected);
    expect(formatSearch(formatted)).toBe(formatted);
    expect(samePieces(search, formatted)).toBe(true);
  });
});

const identity = readFileSync(new URL("../grammar/identity.spl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "");

test.each(identity)("keeps the tree of %s", (search) => {
  const { text: formatted } = formatVerified(text(search), new Map());
  expect(formatted).toBe(formatSearch(search));
  expect(formatSearch(formatted ?? "")).toBe(formatted);
});

test("keeps the tree of any search, and its own layout", () => {
  fc.assert(
    fc.property(arbitrarySearch, fc.constantFrom(20, 60, 110), (pipeline, width) => {
      const search = printSearch(pipeline);
      // A backtick outside of double quotes begins a macro.
      fc.pre(!search.includes("`"));
      const layout = (each: string): string => formatSearch(each, width);
      const { text: formatted } = formatVerified(text(search), new Map(), layout);
      expect(formatted, search).toBeDefined();
      expect(layout(formatted ?? ""), search).toBe(formatted);
    }),
    { numRuns: 500 },
  );
});

test("a search with a mistake is left alone, with what is wrong", () => {
  const { text: formatted, diagnostics = [] } = formatVerified(text("| stats count by (a"), new Map());
  expect(formatted).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toEqual([expect.stringMatching(/^parse\//)]);
});

test("a layout that would change the tree is not taken", () => {
  const { diagnostics = [] } = formatVerified(text("a=1 OR b=2"), new Map(), () => "a=1 b=2");
  expect(diagnostics.map(({ code }) => code)).toEqual(["format/changes-meaning"]);
});

test("pieces tell a changed text from a changed layout", () => {
  expect(samePieces("a=1   b=`x`", "a=1\n  b=`x`")).toBe(true);
  expect(samePieces('a="x  y"', 'a="x y"')).toBe(false);
  expect(samePieces("a [search b]", "a (search b)")).toBe(false);
});
