import { describe, expect, test } from "vitest";
import { renderFrame } from "../../src/diagnostics/render/frame.js";
import { parseYaml } from "../../src/yaml/parse-yaml.js";
import { keySpanAt, nodeAt, spanAt, type YamlPath } from "../../src/yaml/yaml-node.js";

function documentOf(text: string) {
  const { document } = parseYaml({ name: "f.yml", text });
  if (document === undefined) throw new Error("the text is not valid");
  return document;
}

function writtenAt(text: string, path: YamlPath): string {
  const { source, start, end } = spanAt(documentOf(text), path);
  return source.text.slice(start, end);
}

describe("places", () => {
  const text = [
    "a: {b, c: 1, d: [x: 1, y]}",
    "list:",
    "- one",
    "- two: 2 # comment",
    "  three:",
    "base: &base {inherited: yes}",
    "child: {<<: *base, own: 1}",
    "again: *base",
    "? asked",
    ": answer",
    "nested: [[1, 2], [3]]",
  ].join("\n");

  test.each<[YamlPath, string]>([
    [["a", "c"], "1"],
    [["a", "d", 0, "x"], "1"],
    [["a", "d", 1], "y"],
    [["list", 0], "one"],
    [["list", 1, "two"], "2"],
    [["list", 1, "three"], "three"],
    [["child", "inherited"], "yes"],
    [["child", "own"], "1"],
    [["again", "inherited"], "yes"],
    [["again"], "*base"],
    [["asked"], "answer"],
    [["nested", 0, 1], "2"],
    [["nested", 1], "[3]"],
    [["list", 1, "absent"], "two: 2 # comment"],
    [["a", "absent"], "a"],
  ])("%j is %j", (path, written) => {
    expect(writtenAt(text, path)).toBe(written);
  });

  test("the key of a value", () => {
    const { start, end } = keySpanAt(documentOf(text), ["list", 1, "two"]);
    expect(text.slice(start, end)).toBe("two");
  });

  test("the tree has the values of the file", () => {
    const document = documentOf(text);
    expect(nodeAt(document, ["a", "b"])).toMatchObject({ kind: "scalar", value: null });
    expect(document.value).toMatchObject({ child: { inherited: "yes", own: 1 }, asked: "answer" });
  });
});

describe("values", () => {
  test("dates stay text", () => {
    expect(documentOf("date: 2024-10-17").value).toEqual({ date: "2024-10-17" });
  });

  test("blanks before a folded line break are dropped in quotes", () => {
    expect(documentOf("a: 'one  \n  two'").value).toEqual({ a: "one two" });
  });
});

describe("mistakes", () => {
  const bomb = [
    "a: &a [x, x, x, x, x, x, x, x, x, x]",
    ...["b", "c", "d", "e", "f", "g", "h"].map(
      (name, index) => `${name}: &${name} [${Array(10).fill(`*${"abcdefg"[index]}`).join(", ")}]`,
    ),
  ].join("\n");

  test.each([
    ["broken", "a: [1\nb: 2", "content/invalid-yaml"],
    ["two documents", "a: 1\n---\nb: 2\n", "content/invalid-yaml"],
    ["an unknown tag", "a: !!python/object 1\n", "content/invalid-yaml"],
    ["an unknown alias", "a: *b\n", "content/invalid-yaml"],
    ["nothing", "# only a comment\n", "content/empty-file"],
    ["aliases that multiply", bomb, "content/too-many-values"],
    ["many values", `a: [${"1,".repeat(200_000)}]`, "content/too-many-values"],
    ["deep nesting", "[".repeat(500_000), "content/nested-too-deep"],
    [
      "deep nesting in blocks",
      Array.from({ length: 3000 }, (_, i) => `${" ".repeat(i)}a:`).join("\n"),
      "content/nested-too-deep",
    ],
  ])("%s", (_, text, code) => {
    const { document, diagnostics } = parseYaml({ name: "f.yml", text });
    expect(document).toBeUndefined();
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual([code]);
  });

  test("a key that occurs twice is shown with the first one", () => {
    const { diagnostics } = parseYaml({ name: "f.yml", text: "a: 1\nb:\n  c: 1\n  c: 2\n" });
    expect(diagnostics.map((diagnostic) => renderFrame(diagnostic)).join("\n")).toMatchInlineSnapshot(`
      "f.yml:4:3 - error content/duplicate-key: the key \`c\` occurs twice
        4 |   c: 2
          |   ^
        f.yml:3:3 - note: the first one is here
        3 |   c: 1
          |   ^"
    `);
  });
});
