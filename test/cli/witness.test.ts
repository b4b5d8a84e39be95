import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { addFiles, detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

const search = 'search sourcetype=aws:cloudtrail eventName="Delete*" | stats count by user';
const file = "detections/a.yml";

function root(more: string, written = search): string {
  return temporaryFolder({ [file]: detectionYaml({ search: written, more }) });
}

function read(folder: string): string {
  return readFileSync(join(folder, file), "utf8");
}

describe("`detc test --generate`", () => {
  test("writes an event that fires and near misses, which `detc test` then runs", async () => {
    const folder = root("");
    const { out, status } = await runDetc(folder, ["test", "--generate", file]);
    expect(out).toMatch(/^detections\/a\.yml: 4 tests with \d+ events\n$/);
    expect(status).toBe(0);
    const text = read(folder);
    expect(text).toContain("Generated: near misses that are not found");
    expect(text).toContain("# eventName: one character less at the start");
    expect(text).toContain("# user: missing");
    const run = await runDetc(folder, ["test"]);
    expect(run.out).toMatch(/^4 passed, 0 failed/);
  });

  test("keeps every byte of the file, and puts the tests behind those that are there", async () => {
    const written = "- name: by hand # kept\n  events: [{eventName: DeleteTrail, user: eve}]";
    const folder = root(`tests:\n${written}\n\n# the end\n`);
    const before = read(folder);
    await runDetc(folder, ["test", "--generate", file]);
    const after = read(folder);
    const added = after.indexOf('- name: "Generated');
    expect(added).toBeGreaterThan(before.indexOf("by hand"));
    const end = after.indexOf("\n\n# the end");
    expect(after.slice(0, added) + after.slice(end + 1)).toBe(before);
    expect((await runDetc(folder, ["test"])).out).toMatch(/^5 passed, 0 failed/);
  });

  test("writes nothing into a list that it cannot add to", async () => {
    const folder = root("tests: [{name: t, events: [{eventName: DeleteTrail, user: eve}]}]\n");
    const before = read(folder);
    const { err, status } = await runDetc(folder, ["test", "--generate", file]);
    expect(err).toContain("evaluate/tests-not-writable");
    expect(status).toBe(1);
    expect(read(folder)).toBe(before);
  });

  test("gives the same events for the same seed", async () => {
    const [first, second] = [root(""), root("")];
    await runDetc(first, ["test", "--generate", "--seed", "9", file]);
    await runDetc(second, ["test", "--generate", "--seed", "9", file]);
    expect(read(first)).toBe(read(second));
  });

  test("says where no event can be made", async () => {
    const folder = root("", "search sourcetype=aws:cloudtrail a=1 | where a=1 AND a=2");
    const { err, status } = await runDetc(folder, ["test", "--generate", file]);
    expect(err).toContain("evaluate/no-witness");
    expect(status).toBe(1);
  });

  test("counts up to a threshold", async () => {
    const folder = root(
      "",
      "search sourcetype=aws:cloudtrail eventName=x | stats count by user | where count > 9",
    );
    await runDetc(folder, ["test", "--generate", file]);
    const text = read(folder);
    expect(text.split("# passes").length - 1).toBe(10 + 9 + 9);
    expect(text).toMatch(/Generated: one event less[^]*rows: 0/);
  });

  test("puts near misses beside one event less than a threshold wants", async () => {
    const folder = root(
      "",
      "search sourcetype=aws:cloudtrail eventName=x | bin _time span=1h | stats count by _time user | where count > 9",
    );
    await runDetc(folder, ["test", "--generate", file]);
    const [, beside = ""] =
      /Generated: near misses in the place of one event([^]*?)rows: 0/.exec(read(folder)) ?? [];
    expect(beside.split("# passes").length - 1).toBe(9);
    expect(beside).toContain("# eventName: one character more at the end");
    expect(beside).toContain("# user: missing");
    expect(beside).toContain("# _time: just outside its bucket");
    expect(beside).not.toContain("# _time: at the edge of its bucket");
    expect((await runDetc(folder, ["test"])).out).toMatch(/^3 passed, 0 failed/);
  });

  test("finds the fewest events where only what stands apart from others fires", async () => {
    const folder = root(
      "",
      "search sourcetype=aws:cloudtrail eventName=x | stats count by user | eventstats avg(count) as usual | where count > usual * 1.5",
    );
    await runDetc(folder, ["test", "--generate", file]);
    const text = read(folder);
    expect(text).toMatch(/Generated: it is found[^]*?rows: 1/);
    expect(text).toMatch(/Generated: every event comes twice[^]*?rows: 1/);
    const [, found = ""] = /Generated: it is found([^]*?)rows: 1/.exec(text) ?? [];
    expect(found.split("# passes").length - 1).toBe(5);
    expect((await runDetc(folder, ["test"])).out).toMatch(/ passed, 0 failed/);
  });

  test("keeps blanks and line ends of values", async () => {
    const folder = root("", 'search sourcetype=aws:cloudtrail eventName="*-d *" | stats count by eventName');
    await runDetc(folder, ["test", "--generate", file]);
    expect(read(folder)).toMatch(/eventName: ".*-d \w*\\n"/);
    expect((await runDetc(folder, ["test"])).out).toMatch(/^\d+ passed, 0 failed/);
  });

  test("takes a table for empty whose rows nobody has", async () => {
    const folder = root(
      "",
      "search sourcetype=aws:cloudtrail eventName=x | lookup seen user OUTPUT first | where isnull(first)",
    );
    addFiles(folder, {
      "lookups/seen.yml": "name: seen\nlookup_type: kvstore\nfields: [_key, user, first]\n",
    });
    await runDetc(folder, ["test", "--generate", file]);
    expect(read(folder)).toContain("    lookups:\n      seen: []\n");
    expect((await runDetc(folder, ["test"])).out).toMatch(/^\d+ passed, 0 failed/);
  });

  test("puts events that need no order at one moment", async () => {
    const folder = root(
      "",
      "search sourcetype=aws:cloudtrail eventName=x | stats dc(user) as users by src_ip | where users > 1",
    );
    await runDetc(folder, ["test", "--generate", file]);
    expect(read(folder)).toMatch(/Generated: all events at one moment[^]*?rows: 1/);
  });
});

describe("`detc explain --witness`", () => {
  test("shows an event that fires, what stops it, and what does not", async () => {
    const { out, status } = await runDetc(root(""), ["explain", "--witness", file]);
    expect(out).toContain("This event fires it:\n");
    const [, stops = "", keeps = ""] = out.split(/Each of these changes|It still fires/);
    expect(stops).toContain("  eventName one character less at the start: ");
    expect(stops).toContain("  user missing");
    expect(keeps).toContain("  eventName other case: ");
    expect(status).toBe(0);
  });

  test("gives the same as data", async () => {
    const { out } = await runDetc(root(""), ["explain", "--witness", "--format", "json", file]);
    const { witness } = JSON.parse(out) as {
      readonly witness: { readonly events: readonly object[]; readonly stops: readonly object[] };
    };
    expect(witness.events).toHaveLength(1);
    expect(witness.stops).toContainEqual({ event: 0, field: "user", how: "missing" });
  });
});
