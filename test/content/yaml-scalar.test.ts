import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, test } from "vitest";
import type { SourceText } from "../../src/source/source-text.js";
import { locate } from "../../src/source/locate.js";
import { yamlScalarText } from "../../src/source/yaml-scalar.js";
import { parseYaml } from "../../src/yaml/parse-yaml.js";
import { nodeAt } from "../../src/yaml/yaml-node.js";

/** The value under `key` of a file, with its places. */
function valueOf(text: string, path: readonly (string | number)[] = ["key"]): SourceText {
  const { document, diagnostics } = parseYaml({ name: "f.yml", text });
  expect(diagnostics).toEqual([]);
  const node = document === undefined ? undefined : nodeAt(document, path);
  if (document === undefined || node?.kind !== "scalar") throw new Error("no scalar there");
  return yamlScalarText(document.file, node, String(node.value));
}

/** What a stretch of the value is in the file. */
function originOf(source: SourceText, wanted: string): string {
  const start = source.text.indexOf(wanted);
  expect(start).toBeGreaterThanOrEqual(0);
  const { file, start: from, end: to } = locate({ source, start, end: start + wanted.length });
  return file.text.slice(from.offset, to.offset);
}

/** Every character has one origin; a verbatim one is the same character there. */
function expectFaithful(source: SourceText): void {
  let at = 0;
  for (const { start, end, origin, verbatim } of source.segments ?? []) {
    expect(start).toBe(at);
    at = end;
    const written = origin.source.text.slice(origin.start, origin.end);
    if (verbatim) expect(source.text.slice(start, end)).toBe(written);
    else expect(end - start).toBeLessThanOrEqual(2);
  }
  expect(at).toBe(source.text.length);
}

describe("every style of scalar", () => {
  test.each([
    ["plain", "key: one two\n", "one two"],
    ["plain over lines", "key: one\n  two\n\n  three # comment\nnext: 1\n", "one two\nthree"],
    ["plain after an anchor and a tag", "key: &a !!str one two\n", "one two"],
    ["plain on the next line", "key:\n  # why\n  one two\n", "one two"],
    ["single-quoted", "key: 'it''s one'\n", "it's one"],
    ["single-quoted over lines", "key: 'one  \n  two\n\n  three'\n", "one two\nthree"],
    ["double-quoted", 'key: "a\\tb\\"c\\\\d\\u00e9\\x41\\U0001F600\\/"\n', 'a\tb"c\\d\u00e9A\u{1F600}/'],
    ["double-quoted over lines", 'key: "one\n  two \\\n  three\n\n  four"\n', "one two three\nfour"],
    ["literal", "key: |\n  one\n    two\n\n  three\nnext: 1\n", "one\n  two\n\nthree\n"],
    ["literal, stripped", "key: |-\n  one\n  two\n\n", "one\ntwo"],
    ["literal, kept", "key: |+\n  one\n\n\nnext: 1\n", "one\n\n\n"],
    ["literal with an indentation indicator", "key: |2-\n    one\n  two\n", "  one\ntwo"],
    ["literal with both indicators", "key: |-2\n    one\n  two\n", "  one\ntwo"],
    ["literal without a line break at the end", "key: |\n  one", "one\n"],
    ["literal of blank lines alone", "key: |2+\n  \n  \n", "\n\n"],
    ["literal with blank lines first", "key: |\n\n  one\n", "\none\n"],
    ["folded", "key: >\n  one\n  two\n\n  three\n", "one two\nthree\n"],
    ["folded with deeper lines", "key: >-\n  one\n    two\n    three\n  four\n", "one\n  two\n  three\nfour"],
    ["folded, kept", "key: >+\n  one\n  two\n\n", "one two\n\n"],
    ["CRLF", "key: |\r\n  one\r\n  two\r\nnext: 1\r\n", "one\ntwo\n"],
    ["CRLF, quoted", "key: 'one\r\n  two'\r\n", "one two"],
  ])("%s", (_, text, value) => {
    const source = valueOf(text);
    expect(source.text).toBe(value);
    expectFaithful(source);
    for (const word of ["one", "two", "three", "four"])
      if (value.includes(word)) expect(originOf(source, word)).toBe(word);
  });

  test("an escape is one character with the place of the whole escape", () => {
    const source = valueOf('key: "a\\u00e9b"\n');
    expect(originOf(source, "\u00e9")).toBe("\\u00e9");
    expect(originOf(source, "b")).toBe("b");
  });

  test("a fold is one space with the place of the line break and the indentation", () => {
    expect(originOf(valueOf("key: one\n   two\n"), " ")).toBe("\n   ");
  });

  test("a value that an alias repeats has the place of the alias", () => {
    const source = valueOf("other: &a 'x y'\nkey: *a\n");
    expect(source.text).toBe("x y");
    expect(originOf(source, "y")).toBe("*a");
  });
});

describe("any text", () => {
  const words = fc.stringMatching(/^[ a-z'"#:|>\\-]{0,12}$/);
  const lines = fc.array(words, { minLength: 1, maxLength: 6 }).map((parts) => parts.join("\n"));

  test.each([
    ["as js-yaml writes it", (text: string) => dump({ key: text }, { lineWidth: 20 })],
    ["double-quoted", (text: string) => `key: ${JSON.stringify(text)}\n`],
    ["literal", (text: string) => `key: |2+\n${text.replace(/^/gm, "  ")}\n`],
    ["deep in lists", (text: string) => dump({ key: [{ deeper: [text] }] }, { lineWidth: 20 })],
  ])("%s maps to its places", (style, write) => {
    fc.assert(
      fc.property(lines, (text) => {
        const path = style === "deep in lists" ? ["key", 0, "deeper", 0] : ["key"];
        const source = valueOf(write(text), path);
        expect(source.text).toBe(style === "literal" ? `${text}\n` : text);
        expectFaithful(source);
      }),
      { numRuns: 300 },
    );
  });
});
