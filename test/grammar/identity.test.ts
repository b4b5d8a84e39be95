import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { commandTable } from "../../grammar/commands/index.js";
import { opaqueCommands } from "../../grammar/commands/opaque.js";
import { parseSearch } from "../../grammar/parser.js";
import { printSearch } from "../../grammar/printer.js";
import { text, withoutSpans } from "../support/without-spans.js";

const searches = readFileSync(new URL("identity.spl", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "");

describe("a search is printed back unchanged", () => {
  test.each(searches)("%s", (search) => {
    const { pipeline, diagnostics } = parseSearch(text(search));
    expect(diagnostics).toEqual([]);
    expect(pipeline && printSearch(pipeline)).toBe(search);
  });
});

describe("what is printed is read as the same tree", () => {
  test.each(searches)("%s", (search) => {
    const first = parseSearch(text(search)).pipeline;
    const again = first && parseSearch(text(printSearch(first))).pipeline;
    expect(withoutSpans(again)).toEqual(withoutSpans(first));
  });
});

test("every command with a node of its own is among the searches", () => {
  const kinds = new Set<string>();
  for (const search of searches) {
    JSON.stringify(parseSearch(text(search)).pipeline, (key, value: unknown) => {
      if (key === "kind" && typeof value === "string") kinds.add(value);
      return key === "span" || key === "keyword" ? undefined : value;
    });
  }
  const missing = [...commandTable.values()]
    .filter((command) => !opaqueCommands.some(({ names }) => names[0] === command.names[0]))
    .filter(({ names: [name] }) => !kinds.has(name))
    .map(({ names: [name] }) => name);
  expect([...new Set(missing)]).toEqual([]);
});
