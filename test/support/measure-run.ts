/**
 * Events per second of `detc run` for a filter and for a grouping over generated JSON lines, beside what `jq` and
 * DuckDB need for the same on the same file, in the same run:
 *
 *     npm run bench:run -- [megabytes] [python that has the module duckdb]
 *
 * The events are drawn by a fixed seed into a temporary folder. What is not installed is left out. The rows that each
 * finds are compared; the memory is the largest resident set, from `/usr/bin/time`.
 */
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { seededRandom } from "./seeded-random.js";

const [megabytes = "1000", python = "python3"] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "detc-run-"));
const file = join(folder, "events.jsonl");

try {
  const events = writeEvents(file, Number(megabytes) * 1_000_000);
  console.log(`${String(events)} events in ${megabytes} MB`);
  measure("filter", events, {
    detc: detc('status>=500 method="POST" path="/api/*" | table host status path'),
    jq: [
      "jq",
      "-c",
      'select(.status >= 500 and .method == "POST" and (.path | startswith("/api/"))) | {host, status, path}',
      file,
    ],
    DuckDB: duckdb(
      "SELECT host, status, path FROM e WHERE status >= 500 AND method = 'POST' AND path LIKE '/api/%'",
    ),
  });
  measure("grouping", events, {
    detc: detc("status>=500 | stats count sum(bytes) as bytes by host method"),
    DuckDB: duckdb(
      "SELECT host, method, count(*), sum(bytes) FROM e WHERE status >= 500 GROUP BY host, method",
    ),
  });
} finally {
  rmSync(folder, { recursive: true });
}

function detc(search: string): readonly string[] {
  return [process.execPath, "lib/src/cli/main.js", "run", "--search", search, file, "--format", "json"];
}

function duckdb(query: string): readonly string[] {
  const from = query.replace("FROM e", `FROM read_json('${file}', format='newline_delimited')`);
  return [python, "-c", `import duckdb\nfor row in duckdb.sql("""${from}""").fetchall(): print(row)`];
}

function measure(title: string, events: number, commands: Readonly<Record<string, readonly string[]>>): void {
  for (const [name, command] of Object.entries(commands)) {
    const started = performance.now();
    const { status, stdout, stderr } = spawnSync("/usr/bin/time", ["-f", "%M", ...command], {
      encoding: "utf8",
      maxBuffer: 1_000_000_000,
    });
    const seconds = (performance.now() - started) / 1000;
    const rows = stdout.split("\n").length - 1;
    const memory = Number(stderr.trim().split("\n").at(-1)) / 1024;
    console.log(
      status === 0
        ? `${title} ${name}: ${seconds.toFixed(1)} s, ${Math.round(events / seconds).toLocaleString("en")} events/s, ` +
            `${memory.toFixed(0)} MB, ${String(rows)} rows`
        : `${title} ${name}: not run (${stderr.trim().split("\n").at(-2) ?? "no such command"})`,
    );
  }
}

/** Web requests until the file is that large; how many. */
function writeEvents(path: string, size: number): number {
  const random = seededRandom(20_240_101);
  const pick = <Choice>(choices: readonly Choice[]): Choice =>
    choices[Math.floor(random() * choices.length)] as Choice;
  const output = openSync(path, "w");
  let written = 0;
  let events = 0;
  while (written < size) {
    let lines = "";
    for (let count = 0; count < 10_000; count++, events++)
      lines += `${JSON.stringify({
        _time: 1_700_000_000 + events / 100,
        host: `web${String(Math.floor(random() * 40)).padStart(2, "0")}.example.org`,
        src: `10.${String(Math.floor(random() * 256))}.${String(Math.floor(random() * 256))}.7`,
        method: pick(["GET", "GET", "GET", "POST", "PUT"]),
        path: `${pick(["/", "/api/v1/items/", "/static/app/", "/login/"])}${String(Math.floor(random() * 1e6))}`,
        status: pick([200, 200, 200, 200, 304, 404, 500, 503]),
        bytes: Math.floor(random() * 100_000),
        user_agent: pick(["Mozilla/5.0 (X11; Linux x86_64)", "curl/8.5.0", "python-requests/2.31"]),
        session: Math.floor(random() * 2 ** 48).toString(16),
        secure: random() < 0.9,
      })}\n`;
    written += writeSync(output, lines);
  }
  closeSync(output);
  return events;
}
