import { describe, expect, test } from "vitest";
import { readCases } from "../lower/read-cases.js";
import { detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

const file = "detections/a.yml";
const macro = "name: drop_dm_object_name\narguments: [name]\ndefinition: rename $name$.* as *\n";

async function explained(search: string, ...options: string[]) {
  const folder = temporaryFolder({ [file]: detectionYaml({ search }), "macros/ddm.yml": macro });
  return runDetc(folder, ["explain", file, ...options]);
}

describe.each(readCases(new URL("./", import.meta.url)))("%s", (_, cases) => {
  test.each(cases)("$title", async ({ search, expected }) => {
    const { out, status } = await explained(search);
    const [, ...steps] = out.split("\n");
    expect(steps.join("\n").trim()).toBe(expected.join("\n"));
    expect(status).toBe(out.includes("the rest is refused") ? 1 : 0);
  });
});

describe("`--format json`", () => {
  test("has a step, its place and its columns each", async () => {
    const { out, status } = await explained(
      "sourcetype=aws:cloudtrail eventName=Delete* | eval n=1 | stats count by user",
      "--format",
      "json",
    );
    expect(status).toBe(0);
    const { complete, steps } = JSON.parse(out) as { complete: boolean; steps: Record<string, unknown>[] };
    expect(complete).toBe(true);
    expect(steps.map(({ step, open, columns }) => [step, open, columns])).toEqual([
      ["scan", true, []],
      ["filter", true, []],
      ["extend", true, [{ name: "n", type: "number" }]],
      [
        "aggregate",
        false,
        [
          { name: "user", type: "text" },
          { name: "count", type: "number" },
        ],
      ],
    ]);
    expect(steps.map(({ column }) => column)).toEqual([3, 3, 49, 60]);
  });

  test("says that a part is refused, and why", async () => {
    const search = "sourcetype=aws:cloudtrail | outlier x | stats count";
    const { out, status } = await explained(search, "--format", "json");
    expect(status).toBe(1);
    const { complete, steps, diagnostics } = JSON.parse(out) as {
      complete: boolean;
      steps: unknown[];
      diagnostics: { code: string }[];
    };
    expect(complete).toBe(false);
    expect(steps).toHaveLength(1);
    expect(diagnostics.map(({ code }) => code)).toEqual(["lower/unsupported-command"]);
  });
});
