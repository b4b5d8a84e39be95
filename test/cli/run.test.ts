import { execSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import { PassThrough } from "node:stream";
import { describe, expect, test, vi } from "vitest";
import { detectionYaml, temporaryFolder } from "../support/content-folder.js";
import { runDetc } from "../support/run-detc.js";

const lines = [
  { _time: 1700000000, host: "a", status: 200, user: { name: "ann", roles: ["x", "y"] } },
  { _time: "2023-11-14T22:13:21Z", host: "b", status: 500, user: { name: "bob" } },
  { _time: 1700000002, host: "b", status: 503, tags: ["t", "u"], list: [{ k: 1 }, { k: 2 }] },
]
  .map((event) => JSON.stringify(event))
  .join("\n");

/** A standard input that holds these bytes. */
function given(bytes: Buffer): typeof process.stdin {
  return new PassThrough().end(bytes) as unknown as typeof process.stdin;
}

const run = (files: Readonly<Record<string, string | Uint8Array>>, ...argv: readonly string[]) =>
  runDetc(temporaryFolder(files), ["run", ...argv]);

const json = async (search: string): Promise<readonly unknown[]> => {
  const { out, err, status } = await run(
    { "a.jsonl": lines },
    "--search",
    search,
    "a.jsonl",
    "--format",
    "json",
  );
  expect([err, status]).toEqual(["", 0]);
  return out
    .split("\n")
    .filter((line) => line !== "")
    .map((line): unknown => JSON.parse(line));
};

describe("events of JSON lines", () => {
  test("keys are fields, numbers compare as numbers", async () => {
    expect(await json("status>499 | table host status")).toEqual([
      { host: "b", status: 500 },
      { host: "b", status: 503 },
    ]);
  });

  test("objects and arrays inside get the names that Splunk gives them", async () => {
    expect(await json("host=a | table user.name user.roles{}")).toEqual([
      { "user.name": "ann", "user.roles{}": ["x", "y"] },
    ]);
    expect(await json("status=503 | table tags list{}.k")).toEqual([
      { tags: ["t", "u"], "list{}.k": [1, 2] },
    ]);
  });

  test("the time may be ISO 8601", async () => {
    expect(await json("status=500 | table _time")).toEqual([{ _time: 1700000001 }]);
  });

  test("the newest comes first where a step depends on it", async () => {
    expect(await json("host=* | head 1 | table status")).toEqual([{ status: 503 }]);
  });

  test("two ids of more digits than a number holds stay two", async () => {
    const ids = ["12345678901234567890", "12345678901234567891"].map((id) => `{"id":${id},"n":{"id":${id}}}`);
    const argv = ["--search", "* | stats count by id n.id", "a.jsonl", "--format", "csv"];
    const { out } = await run({ "a.jsonl": ids.join("\n") }, ...argv);
    expect(out.trim().split("\n").slice(1).sort()).toEqual([
      "12345678901234567890,12345678901234567890,1",
      "12345678901234567891,12345678901234567891,1",
    ]);
  });

  test("may come from a pipe", async () => {
    const folder = temporaryFolder({ "a.jsonl": lines });
    execSync("mkfifo pipe && (cat a.jsonl > pipe &)", { cwd: folder, stdio: "ignore" });
    const { out } = await runDetc(folder, ["run", "--search", "* | stats count", "pipe", "--format", "csv"]);
    expect(out).toBe("count\n3\n");
  });

  test("may be the standard input, zipped or not", async () => {
    for (const bytes of [Buffer.from(lines), gzipSync(lines)]) {
      const input = vi.spyOn(process, "stdin", "get").mockReturnValue(given(bytes));
      const argv = ["run", "--search", "* | stats count", "-", "--format", "csv"];
      expect((await runDetc(temporaryFolder(), argv)).out).toBe("count\n3\n");
      input.mockRestore();
    }
  });

  test("the line is the raw event", async () => {
    expect(await json("ann | table host")).toEqual([{ host: "a" }]);
  });

  test("a field that is called like a member of every object is missing", async () => {
    expect(await json("constructor=* | table host")).toEqual([]);
    expect(await json("toString=* | table host")).toEqual([]);
  });
});

describe("files", () => {
  test("zipped ones are unzipped, several are read one after the other", async () => {
    const files = { "a.gz": gzipSync(lines), "b.jsonl": lines };
    const { out } = await run(
      files,
      "--search",
      "host=* | stats count",
      "a.gz",
      "b.jsonl",
      "--format",
      "csv",
    );
    expect(out).toBe("count\n6\n");
  });

  test("a line that is no event is told with its number and skipped", async () => {
    const { out, err, status } = await run(
      { "a.jsonl": `${lines}\nnot json\n[1]\n` },
      "--search",
      "host=* | stats count",
      "a.jsonl",
      "--format",
      "json",
    );
    expect(out).toBe('{"count":3}\n');
    expect(err).toContain("evaluate/not-an-event");
    expect(err).toContain("line 4 is not an event: it is not JSON");
    expect(err).toContain("line 5 is not an event: it is not an object");
    expect(status).toBe(0);
  });

  test("one that is not there is an error", async () => {
    const { err, status } = await run({}, "--search", "a=1", "gone.jsonl");
    expect(err).toContain("evaluate/file-not-readable");
    expect(err).toContain("`gone.jsonl` cannot be read: it does not exist");
    expect(status).toBe(1);
  });

  test("one that is cut off while zipped is an error", async () => {
    const { err, status } = await run(
      { "a.gz": gzipSync(lines.repeat(50)).subarray(0, 60) },
      "--search",
      "a=1",
      "a.gz",
    );
    expect(err).toContain("`a.gz` cannot be read");
    expect(status).toBe(1);
  });

  test("a raw log is read by its sourcetype", async () => {
    const { out } = await run(
      {
        "a.log": "2024-01-01T00:00:00Z user=ann action=login\n2024-01-01T00:00:01Z user=bob action=logout\n",
      },
      "--search",
      "action=login | table user",
      "--sourcetype",
      "made:up",
      "--format",
      "csv",
      "a.log",
    );
    expect(out).toBe("user\nann\n");
  });
});

describe("output", () => {
  test("a table", async () => {
    const { out } = await run({ "a.jsonl": lines }, "--search", "status=500 | table host status", "a.jsonl");
    expect(out).toContain("│ host │ status │");
    expect(out).toContain("│ b    │ 500    │");
  });

  test("a table without rows", async () => {
    const { out } = await run({ "a.jsonl": lines }, "--search", "status=1 | table host", "a.jsonl");
    expect(out).toBe("no rows\n");
  });

  test("control characters of a log do not reach the terminal", async () => {
    const { out } = await run(
      { "a.jsonl": JSON.stringify({ host: "a\u001b[31m", n: 1 }) },
      "--search",
      "n=1 | table host",
      "a.jsonl",
    );
    expect(out).not.toContain("\u001b[31m");
    expect(out).toContain("a\\x1b[31m");
  });

  test("CSV quotes what needs it", async () => {
    const { out } = await run(
      { "a.jsonl": JSON.stringify({ a: 'x,"y"', b: ["1", "2"] }) },
      "--search",
      "a=* | table a b",
      "a.jsonl",
      "--format",
      "csv",
    );
    expect(out).toBe('a,b\n"x,""y""","1\n2"\n');
  });

  test("CSV of open rows has the columns that occur", async () => {
    const { out } = await run(
      { "a.jsonl": '{"_time":1,"n":1}\n{"_time":2,"n":2,"m":3}\n' },
      "--search",
      "n=*",
      "a.jsonl",
      "--format",
      "csv",
    );
    expect(out).toBe("_time,n,m\n1,1,\n2,2,3\n");
  });
});

describe("the search", () => {
  test("of a detection, with the macros and lookups of its repository", async () => {
    const root = temporaryFolder({
      "detections/endpoint/d.yml": detectionYaml({
        search: "search index=main `bad` | lookup people host OUTPUT owner | table host owner",
      }),
      "macros/bad.yml": "name: bad\ndefinition: status>499\n",
      "lookups/people.yml": "name: people\ndescription: x\nlookup_type: csv\n",
      "lookups/people.csv": "host,owner\nb,bea\n",
      "a.jsonl": lines,
    });
    const { out, err } = await runDetc(root, [
      "run",
      "detections/endpoint/d.yml",
      "a.jsonl",
      "--format",
      "csv",
    ]);
    expect(err).toBe("");
    expect(out).toBe("host,owner\nb,bea\nb,bea\n");
  });

  test("with the rows of a lookup from a CSV", async () => {
    const root = temporaryFolder({
      "detections/d.yml": detectionYaml({
        search: "search index=main host=b | lookup seen host OUTPUT n | table n",
      }),
      "lookups/seen.yml": "name: seen\ndescription: x\nlookup_type: kvstore\nfields: [host, n]\n",
      "rows.csv": "host,n\nb,7\n",
      "a.jsonl": lines,
    });
    const argv = ["run", "detections/d.yml", "a.jsonl", "--lookup", "seen=rows.csv", "--format", "csv"];
    expect((await runDetc(root, argv)).out).toBe("n\n7\n7\n");
    const gone = await runDetc(root, [...argv, "--lookup", "seen=gone.csv"]);
    expect(gone.err).toContain("`gone.csv` cannot be read");
    expect(gone.status).toBe(1);
  });

  test("of a file that is no detection of a repository", async () => {
    const { err, status } = await run(
      { "loose.yml": detectionYaml(), "a.jsonl": lines },
      "loose.yml",
      "a.jsonl",
    );
    expect(err).toContain("evaluate/no-such-detection");
    expect(status).toBe(1);
  });

  test("a wrong one is told with its place", async () => {
    const { err, status } = await run({ "a.jsonl": lines }, "--search", "a=1 | nonsense", "a.jsonl");
    expect(err).toContain("<search>:1:7");
    expect(status).toBe(1);
  });

  test("a term that names no known log source does not select, and is told", async () => {
    const { out, err } = await run(
      { "a.jsonl": lines },
      "--search",
      "sourcetype=made:up status=200 | table host",
      "a.jsonl",
      "--format",
      "csv",
    );
    expect(out).toBe("host\na\n");
    expect(err).toContain("evaluate/unknown-routing");
  });

  test("a filter by a field whose table is not published is done, with a warning", async () => {
    const { out, err } = await run(
      { "a.json": '{"eventSource":"iam.amazonaws.com","eventName":"CreateUser"}' },
      "--search",
      "action=created | stats count",
      "a.json",
      "--sourcetype",
      "aws:cloudtrail",
      "--format",
      "csv",
    );
    expect(out).toBe("count\n1\n");
    expect(err).toContain("evaluate/assumed-field");
  });

  test("an event of another known log source is not its", async () => {
    const events = ["aws:cloudtrail", "WinEventLog"]
      .map((sourcetype) => JSON.stringify({ sourcetype, eventName: "X" }))
      .join("\n");
    const { out } = await run(
      { "a.jsonl": events },
      "--search",
      "sourcetype=aws:cloudtrail eventName=X | stats count",
      "a.jsonl",
      "--format",
      "csv",
    );
    expect(out).toBe("count\n1\n");
  });

  test("now can be given", async () => {
    const { out } = await run(
      { "a.jsonl": lines },
      "--search",
      "earliest=-1m host=b | stats count",
      "a.jsonl",
      "--now",
      "2023-11-14T22:13:30Z",
      "--format",
      "csv",
    );
    expect(out).toBe("count\n2\n");
  });

  test("a lookup without rows is an error", async () => {
    const { err, status } = await run(
      { "a.jsonl": lines },
      "--search",
      "host=a | lookup nosuch host OUTPUT x",
      "a.jsonl",
    );
    expect(err).toContain("nosuch");
    expect(status).toBe(1);
  });
});
