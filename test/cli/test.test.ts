import { gzipSync } from "node:zlib";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

const search =
  "search sourcetype=aws:cloudtrail eventName=DeleteTrail | stats count min(_time) as first by user";

function withTests(tests: string, parts: { readonly search?: string } = {}): string {
  return detectionYaml({ search: parts.search ?? search, more: `tests:\n${tests}` });
}

const passing = [
  "- name: two deletions are one row",
  "  events:",
  "  - {_time: 10, eventName: DeleteTrail, user: eve}",
  "  - {_time: 20, eventName: DeleteTrail, user: eve}",
  "  - {_time: 20, eventName: ListTrails, user: bob}",
  "  expect:",
  "    rows: 1",
  "    values: [{user: eve, count: 2, first: 10}]",
  "- name: listing is not found",
  "  events: [{eventName: ListTrails, user: bob}]",
  "  expect: {rows: 0}",
  "",
].join("\n");

async function testOne(tests: string, ...argv: readonly string[]) {
  const root = temporaryFolder({ "detections/a.yml": withTests(tests) });
  return { root, ...(await runDetc(root, ["test", ...argv])) };
}

describe("tests with written events", () => {
  test("pass", async () => {
    const { out, status } = await testOne(passing);
    expect(out).toMatch(/^2 passed, 0 failed, 0 skipped in /);
    expect(status).toBe(0);
  });

  test("fail with the wrong number of rows", async () => {
    const { out, status } = await testOne(
      "- name: t\n  events: [{eventName: DeleteTrail, user: bob}]\n  expect: {rows: 0}\n",
    );
    expect(out).toContain("failed detections/a.yml t: the search gives 1 row, expected are 0");
    expect(status).toBe(1);
  });

  test("fail with a wrong value, and say which", async () => {
    const { out } = await testOne(
      "- name: t\n  events: [{eventName: DeleteTrail, user: bob}]\n  expect: {values: [{user: eve, count: 1}]}\n",
    );
    expect(out).toContain('`user` is ["bob"], expected is ["eve"]');
  });

  test("without an expectation want a row", async () => {
    const { out } = await testOne("- name: t\n  events: [{eventName: Nothing, user: bob}]\n");
    expect(out).toContain("the search gives no row");
  });

  test("each expected value needs a row of its own", async () => {
    const { status } = await testOne(
      "- name: t\n  events: [{eventName: DeleteTrail, user: bob}]\n  expect: {values: [{user: bob}, {count: 1}]}\n",
    );
    expect(status).toBe(1);
  });

  test("take now as the moment behind the newest event", async () => {
    const root = temporaryFolder({
      "detections/a.yml": withTests(
        "- name: t\n  events: [{_time: 1000, a: 1}, {_time: 900000, a: 2}]\n  expect: {rows: 1}\n",
        { search: "search index=main earliest=-1h a=*" },
      ),
    });
    expect((await runDetc(root, ["test"])).status).toBe(0);
  });
});

test("rows of a lookup can be written in a test", async () => {
  const root = temporaryFolder({
    "detections/a.yml": withTests(
      [
        "- name: seen before",
        "  events: [{user: eve}]",
        "  lookups: {seen_users: [{user: eve, times: 3}]}",
        "  expect: {values: [{user: eve, times: 3}]}",
        "- name: without rows",
        "  events: [{user: eve}]",
        "  expect: {rows: 1}",
        "",
      ].join("\n"),
      { search: "search index=main user=* | lookup seen_users user OUTPUT times | table user times" },
    ),
    "lookups/seen_users.yml":
      "name: seen_users\ndescription: x\nlookup_type: kvstore\nfields: [user, times]\n",
  });
  const { out, err } = await runDetc(root, ["test"]);
  expect(out).toContain("1 passed, 1 failed");
  expect(err).toContain("evaluate/unknown-lookup");
});

test("rows of the list of assets are what Splunk adds to events", async () => {
  const row = "  lookups: {asset_lookup_by_str: [{asset: WEB1, category: web_server}]}";
  const root = temporaryFolder({
    "detections/a.yml": withTests(
      [
        "- name: in the list",
        "  events: [{dest: web1}, {dest: web2}]",
        row,
        "  expect: {rows: 1, values: [{dest: web1}]}",
        "- name: already added",
        "  events: [{dest: web1, dest_category: [database]}]",
        row,
        "  expect: {rows: 0}",
        "- name: without a list",
        "  events: [{dest: web1, dest_category: web_server}]",
        "  expect: {rows: 1}",
        "",
      ].join("\n"),
      { search: "search index=main dest_category=web_server" },
    ),
    "assets.csv": "asset,category\nWEB1,web_server\n",
    "events.jsonl": '{"dest":"web1"}\n{"dest":"web2"}\n',
  });
  expect(await runDetc(root, ["test"])).toMatchObject({ status: 0 });
  const search = ["run", "--search", "index=main dest_category=web_server | table dest", "--format", "csv"];
  const given = ["--lookup", "asset_lookup_by_str=assets.csv"];
  expect((await runDetc(root, [...search, ...given, "events.jsonl"])).out).toBe("dest\nweb1\n");
  expect((await runDetc(root, [...search, "events.jsonl"])).out).toBe("dest\n");
});

test("a report that cannot be written is an error", async () => {
  const { err, status } = await testOne(passing, "--junit", "no-folder/report.xml");
  expect(err).toContain("no-folder/report.xml");
  expect(err).toContain("it does not exist");
  expect(status).toBe(1);
});

describe("recordings", () => {
  const recording = JSON.stringify({
    eventName: "DeleteTrail",
    eventTime: "2024-01-01T00:00:00Z",
    user: "eve",
  });
  const address = "https://recordings.example/a/trail.json";
  const tests = (data: string): string =>
    `- name: t\n  attack_data: [{data: '${data}', source: x, sourcetype: 'aws:cloudtrail'}]\n`;

  test("are read from a path in the repository", async () => {
    const root = temporaryFolder({
      "detections/a.yml": withTests(tests("data/trail.json"), {
        search: "search sourcetype=aws:cloudtrail eventName=DeleteTrail",
      }),
      "data/trail.json": recording,
    });
    expect(await runDetc(root, ["test"])).toMatchObject({ status: 0 });
  });

  test.each([
    ["a path that leads nowhere", "data/none.json", "the file data/none.json does not exist"],
    ["a folder", "data", "data cannot be read: it is a folder"],
    ["an empty file", "data/empty.json", "data/empty.json holds no event"],
    ["a broken gzip file", "data/broken.gz", "data/broken.gz cannot be read: it is no whole gzip file"],
    ["what is no address", "https://exa%mple/a", "https://exa%mple/a is no address of a file"],
  ])("fail the test: %s", async (_what, data, reason) => {
    const root = temporaryFolder({
      "detections/a.yml": withTests(tests(data)),
      "data/empty.json": "",
      "data/broken.gz": gzipSync("a text that is cut off").subarray(0, 20),
    });
    const { out, status } = await runDetc(root, ["test"]);
    expect(out).toContain(`failed detections/a.yml t: ${reason}`);
    expect(status).toBe(1);
  });

  test("that are not here are skipped, with the reason", async () => {
    const { out, status } = await testOne(tests(address));
    expect(out).toContain(
      `skipped detections/a.yml t: ${address} is not in the cache; --download fetches it`,
    );
    expect(status).toBe(0);
  });

  test("are read from the cache, as long as they are what was downloaded", async () => {
    const root = temporaryFolder({
      "detections/a.yml": withTests(tests(address), {
        search: "search sourcetype=aws:cloudtrail eventName=DeleteTrail",
      }),
    });
    const folder = join(root, "kept/recordings.example/a");
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "trail.json"), recording);
    const sum = createHash("sha256").update(recording).digest("hex");
    writeFileSync(join(folder, "trail.json.sha256"), `${sum}\n`);
    expect((await runDetc(root, ["test", "--cache", "kept"])).out).toContain("1 passed");
    writeFileSync(join(folder, "trail.json"), `${recording} `);
    expect((await runDetc(root, ["test", "--cache", "kept"])).out).toContain("its checksum differs");
  });

  test("of an address that would leave the cache are refused", async () => {
    const { out } = await testOne(tests("https://recordings.example/%2e%2e/%2e%2e%2fx"));
    expect(out).toContain("is no address of a file");
  });
});

describe("reports", () => {
  test("JSON", async () => {
    const { out } = await testOne(passing, "--format", "json");
    expect(JSON.parse(out)).toMatchObject({
      passed: 2,
      failed: 0,
      skipped: 0,
      tests: [
        { detection: "detections/a.yml", test: "two deletions are one row", status: "passed", rows: 1 },
        { detection: "detections/a.yml", test: "listing is not found", status: "passed", rows: 0 },
      ],
      untested: [],
    });
  });

  test("JUnit", async () => {
    const { root } = await testOne(
      `${passing}- name: "<wrong>"\n  events: [{a: 1}]\n`,
      "--junit",
      "junit.xml",
    );
    const xml = readFileSync(join(root, "junit.xml"), "utf8");
    expect(xml).toContain('tests="3" failures="1" skipped="0"');
    expect(xml).toContain('name="&lt;wrong&gt;"><failure message="the search gives no row"/>');
  });

  test("detections without a test are counted, and named on request", async () => {
    const root = temporaryFolder({ "detections/a.yml": detectionYaml() });
    expect((await runDetc(root, ["test"])).out).toContain("1 detections have no test");
    expect((await runDetc(root, ["test", "--verbose"])).out).toContain("no test detections/a.yml");
  });

  test("only the detections of the given paths are tested", async () => {
    const root = temporaryFolder({
      "detections/x/a.yml": withTests(passing),
      "detections/y/b.yml": detectionYaml({ name: "Other", id: "11111111-2222-4333-8444-555555555555" }),
    });
    expect((await runDetc(root, ["test", "detections/x"])).out).not.toContain("no test");
    expect((await runDetc(root, ["test", "detections/none"])).status).toBe(1);
  });

  test("a search that cannot be understood fails with its diagnostic", async () => {
    const root = temporaryFolder({
      "detections/a.yml": withTests("- name: t\n  events: [{a: 1}]\n", { search: "search a=1 | nonsense" }),
    });
    const { out, err, status } = await runDetc(root, ["test"]);
    expect(out).toContain("the search has no meaning here");
    expect(err).toContain("detections/a.yml:10:");
    expect(status).toBe(1);
  });
});
