import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import type { Manifest } from "../../src/manifest/manifest.js";
import { addFiles, detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

const second = detectionYaml({ name: "Another", id: "11111111-2222-4333-8444-555555555555" });
const unreadable = detectionYaml({
  name: "Not A Search",
  id: "22222222-2222-4333-8444-555555555555",
  search: "search (a",
});
const onlySplunk = ["--target", "splunk"];

/** Every file of a folder with its content. */
function filesOf(folder: string, below = ""): Readonly<Record<string, string>> {
  return Object.assign(
    {},
    ...readdirSync(join(folder, below), { withFileTypes: true }).map((entry) => {
      const path = join(below, entry.name);
      return entry.isDirectory()
        ? filesOf(folder, path)
        : { [path]: readFileSync(join(folder, path), "utf8") };
    }),
  );
}

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
}

describe("what a build writes", () => {
  test("a manifest that follows its schema, with the checksum of every file", async () => {
    const root = temporaryFolder({
      "detections/endpoint/a.yml": detectionYaml(),
      "detections/cloud/b.yml": second,
      "detections/cloud/old.yml": detectionYaml({
        name: "Old",
        id: "33333333-2222-4333-8444-555555555555",
        status: "deprecated",
      }),
    });
    const { status, err } = await runDetc(root, ["build"]);
    expect(status, err).toBe(0);
    const dist = join(root, "dist");
    const manifest = manifestOf(dist);
    const schema: object = JSON.parse(readFileSync("schemas/manifest.schema.json", "utf8"));
    const validate = new Ajv().compile(schema);
    expect(validate(manifest), JSON.stringify(validate.errors)).toBe(true);

    const listed = manifest.artifacts.map(({ path, sha256 }) => {
      const written = createHash("sha256")
        .update(readFileSync(join(dist, path)))
        .digest("hex");
      expect(written, path).toBe(sha256);
      return path;
    });
    const found = Object.keys(filesOf(dist)).filter((path) => ![".detc", "manifest.json"].includes(path));
    expect(listed).toEqual(found.sort());
    expect(manifest.detections.map(({ path }) => path)).toEqual([
      "detections/cloud/b.yml",
      "detections/cloud/old.yml",
      "detections/endpoint/a.yml",
    ]);
    expect(manifest.detections[1]?.targets["splunk"]).toMatchObject({
      status: "skipped",
      reason: "the detection is deprecated",
    });
    expect(manifest.detections[2]?.targets["splunk"]).toMatchObject({
      status: "compiled",
      fidelity: "source",
      artifacts: expect.arrayContaining(["splunk/default/savedsearches.conf"]),
    });
  });

  test("the same bytes again, wherever the content lies", async () => {
    const files = { "detections/endpoint/a.yml": detectionYaml(), "detections/cloud/b.yml": second };
    const [first, other] = [temporaryFolder(files), temporaryFolder({ ...files, "notes.txt": "x" })];
    await runDetc(first, ["build"]);
    await runDetc("/", ["build", other, "--out", join(other, "elsewhere")]);
    expect(filesOf(join(other, "elsewhere"))).toEqual(filesOf(join(first, "dist")));
    const before = filesOf(join(first, "dist"));
    await runDetc(first, ["build"]);
    expect(filesOf(join(first, "dist"))).toEqual(before);
  });

  test("a manifest that names the home and the table of each rule", async () => {
    const search = "search source=XmlWinEventLog:Microsoft-Windows-Sysmon/Operational EventCode=1 Image=a";
    const homeIn = async (configuration: string) => {
      const root = temporaryFolder({
        "detections/a.yml": detectionYaml({ search }),
        "detc.yml": `targets: [sentinel, cortex, elastic, sigma]\n${configuration}`,
      });
      await runDetc(root, ["build"]);
      const { targets = {} } = manifestOf(join(root, "dist")).detections[0] ?? {};
      return Object.entries(targets).map(([id, { home, table }]) => [id, home, table]);
    };
    expect(await homeIn("")).toEqual([
      ["sigma", "sysmon", "category=process_creation,product=windows"],
      ["sentinel", "event", "Event"],
      ["elastic", "sysmon", "logs-windows.sysmon_operational-*, winlogbeat-*"],
      ["cortex", "sysmon", "microsoft_sysmon_raw"],
    ]);
    expect(await homeIn("homes: { sentinel: { windows.sysmon: windowsevent } }\n")).toContainEqual([
      "sentinel",
      "windowsevent",
      "WindowsEvent",
    ]);
  });

  test("a summary, or the manifest on standard output", async () => {
    const root = temporaryFolder({ "detections/endpoint/a.yml": detectionYaml() });
    const text = await runDetc(root, ["build", ...onlySplunk]);
    expect(text.out).toContain("Certificate Left The Store");
    expect(text.out).toContain("1 of 1");
    const json = await runDetc(root, ["build", ...onlySplunk, "--format", "json"]);
    expect(JSON.parse(json.out)).toEqual(manifestOf(join(root, "dist")));
  });
});

describe("when something is invalid", () => {
  test("nothing is written, and the last output stays", async () => {
    const root = temporaryFolder({ "detections/endpoint/a.yml": detectionYaml() });
    await runDetc(root, ["build", ...onlySplunk]);
    const before = filesOf(join(root, "dist"));
    addFiles(root, { "detections/endpoint/broken.yml": "name: [" });
    const { status, err } = await runDetc(root, ["build", ...onlySplunk]);
    expect(status).toBe(1);
    expect(err).toContain("detections/endpoint/broken.yml:1:8 - error content/invalid-yaml");
    expect(err).toContain("nothing was written");
    expect(filesOf(join(root, "dist"))).toEqual(before);
    expect(readdirSync(root).sort()).toEqual([".detc-cache", "detections", "dist"]);
  });

  test("--keep-going writes what is good, and the status is still 1", async () => {
    const root = temporaryFolder({
      "detections/endpoint/a.yml": detectionYaml(),
      "detections/endpoint/broken.yml": "name: [",
      "detections/endpoint/unreadable.yml": unreadable,
    });
    const { status, err } = await runDetc(root, ["build", "--keep-going", ...onlySplunk]);
    expect(status).toBe(1);
    expect(err).toContain("detections/endpoint/unreadable.yml:10:");
    const manifest = manifestOf(join(root, "dist"));
    expect(manifest.diagnostics).toMatchObject([
      { code: "content/invalid-yaml", file: "detections/endpoint/broken.yml", line: 1 },
    ]);
    expect(manifest.detections.map(({ targets }) => targets["splunk"]?.status)).toEqual([
      "compiled",
      "invalid",
    ]);
  });

  test("annotations for GitHub", async () => {
    const root = temporaryFolder({ "content/detections/endpoint/broken.yml": "name: [" });
    const { status, out } = await runDetc(root, ["build", "content", "--format", "github"]);
    expect(status).toBe(1);
    expect(out).toContain("::error file=content/detections/endpoint/broken.yml,line=1,col=8,");
  });
});

describe("the output folder", () => {
  test("a folder that detc did not make is not replaced", async () => {
    const root = temporaryFolder({
      "detections/endpoint/a.yml": detectionYaml(),
      "dist/precious.txt": "mine",
    });
    const { status, err } = await runDetc(root, ["build", ...onlySplunk]);
    expect(status).toBe(1);
    expect(err).toContain("build/foreign-output");
    expect(filesOf(join(root, "dist"))).toEqual({ "precious.txt": "mine" });
  });

  test("an empty folder and a link to one are taken; the link stays", async () => {
    const root = temporaryFolder({ "detections/endpoint/a.yml": detectionYaml() });
    mkdirSync(join(root, "real"));
    symlinkSync("real", join(root, "dist"));
    const { status } = await runDetc(root, ["build", ...onlySplunk]);
    expect(status).toBe(0);
    expect(existsSync(join(root, "real/manifest.json"))).toBe(true);
  });

  test("what a later build no longer has is gone", async () => {
    const root = temporaryFolder({ "detections/endpoint/a.yml": detectionYaml() });
    await runDetc(root, ["build", ...onlySplunk]);
    writeFileSync(join(root, "dist/stale.txt"), "old");
    await runDetc(root, ["build", ...onlySplunk]);
    expect(existsSync(join(root, "dist/stale.txt"))).toBe(false);
  });

  test("a file in its place is a diagnostic", async () => {
    const root = temporaryFolder({ "detections/endpoint/a.yml": detectionYaml(), dist: "a file" });
    const { status, err } = await runDetc(root, ["build", ...onlySplunk]);
    expect([status, err.split("\n")[0]]).toEqual([
      1,
      `${join(root, "dist")} - error build/output-unwritable: the output folder \`${join(root, "dist")}\` cannot be written: a part of its path is not a folder`,
    ]);
  });
});

describe("settings", () => {
  test("mistakes in detc.yml stop the build and are shown with their place", async () => {
    const root = temporaryFolder({
      "detections/endpoint/a.yml": detectionYaml(),
      "detc.yml": "targets: [splunk, sgma]\nhomes:\n  splunk: {no.such.source: x}\nsource: nowhere\n",
    });
    const { status, err } = await runDetc(root, ["build"]);
    expect(status).toBe(1);
    expect(err).toContain("detc.yml:1:19 - error build/unknown-target: there is no target `sgma`");
    expect(err).toContain(
      "detc.yml:3:28 - error build/unknown-source: there is no log source `no.such.source`",
    );
    expect(err).toContain("detc.yml:4:9 - error build/unknown-source: there is no log source `nowhere`");
    expect(existsSync(join(root, "dist"))).toBe(false);
  });

  test("a home that the log source does not have, and a form and a difference that nobody knows", async () => {
    const root = temporaryFolder({
      "detections/a.yml": detectionYaml(),
      "detc.yml":
        "homes:\n  sigma: {windows.sysmon: nowhere}\naccept: [windowin]\nforms: {sentinel: nrd, sigma: x}\n",
    });
    const { status, err } = await runDetc(root, ["build"]);
    expect(status).toBe(1);
    expect(err).toContain("detc.yml:4:19 - error build/unknown-form");
    expect(err).toContain("did this mean `nrt`?");
    expect(err).toContain("its rules have one form only");
    expect(err).toContain("detc.yml:2:27 - error build/unknown-home");
    expect(err).toContain("detc.yml:3:10 - error build/unknown-difference");
    expect(err).toContain("did this mean `windowing`?");
  });

  test("a refusal is a failure only for a target that is required", async () => {
    const search = "search index=main | dedup host";
    const files = { "detections/a.yml": detectionYaml({ search }) };
    const free = await runDetc(temporaryFolder(files), ["check"]);
    expect([free.status, free.err]).toEqual([0, expect.stringContaining("- refused (sigma")]);
    const everywhere = await runDetc(temporaryFolder({ ...files, "detc.yml": "require: [sigma]\n" }), [
      "check",
    ]);
    expect([everywhere.status, everywhere.err]).toEqual([
      1,
      expect.stringContaining("detections/a.yml:1:1 - error build/required-target-refused"),
    ]);
    expect(everywhere.err).toContain("detc.yml:1:11 - note: the target is required here");
    const more = "targets: {require: [sigma]}\n";
    const own = await runDetc(temporaryFolder({ "detections/a.yml": detectionYaml({ search, more }) }), [
      "check",
    ]);
    expect([own.status, own.err]).toEqual([
      1,
      expect.stringContaining("detections/a.yml:11:21 - error build/required-target-refused"),
    ]);
  });

  test("a catalog folder that is not there", async () => {
    const root = temporaryFolder({ "detections/a.yml": detectionYaml(), "detc.yml": "catalog: gone\n" });
    const { status, err } = await runDetc(root, ["build"]);
    expect([status, err]).toEqual([
      1,
      expect.stringContaining("detc.yml:1:10 - error build/catalog-missing"),
    ]);
  });

  test("a detection that skips or requires a target that does not exist", async () => {
    const more = "targets:\n  skip: [{target: splnk, reason: r}]\n  require: [nowhere]\n";
    const root = temporaryFolder({ "detections/a.yml": detectionYaml({ more }) });
    const { status, err } = await runDetc(root, ["check", ...onlySplunk]);
    expect(status).toBe(1);
    expect(err).toContain("detections/a.yml:12:19 - error build/unknown-target: there is no target `splnk`");
    expect(err).toContain("did this mean `splunk`?");
    expect(err).toContain(
      "detections/a.yml:13:13 - error build/unknown-target: there is no target `nowhere`",
    );
  });

  test("the output folder of detc.yml lies beside it", async () => {
    const root = temporaryFolder({ "detections/a.yml": detectionYaml(), "detc.yml": "out: made\n" });
    await runDetc("/", ["build", root, ...onlySplunk]);
    expect(existsSync(join(root, "made/manifest.json"))).toBe(true);
  });

  test("a folder that is not there", async () => {
    const { status, err } = await runDetc(temporaryFolder(), ["build", "gone"]);
    expect([status, err]).toEqual([1, expect.stringContaining("build/no-such-folder")]);
  });
});

test("a folder without permission is a diagnostic", async () => {
  const root = temporaryFolder({ "detections/a.yml": detectionYaml() });
  const out = join(root, "locked/dist");
  mkdirSync(join(root, "locked"));
  chmodSync(join(root, "locked"), 0o500);
  const { status, err } = await runDetc(root, ["build", ...onlySplunk, "--out", out]);
  // Root may write everywhere.
  if (process.getuid?.() === 0) expect(status).toBe(0);
  else expect([status, err]).toEqual([1, expect.stringContaining("no permission")]);
});
