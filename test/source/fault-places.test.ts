import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSearch } from "../../grammar/parser.js";
import { largestYaml, readTextFile } from "../../src/content/read-file.js";
import { expandMacros } from "../../src/source/expand-macros.js";
import { locate } from "../../src/source/locate.js";
import { yamlScalarText } from "../../src/source/yaml-scalar.js";
import { parseYaml } from "../../src/yaml/parse-yaml.js";
import { nodeAt } from "../../src/yaml/yaml-node.js";
import { temporaryFolder } from "../support/content-folder.js";

/** A name that is no command, so that its place is where a fault has to be reported. */
const fault = "statz";

/** The commands of a search, one of them the fault; the parts of a command are what styles break lines between. */
type Search = readonly (readonly string[])[];

/** Parts that need an escape in some style, or are more than one UTF-16 unit, or a tab. */
const part = fc.constantFrom(
  "user=admin",
  "a!=b",
  '"two  words"',
  '"it\'s"',
  '"C:\\\\Windows\\\\x"',
  "path=\\temp\\*",
  "caf\u00e9=1",
  '"\u{1F600}\u{1F680}"',
  "\u{1F4A5}=x",
  "x\ty",
  "(a=1 OR b=2)",
  "```why```",
);

const search: fc.Arbitrary<Search> = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 5 }), fc.array(part, { maxLength: 4 }), fc.boolean())
  .map(([before, behind, further]) => [before, [fault, ...behind], ...(further ? [["head", "5"]] : [])]);

const lines = (parts: Search): readonly string[] =>
  parts.map((words, index) => `${index === 0 ? "" : "| "}${words.join(" ")}`);

const double = (text: string): string =>
  text
    .replace(/["\\]/g, "\\$&")
    .replace(/\t/g, "\\t")
    .replace(/\u00e9/g, "\\u00e9");

/** Every way to write a scalar, of several lines where it can be. */
const styles: Readonly<Record<string, (parts: Search) => string>> = {
  literal: (parts) =>
    `|\n${lines(parts)
      .map((line) => `  ${line}\n`)
      .join("")}`,
  "literal, stripped, deeper": (parts) =>
    `|-\n${lines(parts)
      .map((line) => `      ${line}\n`)
      .join("")}`,
  "literal with an indicator": (parts) =>
    `|2+\n    x=1\n${lines(parts)
      .map((line) => `  ${line}\n`)
      .join("")}`,
  folded: (parts) =>
    `>\n${lines(parts)
      .map((line) => `  ${line}\n`)
      .join("")}`,
  "folded with empty and deeper lines": (parts) =>
    `>-\n${lines(parts)
      .map((line, index) => `  ${" ".repeat(index * 2)}${line}\n\n`)
      .join("")}`,
  "single-quoted": (parts) => `'${lines(parts).join(" ").replace(/'/g, "''")}'\n`,
  "single-quoted over lines": (parts) => `'${lines(parts).join("\n\n    ").replace(/'/g, "''")}'\n`,
  "double-quoted": (parts) => `"${double(lines(parts).join(" "))}"\n`,
  "double-quoted over lines": (parts) => `"${lines(parts).map(double).join(" \\\n    ")}"\n`,
  "double-quoted, folded": (parts) => `"${lines(parts).map(double).join("\n  ")}"\n`,
  "plain over lines": (parts) => `${lines(parts).join("\n  ")}\n`,
};

/** Files as editors leave them. */
const files: Readonly<Record<string, (text: string) => string>> = {
  "line feeds": (text) => text,
  "carriage returns": (text) => text.replace(/\n/g, "\r\n"),
};

function placeOf(yaml: string): readonly { code: string; line: number; column: number; text: string }[] {
  const { document, diagnostics } = parseYaml({ name: "f.yml", text: yaml });
  expect(diagnostics, yaml).toEqual([]);
  const node = document === undefined ? undefined : nodeAt(document, ["rule", "search"]);
  if (document === undefined || node?.kind !== "scalar") throw new Error(yaml);
  const source = yamlScalarText(document.file, node, String(node.value));
  const expanded = expandMacros(source, new Map());
  return parseSearch(expanded.source).diagnostics.map(({ code, span }) => {
    const { file, start, end } = locate(span);
    return { code, line: start.line, column: start.column, text: file.text.slice(start.offset, end.offset) };
  });
}

/** A plain scalar cannot begin with some signs, nor hold `: ` or ` #`, and a tab in it is no blank at a break. */
const isPlain = (parts: Search): boolean =>
  /^[a-z(]/.test(parts[0]?.[0] ?? "") && !/[\t`"]/.test(lines(parts).join(""));

describe.each(Object.entries(files))("in a file with %s", (_, file) => {
  test.each(Object.entries(styles))("a fault is reported where it stands: %s", (style, write) => {
    fc.assert(
      fc.property(search, (parts) => {
        fc.pre(style !== "plain over lines" || isPlain(parts));
        const yaml = file(
          `# \u{1F600} statx\nrule:\n  name: a\n  search: ${write(parts).replace(/\n(?=.)/g, "\n  ")}\n`,
        );
        const offset = yaml.indexOf(fault);
        const before = yaml.slice(0, offset).split("\n");
        const expected = {
          code: "parse/unknown-command",
          line: before.length,
          column: (before.at(-1) ?? "").length + 1,
          text: fault,
        };
        expect(placeOf(yaml), yaml).toEqual([expected]);
      }),
      { numRuns: 60 },
    );
  });
});

test("a byte order mark is no character of the first line", () => {
  const folder = temporaryFolder({ "f.yml": `\ufeffrule: {search: "a=1 | ${fault} b"}\n` });
  const { file } = readTextFile(join(folder, "f.yml"), "f.yml", largestYaml);
  expect(placeOf(file?.text ?? "")).toEqual([
    { code: "parse/unknown-command", line: 1, column: 23, text: fault },
  ]);
});
