import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, unzipSync } from "fflate";
import { unpackTar } from "modern-tar";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { addFiles, detectionYaml } from "../support/content-folder.js";
import { gitRepository } from "../support/git-repository.js";
import { runDetc } from "../support/run-detc.js";

const search =
  'source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" EventCode=1 Image="*\\\\certutil.exe" | table _time Computer';
const files = {
  "detections/endpoint/a.yml": detectionYaml({ search }),
  "lookups/tools.yml": "name: tools\nfilename: tools.csv\ndescription: Tools.\n",
  "lookups/tools.csv": "name\ncertutil.exe\n",
  "detc.yml": "app:\n  id: DA-own\n  label: OWN\n",
};

const path = "detections/endpoint/a.yml";

/** A detection that uses a lookup, with more terms in its search. */
function using(terms: string): string {
  return detectionYaml({
    search: `${terms}${search.replace("| table", "| lookup tools name AS Image OUTPUT name AS found | where isnotnull(found) | table")}`,
    more: 'deployment:\n  scheduling: { cron_schedule: "0 * * * *", earliest_time: -70m, latest_time: now }\n',
  });
}

const release = ["package", "--name", "My Content", "--release", "1.2.3"];

function releaseIn(folder: string): ReadonlyMap<string, Uint8Array> {
  return new Map(
    readdirSync(join(folder, "release"))
      .filter((name) => name !== ".detc")
      .sort()
      .map((name) => [name, new Uint8Array(readFileSync(join(folder, "release", name)))]),
  );
}

function bytesOf(made: ReadonlyMap<string, Uint8Array>, name: string): Uint8Array {
  const bytes = made.get(name);
  if (bytes === undefined) throw new Error(`${name} is not among ${[...made.keys()].join(", ")}`);
  return bytes;
}

const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

beforeEach(() => {
  process.env["SOURCE_DATE_EPOCH"] = "1700000000";
});
afterEach(() => {
  delete process.env["SOURCE_DATE_EPOCH"];
});

describe("a release", () => {
  test("has one archive a product, and the same bytes each time", async () => {
    const { folder, commit } = gitRepository();
    commit(files);
    const run = await runDetc(folder, release);
    expect(run.status, run.err).toBe(0);
    const made = releaseIn(folder);
    expect([...made.keys()]).toEqual([
      "DA-own-1.2.3.tgz",
      "RELEASE_NOTES.md",
      "SHA256SUMS",
      "bom.cdx.json",
      "cortex_My-Content-1.2.3.zip",
      "elastic_My-Content-1.2.3.ndjson",
      "sentinel_My-Content-1.2.3.zip",
      "sigma_My-Content-1.2.3.zip",
    ]);
    for (const name of ["release", "dist", ".detc-cache"]) rmSync(join(folder, name), { recursive: true });
    const zone = process.env["TZ"];
    process.env["TZ"] = "Pacific/Auckland";
    await runDetc(folder, release);
    if (zone === undefined) delete process.env["TZ"];
    else process.env["TZ"] = zone;
    expect(releaseIn(folder)).toEqual(made);
  });

  test("has checksums that hold", async () => {
    const { folder, commit } = gitRepository();
    commit(files);
    await runDetc(folder, release);
    const made = releaseIn(folder);
    const lines = textOf(bytesOf(made, "SHA256SUMS")).trimEnd().split("\n");
    expect(lines).toHaveLength(made.size - 1);
    for (const line of lines) {
      const [sum = "", name = ""] = line.split("  ");
      expect(createHash("sha256").update(bytesOf(made, name)).digest("hex")).toBe(sum);
    }
  });

  test("has an app of one folder with its version, its permissions and its lookups", async () => {
    const { folder, commit } = gitRepository();
    commit(files);
    await runDetc(folder, release);
    const entries = await unpackTar(gunzipSync(bytesOf(releaseIn(folder), "DA-own-1.2.3.tgz")));
    const texts = new Map(entries.map(({ header, data }) => [header.name, textOf(data)]));
    expect([...texts.keys()]).toEqual(
      expect.arrayContaining([
        "DA-own/app.manifest",
        "DA-own/default/app.conf",
        "DA-own/default/savedsearches.conf",
        "DA-own/lookups/tools.csv",
        "DA-own/metadata/default.meta",
      ]),
    );
    expect([...texts.keys()].every((name) => name.startsWith("DA-own/") && !name.includes("/local/"))).toBe(
      true,
    );
    expect(texts.get("DA-own/default/app.conf")).toContain("version = 1.2.3");
    expect(texts.get("DA-own/default/savedsearches.conf")).toContain(
      "[OWN - Certificate Left The Store - Rule]",
    );
  });

  test("has a content pack whose rules begin with its name", async () => {
    const { folder, commit } = gitRepository();
    commit(files);
    await runDetc(folder, release);
    const zip = unzipSync(bytesOf(releaseIn(folder), "cortex_My-Content-1.2.3.zip"));
    expect(Object.keys(zip)).toContain(
      "Packs/MyContent/CorrelationRules/MyContent_certificate_left_the_store.yml",
    );
    expect(JSON.parse(textOf(zip["Packs/MyContent/pack_metadata.json"]))).toMatchObject({
      currentVersion: "1.2.3",
    });
  });

  test("lists what is in it", async () => {
    const { folder, commit } = gitRepository();
    commit(files);
    await runDetc(folder, release);
    const bom: {
      readonly components: readonly { readonly "bom-ref": string }[];
      readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
    } = JSON.parse(textOf(bytesOf(releaseIn(folder), "bom.cdx.json")));
    const references = bom.components.map((component) => component["bom-ref"]);
    expect(references).toContain("urn:uuid:0b3f3f52-5a2c-4c0e-9a3e-6a1f3f0e7d11");
    expect(bom).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.6" });
    for (const { dependsOn } of bom.dependencies)
      expect(references).toEqual(expect.arrayContaining([...dependsOn]));
  });

  test("lists no detection that is in none of its archives", async () => {
    const { folder, commit } = gitRepository();
    const refused = { name: "Refused", id: "33333333-2222-4333-8444-555555555555" };
    commit({
      ...files,
      "detections/endpoint/b.yml": detectionYaml({ ...refused, search: "index=unheard_of | table host" }),
    });
    await runDetc(folder, [...release, "--target", "sigma"]);
    const made = releaseIn(folder);
    for (const name of ["bom.cdx.json", "RELEASE_NOTES.md"])
      expect(textOf(bytesOf(made, name))).not.toContain("Refused");
  });

  test("tells what changed since a tag, in words", async () => {
    const { folder, commit } = gitRepository();
    const gone = detectionYaml({ name: "Gone", id: "33333333-2222-4333-8444-555555555555", search });
    const first = commit({ ...files, "detections/cloud/gone.yml": gone });
    rmSync(join(folder, "detections/cloud/gone.yml"));
    addFiles(folder, {
      "detections/endpoint/a.yml": detectionYaml({
        search: search.replace("EventCode=1", "EventCode=1 User!=SYSTEM"),
      }),
      "detections/cloud/new.yml": detectionYaml({
        name: "New [x](http://a.example) @all",
        id: "44444444-2222-4333-8444-555555555555",
        search,
      }),
    });
    await runDetc(folder, [...release, "--since", first]);
    const notes = textOf(bytesOf(releaseIn(folder), "RELEASE_NOTES.md"));
    expect(notes).toContain("## Added (1)");
    expect(notes).toContain("## Removed (1)\n\n- **Gone**");
    expect(notes).toContain("finds less than before\n  - now also: `` `User` has a value that is not");
    expect(notes).not.toMatch(/\]\(http|@all/);
  });

  test("tells of no change where there is none, whatever earlier builds know", async () => {
    const { folder, commit } = gitRepository();
    const macro = "name: own(1)\ndefinition: search Image=$a$\ndescription: d\narguments: [a]\n";
    const first = commit({ ...files, "macros/own.yml": macro.replace("own(1)", "own") });
    for (const _again of ["", "again"]) {
      await runDetc(folder, [...release, "--since", first]);
      expect(textOf(bytesOf(releaseIn(folder), "RELEASE_NOTES.md"))).toContain("No detection changed.");
    }
  });

  test.each<readonly [what: string, change: Readonly<Record<string, string>>, told: readonly string[]]>([
    [
      "the rows of a lookup that it uses",
      { "lookups/tools.csv": "name\nmshta.exe\n" },
      ["may find more, less or something else", "the lookup `tools` is another"],
    ],
    [
      "the window",
      { [path]: using("").replace("-70m", "-2h") },
      [
        "the search is as it was",
        "runs at `0 * * * *` over `-2h to now`, and ran at `0 * * * *` over `-70m to now`",
      ],
    ],
    [
      "what it says",
      { [path]: using("").replace("A certificate", "Another") },
      ["the search is as it was", "also changed: description"],
    ],
    [
      "where the events are",
      { [path]: using("index=other ") },
      ["the search is written in another way, and finds what it found in the events of its log source"],
    ],
    ["the layout", { [path]: using("").replace("| lookup", "  |   lookup") }, ["the search is as it was"]],
    [
      "a column that a lookup is asked by",
      { [path]: using("").replace("name AS Image", "name AS ParentImage") },
      ["may find more, less or something else", "was: `` looks up", "is now: `` looks up"],
    ],
    [
      "what cannot be told",
      { [path]: using("").replace(/source="[^"]*"/, "index=unheard_of") },
      ["what that means cannot be told"],
    ],
  ])("tells of a detection what became of it: %s", async (_what, change, told) => {
    const { folder, commit } = gitRepository();
    const first = commit({ ...files, [path]: using("") });
    addFiles(folder, change);
    await runDetc(folder, [...release, "--target", "splunk", "--keep-going", "--since", first]);
    const notes = textOf(bytesOf(releaseIn(folder), "RELEASE_NOTES.md"));
    expect(notes).toContain("## Changed (1)");
    const lines = notes.split("\n").filter((line) => line.startsWith("  - "));
    expect(lines).toHaveLength(told.length);
    told.forEach((words, index) => expect(lines[index]).toContain(words));
  });

  test("is not made of content that is invalid", async () => {
    const { folder, commit } = gitRepository();
    commit({ ...files, "detections/endpoint/b.yml": "name: [" });
    const run = await runDetc(folder, release);
    expect(run.status).toBe(1);
    expect(run.err).toContain("nothing was packaged");
    expect(readdirSync(folder)).not.toContain("release");
  });
});
