/**
 * Runs the searches that another compiler made of Sigma rules over the event that was recorded for each rule, read as
 * Splunk would read the raw event, and says which do not find it:
 *
 *     tsx test/support/measure-recorded-rules.ts <folder of <rule id>.json> <file of searches>.jsonl …
 *
 * A line of a `.jsonl` file has the rule's `id`, the `pipeline` of the compiler, and its search in `spl`.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { tmpdir } from "node:os";
import { loadProject } from "../../src/cli/project.js";
import { ingestRules, understandRecorded } from "../../src/cli/search-context.js";
import { startEvaluation } from "../../src/evaluate/evaluate.js";
import type { Event } from "../../src/evaluate/value.js";
import { ingest } from "../../src/ingest/ingest.js";
import { EventRouter } from "../../src/testing/event-router.js";
import { recordedCatalog } from "../../src/testing/recorded-catalog.js";
import { windowsLogs } from "./windows-logs.js";

const [folder, ...lists] = process.argv.slice(2);
if (folder === undefined || lists.length === 0) throw new Error("a folder of events and a list are expected");
const { project } = await loadProject({ root: tmpdir(), content: false });
if (project === undefined) throw new Error("no project");
const { compiler } = project;
const rules = await ingestRules(0)();

let runs = 0;
let found = 0;
for (const list of lists)
  for (const line of readFileSync(list, "utf8").split("\n")) {
    if (line === "") continue;
    const row = JSON.parse(line) as { readonly id: string; readonly pipeline: string; readonly spl: string };
    const path = join(folder, `${row.id}.json`);
    if (!existsSync(path)) continue;
    runs++;
    const outcome = rowsOf(row.spl, eventsOf(readFileSync(path, "utf8")));
    if (outcome === "found") found++;
    else console.log(`${row.id} (${row.pipeline}): ${outcome}\n    ${row.spl.slice(0, 400)}`);
  }
console.log(`${String(found)} of ${String(runs)} searches find the event recorded for their rule`);

function rowsOf(spl: string, events: readonly Event[]): string {
  const understood = understandRecorded({ name: "<search>", text: spl }, compiler);
  if (understood.plan === undefined)
    return understood.diagnostics.map(({ code, message }) => `${code} ${message}`).join("; ");
  const { catalog } = recordedCatalog(compiler.catalog, understood.source);
  const router = new EventRouter(catalog, rules.dataModels);
  const problems: string[] = [];
  let rows = 0;
  const evaluation = startEvaluation(
    understood.plan,
    {
      now: 2_000_000_000,
      lookups: new Map(),
      report: ({ code, message }) => problems.push(`${code} ${message}`),
    },
    () => rows++,
  );
  for (const event of events) evaluation.push(event, (scan) => router.viewFor(scan, event));
  evaluation.finish();
  return rows > 0 ? "found" : ["no row", ...problems].join("; ");
}

function eventsOf(text: string): readonly Event[] {
  return windowsLogs(text).flatMap((log) => [...ingest(log, rules)]);
}
