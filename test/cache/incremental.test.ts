import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addFiles, detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

const first = detectionYaml({
  search: "| tstats count from datamodel=Endpoint.Processes where `tools` by Processes.dest | `drop_name`",
});
const second = detectionYaml({
  name: "Another",
  id: "11111111-2222-4333-8444-555555555555",
  search: "index=main certutil.exe | lookup known.csv name | stats count by host",
});
const macro = (name: string, definition: string): string =>
  `name: ${name}\ndefinition: ${JSON.stringify(definition)}\ndescription: A part of a search.\n`;

const files = {
  "detections/endpoint/a.yml": first,
  "detections/endpoint/b.yml": second,
  "macros/tools.yml": macro("tools", "Processes.process_name=certutil.exe"),
  "macros/unused.yml": macro("unused", "host=a"),
  "macros/drop_name.yml": macro("drop_name", "rename Processes.dest as dest"),
  "lookups/known.yml": "name: known\nfilename: known.csv\ndescription: Tools.\n",
  "lookups/known.csv": "name,kind\ncertutil.exe,built-in\n",
};

function textsIn(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(folder, path)).isFile())
      .sort()
      .map((path) => [path, readFileSync(join(folder, path), "utf8")]),
  );
}

/** Builds with what earlier builds know, and tells how many detections were compiled. */
async function buildAgain(root: string): Promise<number> {
  const { err } = await runDetc(root, ["build", "--keep-going", "--verbose"]);
  return Number(/(\d+) of \d+ detections were compiled anew/.exec(err)?.[1]);
}

async function expectCleanOutput(root: string): Promise<void> {
  const clean = join(temporaryFolder(), "clean");
  await runDetc(root, ["build", "--keep-going", "--no-cache", "--out", clean]);
  expect(textsIn(join(root, "dist"))).toEqual(textsIn(clean));
}

describe("a build after a build", () => {
  test.each([
    ["nothing", {}, 0],
    ["one detection", { "detections/endpoint/a.yml": first.replace("A Team", "B Team") }, 1],
    ["a macro that one uses", { "macros/tools.yml": macro("tools", "Processes.process_name=b*.exe") }, 1],
    ["a macro that none uses", { "macros/unused.yml": macro("unused", "host=b") }, 0],
    ["a lookup that one uses", { "lookups/known.csv": "name,kind\nmshta.exe,built-in\n" }, 1],
    ["a macro that stops to exist", { "macros/tools.yml": macro("other", "host=b") }, 1],
    ["a detection that is not YAML", { "detections/endpoint/a.yml": "name: [" }, 0],
    [
      "a deployment",
      {
        "deployments/anomaly.yml":
          "name: Anomaly\nid: 22222222-2222-4333-8444-555555555555\ndate: 2025-01-01\nauthor: A\ndescription: D\n" +
          "type: Anomaly\nscheduling:\n  cron_schedule: 5 * * * *\n  earliest_time: -70m@m\n  latest_time: -10m@m\n",
      },
      2,
    ],
    ["the settings", { "detc.yml": "comments: true\n" }, 2],
  ])("compiles what is concerned by a change of %s", async (_what, change, compiled) => {
    const root = temporaryFolder(files);
    expect(await buildAgain(root)).toBe(2);
    addFiles(root, change);
    expect(await buildAgain(root)).toBe(compiled);
    await expectCleanOutput(root);
  });

  test("takes away what is no longer made, and mends what was touched", async () => {
    const root = temporaryFolder(files);
    await buildAgain(root);
    rmSync(join(root, "detections/endpoint/b.yml"));
    writeFileSync(join(root, "dist/splunk/default/macros.conf"), "touched");
    writeFileSync(join(root, "dist/stray.txt"), "stray");
    expect(await buildAgain(root)).toBe(0);
    await expectCleanOutput(root);
  });

  test("does not believe a cache that is no cache", async () => {
    const root = temporaryFolder(files);
    await buildAgain(root);
    const cache = join(root, ".detc-cache");
    for (const name of readdirSync(cache).filter((each) => each.endsWith(".bin")))
      writeFileSync(join(cache, name), "no cache");
    expect(await buildAgain(root)).toBe(2);
    await expectCleanOutput(root);
  });

  test("tells the same of what it did not compile", async () => {
    const root = temporaryFolder({
      ...files,
      "detections/endpoint/a.yml": detectionYaml({
        search: "index=main `odd` | transaction host | stats count by host",
      }),
      "macros/odd.yml": macro("odd", "host=a | nonsense"),
    });
    const told = await runDetc(root, ["build", "--keep-going", "--format", "github"]);
    const again = await runDetc(root, ["build", "--keep-going", "--format", "github"]);
    expect(told.out).not.toBe("");
    expect(again).toEqual(told);
    const frames = await runDetc(root, ["build", "--keep-going", "--no-cache", "--verbose"]);
    const framesAgain = await runDetc(root, ["build", "--keep-going", "--verbose"]);
    const rest = (text: string): string => text.replace(/\d+ of \d+ detections were compiled anew\n/, "");
    expect(rest(framesAgain.err)).toBe(rest(frames.err));
  });
});
