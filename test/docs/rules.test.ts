import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { lintDiagnostics } from "../../src/diagnostics/codes/rules.js";
import { formatSearch } from "../../src/format/format-search.js";

const document = (name: string): string =>
  readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), "utf8");

test.each(Object.keys(lintDiagnostics))("lint/%s stands in the list of rules", (name) => {
  expect(document("rules")).toContain(`| \`lint/${name}\``);
});

test("the formatted search of the documentation is formatted", () => {
  const [, search = ""] = /`{3,}spl\n([^]*?)\n`{3,}\n/.exec(document("commands")) ?? [];
  expect(formatSearch(search)).toBe(search);
});
