import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeText } from "../../src/cli/write-text.js";
import { detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

const loose = detectionYaml({ search: "search `near`  a = 1" });
const tidy = detectionYaml({ search: "search `near` a=1" });
const files = {
  "detections/endpoint/loose.yml": loose,
  "detections/endpoint/tidy.yml": tidy,
  "macros/near.yml": "name: near\ndefinition:   index=main\n",
};
const read = (root: string, name: string): string => readFileSync(join(root, name), "utf8");

test("--check names what is not formatted, and writes nothing", async () => {
  const root = temporaryFolder(files);
  const { status, out, err } = await runDetc(root, ["fmt", "--check"]);
  expect([status, out, err]).toEqual([1, "detections/endpoint/loose.yml\n", ""]);
  expect(read(root, "detections/endpoint/loose.yml")).toBe(loose);
});

test("--write replaces it, and then there is nothing to do", async () => {
  const root = temporaryFolder(files);
  expect((await runDetc(root, ["fmt", "--write"])).out).toBe("detections/endpoint/loose.yml\n");
  expect(read(root, "detections/endpoint/loose.yml")).toBe(tidy);
  expect(read(root, "macros/near.yml")).toBe(files["macros/near.yml"]);
  expect(await runDetc(root, ["fmt", "--check"])).toEqual({ status: 0, out: "", err: "" });
});

test("without an option the formatted file goes to standard output", async () => {
  const root = temporaryFolder(files);
  const { status, out } = await runDetc(join(root, "detections"), ["fmt", "endpoint/loose.yml"]);
  expect([status, out]).toEqual([0, tidy]);
});

test("of a folder of a repository, only what lies in it", async () => {
  const root = temporaryFolder({ ...files, "detections/web/other.yml": loose });
  const { out } = await runDetc(root, ["fmt", "--check", "detections/web"]);
  expect(out).toBe("detections/web/other.yml\n");
});

test("a search that cannot be read is left alone, with what is wrong and where", async () => {
  const broken = detectionYaml({ search: "search  (a" });
  const root = temporaryFolder({ ...files, "detections/broken.yml": broken });
  const { status, err } = await runDetc(root, ["fmt", "--write"]);
  expect(status).toBe(1);
  expect(err).toContain("detections/broken.yml:10:");
  expect(read(root, "detections/broken.yml")).toBe(broken);
  expect(read(root, "detections/endpoint/loose.yml")).toBe(tidy);
});

test("a file that is one search, with the macros of its repository", async () => {
  const root = temporaryFolder({ ...files, "hunt.spl": "`near`|stats count by a" });
  expect((await runDetc(root, ["fmt", "--write", "hunt.spl"])).status).toBe(0);
  expect(read(root, "hunt.spl")).toBe("`near`\n| stats count BY a\n");
});

test("a byte order mark stays", async () => {
  const root = temporaryFolder({ "detections/a.yml": `\uFEFF${detectionYaml({ search: "search  a" })}` });
  await runDetc(root, ["fmt", "--write"]);
  expect(read(root, "detections/a.yml")).toBe(`\uFEFF${detectionYaml({ search: "search a" })}`);
});

test("paths that are not there, and files that cannot be written", async () => {
  const root = temporaryFolder(files);
  expect((await runDetc(root, ["fmt", "gone"])).err).toContain("build/no-such-detection");
  expect(writeText(join(root, "gone", "a.yml"), "a.yml", "")?.code).toBe("format/unwritable");
});

test("the detections of this repository are formatted", async () => {
  const root = join(import.meta.dirname, "../..");
  expect(await runDetc(root, ["fmt", "--check"])).toEqual({ status: 0, out: "", err: "" });
});
