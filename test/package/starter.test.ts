import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

test("a new repository compiles for every target, passes its test and is formatted", async () => {
  const folder = temporaryFolder();
  expect((await runDetc(folder, ["init"])).status).toBe(0);
  const build = await runDetc(folder, ["build", "--verbose"]);
  expect(build.status, build.err).toBe(0);
  const { detections }: { readonly detections: readonly { readonly targets: object }[] } = JSON.parse(
    readFileSync(join(folder, "dist/manifest.json"), "utf8"),
  );
  const statuses = detections.flatMap(({ targets }) => Object.values(targets).map(({ status }) => status));
  expect(statuses).toEqual(["compiled", "compiled", "compiled", "compiled", "compiled"]);
  expect((await runDetc(folder, ["test"])).out).toContain("1 passed, 0 failed, 0 skipped");
  expect((await runDetc(folder, ["fmt", "--check"])).status).toBe(0);
});

test("the editor is told of a schema for every kind of file, and finds it", async () => {
  const folder = temporaryFolder();
  await runDetc(folder, ["init"]);
  const settings: { readonly "yaml.schemas": Readonly<Record<string, string>> } = JSON.parse(
    readFileSync(join(folder, ".vscode/settings.json"), "utf8"),
  );
  for (const path of Object.keys(settings["yaml.schemas"]))
    expect(JSON.parse(readFileSync(join(folder, path), "utf8"))).toHaveProperty("properties");
  expect(settings["yaml.schemas"]).toHaveProperty(["./.vscode/detc/detection.schema.json"]);
});

test("nothing that exists is replaced", async () => {
  const folder = temporaryFolder({ "detc.yml": "out: elsewhere\n" });
  const { status, err } = await runDetc(folder, ["init"]);
  expect(status).toBe(1);
  expect(err).toContain("starter/exists");
  expect(readFileSync(join(folder, "detc.yml"), "utf8")).toBe("out: elsewhere\n");
});

test("a new detection has the place that its name asks for, and an id of its own", async () => {
  const folder = temporaryFolder();
  await runDetc(folder, ["init"]);
  const made = await runDetc(folder, ["new", 'A/B: Odd "Name"', "--type", "Hunting", "--category", "../x"]);
  expect(made.out).toBe("detections/x/a_b_odd_name.yml\n");
  expect((await runDetc(folder, ["new", "A B Odd Name", "--category", "x"])).err).toContain("starter/exists");
  const check = await runDetc(folder, ["check"]);
  expect(check.status, check.err).toBe(0);
  for (const name of ["///", "", "  "])
    expect((await runDetc(folder, ["new", name])).err).toContain("<name> - error starter/unnamed");
});

test("a place that cannot be written is told", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "closed"));
  writeFileSync(join(folder, "closed/detections"), "a file where a folder has to be");
  expect((await runDetc(folder, ["new", "One", "--root", "closed"])).err).toContain("starter/unwritable");
});
