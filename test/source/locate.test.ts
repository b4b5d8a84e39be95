import { describe, expect, test } from "vitest";
import { locate } from "../../src/source/locate.js";
import type { SourceText, Span } from "../../src/source/source-text.js";

const file: SourceText = { name: "rule.yml", text: "search: a\n  `m` b\n" };
const definition: SourceText = { name: "macro.yml", text: "definition: x=1 OR y=2\n" };

function at(source: SourceText, text: string): Span {
  const start = source.text.indexOf(text);
  return { source, start, end: start + text.length };
}

/** `a`, then the macro's body, then `b`, as expansion makes it. */
const expanded: SourceText = {
  name: "rule.yml",
  text: "a x=1 OR y=2 b",
  segments: [
    { start: 0, end: 2, origin: { source: file, start: 8, end: 10 }, verbatim: true },
    {
      start: 2,
      end: 12,
      origin: at(definition, "x=1 OR y=2"),
      verbatim: true,
      call: { name: "m", span: at(file, "`m`") },
    },
    { start: 12, end: 14, origin: at(file, " b"), verbatim: true },
  ],
};

function place(span: Span): string {
  const { file: where, start, end } = locate(span);
  return `${where.name}:${String(start.line)}:${String(start.column)}-${String(end.line)}:${String(end.column)}`;
}

describe("a span is located in the file the user wrote", () => {
  test.each([
    ["in the file itself", at(file, "a\n"), "rule.yml:1:9-2:1"],
    ["copied from the file", at(expanded, "a"), "rule.yml:1:9-1:10"],
    ["in a macro's body: at the call", at(expanded, "y=2"), "rule.yml:2:3-2:6"],
    ["from the file into a macro: to the end of the call", at(expanded, "a x=1"), "rule.yml:1:9-2:6"],
    ["from a macro into the file: from the call on", at(expanded, "y=2 b"), "rule.yml:2:3-2:8"],
  ])("%s", (_, span, expected) => {
    expect(place(span)).toBe(expected);
  });

  test("the place inside the macro's definition comes with it", () => {
    const { through } = locate(at(expanded, "y=2"));
    expect(through.map(({ macro, location }) => [macro, location.file.name, location.start.column])).toEqual([
      ["m", "macro.yml", 20],
    ]);
  });
});
