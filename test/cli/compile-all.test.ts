import { anyName } from "../../src/target/name-rules.js";
import { expect, test } from "vitest";
import { compileAll } from "../../src/compile-all.js";
import { loadContent } from "../../src/content/load-content.js";
import { renderFrame } from "../../src/diagnostics/render/frame.js";
import type { Target } from "../../src/target/backend.js";
import { detectionYaml, temporaryFolder } from "../support/content-folder.js";

/** A product that runs searches as they are, and names every file alike but for its case. */
const careless: Target = {
  id: "careless",
  languages: [],
  authored: {
    language: "spl",
    compile: ({ search }) => ({
      language: "spl",
      text: search.source.text,
      fidelity: "source",
      bindings: [],
      output: [],
    }),
  },
  wrap: ({ id, category }, { text }) => [
    { path: `careless/${category === "web" ? "Rule" : "rule"}.txt`, kind: "rule", text, detections: [id] },
  ],
  bundle: () => [],
};

test("two files that differ only in case are one file somewhere: the second is reported and left out", async () => {
  const content = await loadContent(
    temporaryFolder({
      "detections/cloud/a.yml": detectionYaml(),
      "detections/web/b.yml": detectionYaml({ name: "B", id: "11111111-2222-4333-8444-555555555555" }),
    }),
  );
  const progress: number[] = [];
  const { artifacts, diagnostics } = compileAll(
    {
      content,
      catalog: { sources: new Map(), spellings: [], neutralTerms: [] },
      targets: [
        {
          target: careless,
          profile: {
            id: "careless",
            title: "Careless",
            sources: new Map(),
            functions: new Map(),
            schedule: { shortestInterval: 60, ingestionDelay: 0, latestOffset: true, timeZone: "UTC" },
            automaticLookups: [],
            settings: {},
            names: anyName,
          },
          settings: { homes: new Map(), accept: new Set(), comments: false },
        },
      ],
    },
    { onProgress: (done) => progress.push(done) },
  );
  expect(artifacts.map(({ path }) => path)).toEqual(["careless/rule.txt"]);
  expect(progress).toEqual([1, 2]);
  expect(diagnostics.map((each) => renderFrame(each)).join("\n")).toMatchInlineSnapshot(`
    "detections/web/b.yml:1:1 - error build/artifact-clash: \`B\` gives the file \`careless/Rule.txt\`, which another detection has
      1 | name: B
        | ^
      help: file names differ only in case where a file system does not tell case apart"
  `);
});
