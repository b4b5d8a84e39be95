import { describe, expect, test } from "vitest";
import { formatDetection } from "../../src/format/format-detection.js";

const wanted = "search index=main a=1\n| stats count BY host";

function format(yaml: string): string | readonly string[] {
  const { text, diagnostics = [] } = formatDetection({ name: "detection.yml", text: yaml }, new Map());
  return text ?? diagnostics.map(({ code }) => code);
}

/** A file around the scalar: formatting may touch nothing else of it. */
function around(search: string, after = "tags:   {a: [1,2]}\n"): string {
  return `# first\nname:  'x'\nsearch: ${search}${after}# last`;
}

const block = (header: string, indentation = "  ", lineBreak = "\n"): string =>
  [header, ...wanted.split("\n").map((line) => indentation + line), ""].join(lineBreak);

const unformatted = "search index=main a = 1   | stats count by host";

describe("the scalar of the search", () => {
  test.each([
    ["a literal block keeps its header and its indentation", `|-\n    ${unformatted}\n`, block("|-", "    ")],
    ["so does one that keeps its line breaks", `|+\n  ${unformatted}\n\n`, `${block("|+")}\n`],
    ["and one with an indentation indicator", `|1-\n ${unformatted}\n`, block("|1-", " ")],
    ["and one with a comment in its header", `| # why\n  ${unformatted}\n`, block("| # why")],
    [
      "a folded block becomes a literal one",
      `>-\n  search index=main a = 1\n  | stats count by host\n`,
      block("|-"),
    ],
    ["and keeps its other indicators", `>2+ # why\n  ${unformatted}\n\n`, `${block("|2+ # why")}\n`],
    ["single quotes become a block", `'${unformatted}'\n`, block("|-")],
    ["double quotes too", `"search index=main a = 1   |\\n stats count by host"\n`, block("|-")],
    ["a plain scalar too", `search index=main a = 1\n   | stats count by host\n`, block("|-")],
    ["a comment behind the scalar stays in its line", `'${unformatted}'  # why\n`, block("|-  # why")],
  ])("%s", (_name, before, after) => {
    const formatted = format(around(before));
    expect(formatted).toBe(around(after));
    expect(format(String(formatted))).toBe(formatted);
  });

  test("line breaks of the file stay", () => {
    const before = around(`|-\r\n  ${unformatted}\r\n`).replaceAll(/(?<!\r)\n/g, "\r\n");
    expect(format(before)).toBe(around(block("|-", "  ", "\r\n")).replaceAll(/(?<!\r)\n/g, "\r\n"));
  });

  test.each(["'search index=main'\n", "search index=main\n", "|+\n   search index=main\n\n\n"])(
    "what is formatted stays as it is written: %j",
    (search) => expect(format(around(search))).toBe(around(search)),
  );

  test("the last value of a file without a line break at its end", () => {
    expect(format(`name: x\nsearch: '${unformatted}'`)).toBe(`name: x\nsearch: ${block("|-")}`.trimEnd());
  });
});

describe("a file stays as it is", () => {
  test("where the search has a mistake", () => {
    expect(format(around("'search (a'\n"))).toEqual([expect.stringMatching(/^parse\//)]);
  });

  test("where there is no search", () => {
    expect(format("name: x\n")).toEqual(["format/no-search"]);
    expect(format("search: [a]\n")).toEqual(["format/no-search"]);
  });

  test("where it is no YAML", () => {
    expect(format("search: 'a\n")).toEqual(["content/invalid-yaml"]);
  });

  test("where a block scalar cannot stand", () => {
    expect(format(`{name: x, search: "${unformatted}"}\n`)).toEqual(["format/no-block-scalar"]);
  });

  test("where an alias or a value elsewhere would change", () => {
    expect(format(`search: &s '${unformatted}'\nother: *s\n`)).toEqual(["format/no-block-scalar"]);
  });
});
