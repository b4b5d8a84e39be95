import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { addFiles, detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { gitRepository } from "../support/git-repository.js";
import { runDetc } from "../support/run-detc.js";

const path = "detections/endpoint/a.yml";
const first = detectionYaml();
const changed = first.replace("certutil.exe", "mshta.exe");
const since = ["check", ".", "--changed-since", "HEAD", "--target", "splunk"];

test("a change without a new version is an error, which bump mends", async () => {
  const { folder, commit } = gitRepository();
  commit({ [path]: first });
  addFiles(folder, { [path]: changed });
  const before = await runDetc(folder, since);
  expect(before.status).toBe(1);
  expect(before.err).toContain(`${path}:3:10 - error git/version-not-raised`);

  expect(await runDetc(folder, ["bump"])).toMatchObject({ status: 0, out: `${path}: version 2\n` });
  const text = readFileSync(join(folder, path), "utf8");
  expect(text.replace(/^date: .*$/m, "")).toBe(
    changed.replace("version: 1", "version: 2").replace(/^date: .*$/m, ""),
  );
  expect((await runDetc(folder, since)).status).toBe(0);
  expect((await runDetc(folder, ["bump"])).out).toBe("");
});

test("a lower version is an error", async () => {
  const { folder, commit } = gitRepository();
  commit({ [path]: first.replace("version: 1", "version: 3") });
  addFiles(folder, { [path]: changed });
  expect((await runDetc(folder, since)).err).toContain("git/version-lowered");
});

test.each([
  ["a comment", first.replace("name:", "# A note\nname:")],
  ["the layout of the search", first.replace("exe | table", "exe   |   table")],
  ["the date", first.replace("2025-02-03", "2025-02-04")],
])("%s is no change of content", async (_what, text) => {
  const { folder, commit } = gitRepository();
  commit({ [path]: first });
  addFiles(folder, { [path]: text });
  expect(await runDetc(folder, since)).toMatchObject({ status: 0 });
});

test("only what changed is built, and what changed by its macros", async () => {
  const { folder, commit } = gitRepository();
  const using = (name: string, id: string, macro: string): string =>
    detectionYaml({ name, id, search: `index=main \`${macro}\` | table host` });
  const macro = (name: string, value: string): string =>
    `name: ${name}\ndefinition: host=${value}\ndescription: A host.\n`;
  commit({
    "detections/endpoint/a.yml": using("One", "11111111-2222-4333-8444-555555555555", "left"),
    "detections/endpoint/b.yml": using("Two", "22222222-2222-4333-8444-555555555555", "right"),
    "macros/left.yml": macro("left", "a"),
    "macros/right.yml": macro("right", "a"),
  });
  addFiles(folder, { "macros/left.yml": macro("left", "b") });
  const { status } = await runDetc(folder, ["build", "--changed-since", "HEAD", "--target", "splunk"]);
  expect(status).toBe(0);
  const manifest: { readonly detections: readonly { readonly name: string }[] } = JSON.parse(
    readFileSync(join(folder, "dist/manifest.json"), "utf8"),
  );
  expect(manifest.detections.map(({ name }) => name)).toEqual(["One"]);
});

test("there has to be something to compare with", async () => {
  const outside = temporaryFolder({ [path]: first });
  const { err } = await runDetc(outside, since);
  expect(err).toContain("git/no-repository");
  expect(err).toContain("git says: not a git repository");
  expect((await runDetc(outside, ["bump", "nowhere"])).err).toContain("build/no-such-folder");
  const { folder, commit } = gitRepository();
  commit({ [path]: first });
  for (const ref of ["nonsense", "--upload-pack=x"])
    expect((await runDetc(folder, ["check", ".", `--changed-since=${ref}`])).err).toContain(
      "git/unknown-ref",
    );
});
