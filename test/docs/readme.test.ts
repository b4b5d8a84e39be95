import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { loadWorkbench, type Workbench } from "../support/workbench.js";

let workbench: Workbench;
let readme: string;
beforeAll(async () => {
  workbench = await loadWorkbench();
  readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
});

describe("the example of the README", () => {
  it.each(["splunk", "sigma", "sentinel", "elastic"])("is what detc writes for %s", (target) => {
    const detection = workbench.detections.find(({ stem }) => readme.includes(`[\`${stem}.yml\`]`));
    if (detection === undefined) throw new Error("the README names no detection");
    const outcome = workbench.compileDetection(detection, target);
    if (outcome.status !== "compiled") throw new Error(outcome.status);
    // The fields that a Sigma rule lists are left out of the example.
    const [query] = outcome.query.text.trim().split("\nfields:\n");
    expect(readme).toContain(query);
  });

  it("shows a refusal as it is", () => {
    const search = /^ {2}1 \| (.*)$/m.exec(readme)?.[1] ?? "";
    const { diagnostics } = workbench.compile(search, "sigma");
    const [refusal] = diagnostics;
    expect(readme).toContain(`error ${refusal?.code}: ${refusal?.message}\n`);
    expect(readme).toContain(`help: ${refusal?.help}\n`);
  });
});
