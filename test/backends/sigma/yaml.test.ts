import fc from "fast-check";
import { load } from "js-yaml";
import { describe, expect, it } from "vitest";
import { printYaml, type YamlMap } from "../../../src/backends/sigma/document/yaml.js";

const key = fc.constantFrom(
  "title",
  "detection",
  "condition",
  "Image|endswith",
  "userIdentity.arn",
  "a b",
  "yes",
  "NULL",
  "2024-01-01",
  'a"b: c',
);
const text = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "1102",
    "yes",
    "~",
    "2024-01-01",
    "a: b",
    "# x",
    "a #b",
    "- a",
    "it's",
    "x\ny",
    " lead",
    "\\x",
    "{a}",
  ),
);
const { map } = fc.letrec<{ map: YamlMap }>((tie) => ({
  map: fc.dictionary(
    key,
    fc.oneof(
      { maxDepth: 3 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.oneof(text, tie("map")), { maxLength: 3 }),
      tie("map"),
    ),
    { minKeys: 1, maxKeys: 4, noNullPrototype: true },
  ),
}));

describe("the YAML of a Sigma rule", () => {
  it("reads back as what was written", () => {
    fc.assert(
      fc.property(map, (document) => {
        expect(load(printYaml([document]))).toEqual(document);
      }),
      {
        numRuns: 1000,
      },
    );
  });

  it("leaves no line end to readers of YAML 1.1", () => {
    const document = { detection: { selection: { NULL: "a\u0085b\u2028 c\u2029d\u007f" } } };
    const text = printYaml([document]);
    expect(text).toContain("'NULL': \"a\\u0085b\\u2028 c\\u2029d\\u007f\"");
    expect(load(text)).toEqual(document);
  });

  it("is indented and quoted as SigmaHQ does it", () => {
    const document = {
      title: "A Rule",
      date: "2026-08-05",
      tags: ["attack.execution"],
      detection: {
        selection: [{ "Image|endswith": "\\a.exe", EventID: 1 }, { "CommandLine|contains": ["it's", "yes"] }],
        condition: "selection",
      },
    };
    expect(printYaml([document])).toBe(
      [
        "title: A Rule",
        "date: '2026-08-05'",
        "tags:",
        "    - attack.execution",
        "detection:",
        "    selection:",
        "        - Image|endswith: '\\a.exe'",
        "          EventID: 1",
        "        - CommandLine|contains:",
        "              - 'it''s'",
        "              - 'yes'",
        "    condition: selection",
        "",
      ].join("\n"),
    );
  });

  it("parts documents with a line of dashes", () => {
    expect(printYaml([{ title: "A" }, { title: "B" }])).toBe("title: A\n---\ntitle: B\n");
  });
});
