import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { sourceFiles, type Import, type SourceFile } from "../support/source-files.js";

const files = sourceFiles("src", "grammar");

/** Imports of the files in some folders that break a rule, as `file -> import`. */
function offences(
  within: (file: SourceFile) => boolean,
  forbidden: (imported: Import, file: SourceFile) => boolean,
): readonly string[] {
  return files
    .filter(within)
    .flatMap((file) =>
      file.imports.filter((each) => forbidden(each, file)).map(({ from }) => `${file.path} -> ${from}`),
    );
}

const below =
  (...folders: readonly string[]) =>
  ({ path }: { readonly path: string }): boolean =>
    folders.some((folder) => path.startsWith(`${folder}/`));

test("the imports are found", () => {
  const parser = files.find(({ path }) => path === "src/compile.ts");
  expect(parser?.imports).toContainEqual({ from: "grammar/parser.js", typeOnly: false });
  expect(parser?.imports).toContainEqual({ from: "src/understood.js", typeOnly: true });
});

test("only the grammar uses the parser library", () => {
  expect(
    offences(
      (file) => !below("grammar")(file),
      ({ from }) => from === "chevrotain",
    ),
  ).toEqual([]);
});

test("what the compiler uses does not know it", () => {
  expect(
    offences(
      (file) => !below("src/cli")(file) && file.path !== "src/compile-all.ts",
      ({ from }) => from === "src/compile.js",
    ),
  ).toEqual([]);
});

describe("the core runs in a browser", () => {
  const outside = (file: SourceFile): boolean => !below("src/cli", "src/content")(file);

  test("it imports nothing of Node", () => {
    expect(offences(outside, ({ from }) => from.startsWith("node:"))).toEqual([]);
  });

  test("it imports nothing from the folders that do", () => {
    expect(
      offences(
        outside,
        ({ from, typeOnly }) => from.startsWith("src/cli/") || (from.startsWith("src/content/") && !typeOnly),
      ),
    ).toEqual([]);
  });

  test("it reads neither process nor clock nor chance", () => {
    const uses = files
      .filter(outside)
      .filter(({ text }) => /\bprocess\.|\bDate\.now\(|new Date\(\)|\bMath\.random\(/.test(code(text)))
      .map(({ path }) => path);
    expect(uses).toEqual([]);
  });
});

describe("the plan knows no SPL", () => {
  test("below the lowering, only types come from the grammar", () => {
    const belowLowering = below("src/plan", "src/rewrite", "src/target", "src/backends", "src/evaluate");
    expect(offences(belowLowering, ({ from, typeOnly }) => from.startsWith("grammar/") && !typeOnly)).toEqual(
      [],
    );
  });

  test("the plan knows neither targets nor content", () => {
    const higher = ["src/lower/", "src/target/", "src/backends/", "src/content/", "src/cli/"];
    expect(
      offences(below("src/plan", "src/rewrite"), ({ from }) =>
        higher.some((folder) => from.startsWith(folder)),
      ),
    ).toEqual([]);
  });

  test("the lowering knows no target", () => {
    expect(
      offences(below("src/lower"), ({ from }) => /^src\/(target|backends|rewrite|cli)\//.test(from)),
    ).toEqual([]);
  });

  test("the grammar knows no plan", () => {
    expect(
      offences(
        below("grammar"),
        ({ from }) => from.startsWith("src/") && !/^src\/(source|diagnostics|plan\/functions)\//.test(from),
      ),
    ).toEqual([]);
  });
});

describe("targets", () => {
  const ids = readdirSync("src/backends", { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "shared")
    .map(({ name }) => name);

  test.each(ids)("%s is imported by the list of targets alone", (id) => {
    const folder = `src/backends/${id}`;
    expect(
      offences(
        (file) => !below(folder)(file) && file.path !== "src/backends/index.ts",
        ({ from }) => from.startsWith(`${folder}/`),
      ),
    ).toEqual([]);
  });

  test.each(ids)("%s is named in its own folders alone", (id) => {
    const named = files
      // What is read and what is written of one format have one name.
      .filter((file) => !below(`src/backends/${id}`, `src/import/${id}`)(file))
      .filter(({ path }) => path !== "src/backends/index.ts")
      // The area of a target's diagnostics is named after it.
      .filter(({ path }) => path !== `src/diagnostics/codes/${id}.ts`)
      .filter(({ text }) => new RegExp(`["'\`]${id}["'\`]`).test(code(text)))
      .map(({ path }) => path);
    expect(named).toEqual([]);
  });
});

/** A text without its comments. */
function code(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, "").replace(/(^|\s)\/\/.*$/gm, "");
}
