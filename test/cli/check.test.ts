import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

const broken = detectionYaml({
  name: "Not A Search",
  id: "22222222-2222-4333-8444-555555555555",
  search: "search (a",
});
const onlySplunk = ["--target", "splunk"];

test("writes nothing and says what build says", async () => {
  const root = temporaryFolder({ "detections/a.yml": detectionYaml(), "detections/b.yml": broken });
  const check = await runDetc(root, ["check", ...onlySplunk]);
  expect(check.status).toBe(1);
  expect(readdirSync(root)).toEqual(["detections"]);
  const build = await runDetc(root, ["build", ...onlySplunk]);
  expect(build.err).toContain(check.err);
  expect(existsSync(join(root, "dist"))).toBe(false);
});

test("of a file alone: its own mistakes, with the macros of its repository", async () => {
  const root = temporaryFolder({
    "detections/a.yml": detectionYaml({ search: "search `near` a" }),
    "detections/b.yml": broken,
    "macros/near.yml": "name: near\ndefinition: index=main\n",
  });
  const good = await runDetc(root, ["check", "detections/a.yml", ...onlySplunk]);
  expect([good.status, good.err]).toEqual([0, ""]);
  const bad = await runDetc(join(root, "detections"), ["check", "b.yml", "a.yml", ...onlySplunk]);
  expect(bad.status).toBe(1);
  expect(bad.err).toContain("detections/b.yml:10:");
});

test("a file that is not there, or belongs to no repository", async () => {
  const root = temporaryFolder({ "loose.yml": detectionYaml() });
  const { status, err } = await runDetc(root, ["check", "gone.yml", "loose.yml"]);
  expect(status).toBe(1);
  expect(err).toContain("gone.yml - error build/no-such-detection");
  expect(err).toContain("loose.yml - error build/no-such-detection");
});

test("as data", async () => {
  const root = temporaryFolder({ "detections/b.yml": broken });
  const { out } = await runDetc(root, ["check", "--format", "json", ...onlySplunk]);
  expect(JSON.parse(out)).toMatchObject({
    detections: [{ targets: { splunk: { status: "invalid", diagnostics: [{ file: "detections/b.yml" }] } } }],
  });
});
