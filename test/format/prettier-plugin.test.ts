import { format } from "prettier";
import { expect, test } from "vitest";
import * as plugin from "../../src/prettier/index.js";
import { detectionYaml } from "../support/content-folder.js";

const plugins = [plugin];

test("a file that is one search", async () => {
  const formatted = await format("a=1|stats count by b", { filepath: "x.spl", plugins });
  expect(formatted).toBe("a=1\n| stats count BY b\n");
  expect(await format(formatted, { filepath: "x.spl", plugins })).toBe(formatted);
});

test("the search of a detection, with its macros", async () => {
  const yaml = detectionYaml({ search: "`part(a)`   b = 1 | `x_filter`" });
  const formatted = await format(yaml, { filepath: "x.yml", plugins });
  expect(formatted).toBe(detectionYaml({ search: "`part(a)` b=1\n| `x_filter`" }));
});

test("other YAML files are left to Prettier", async () => {
  expect(await format("search:   'a   b'\n", { filepath: "x.yml", plugins })).toBe('search: "a   b"\n');
});

test("the width of a search is an option of its own", async () => {
  const formatted = await format("abcdef=123 ghijkl=456", { parser: "spl", plugins, splPrintWidth: 12 });
  expect(formatted).toBe("abcdef=123\n    ghijkl=456\n");
});

test("an error has the code, the place and the way out of each mistake", async () => {
  const failed = await format("a=1\n| statz b | dedup c keepempt=t", { parser: "spl", plugins }).catch(
    (error: unknown) => error,
  );
  expect(failed).toBeInstanceOf(SyntaxError);
  expect(failed).toMatchObject({ loc: { start: { line: 2, column: 3 }, end: { line: 2, column: 8 } } });
  expect(String(failed)).toContain(
    "parse/unknown-command: `statz` is not an SPL command (did you mean `stats`?)",
  );
  expect(String(failed)).toContain("2:21 parse/unknown-option");
});

test("a mistake is an error of Prettier, and a detection with one keeps its search", async () => {
  await expect(format("| stats count by (", { parser: "spl", plugins })).rejects.toThrow(SyntaxError);
  const yaml = detectionYaml({ search: "search  (a" });
  expect(await format(yaml, { filepath: "x.yml", plugins })).toBe(yaml);
});
