/**
 * `npm run conformance:recorded -- --events <folder of <rule id>.json> --spl <lines of JSON> [--spl …] [--only <id> …]`: real
 * Windows events, recorded for SigmaHQ's rules, carried into each target's columns by the catalog, and looked for with
 * what the searches of the rules compile to. A line of `--spl` is `{id, path, logsource, pipeline, spl}`. Prints how many
 * are found by log and target, and each one that is not, with the reason.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { ingestRules } from "../../../src/cli/search-context.js";
import { loadProject } from "../../../src/cli/project.js";
import { ingest } from "../../../src/ingest/ingest.js";
import { windowsLogs } from "../../support/windows-logs.js";
import { startRunners } from "../execute/runners.js";
import { esqlEngine } from "../java.js";
import { pythonEnvironment } from "../python.js";
import { CompilersBySource } from "../sigma/compilers-by-source.js";
import { judge, type Judged } from "./check.js";
import { logOf } from "./logs.js";

const root = resolve(fileURLToPath(new URL(".", import.meta.url)), "../../..");
/** The moment of all searches. */
const now = 1_700_000_000;

interface Search {
  readonly id: string;
  readonly path: string;
  readonly logsource: Readonly<Record<string, string>>;
  readonly pipeline: string;
  readonly spl: string;
}

interface Result extends Judged {
  readonly log: string;
  readonly search: Search;
}

interface Options {
  readonly events: string;
  readonly spl: readonly string[];
  readonly only?: readonly string[];
}

function repeated(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

async function main(): Promise<number> {
  const {
    events: folder,
    spl: lists,
    only,
  } = new Command("npm run conformance:recorded --")
    .description("Looks for recorded Windows events with what the searches of their rules compile to.")
    .requiredOption("--events <folder>", "the events, as `<rule id>.json`")
    .requiredOption(
      "--spl <file>",
      "lines of `{id, path, logsource, pipeline, spl}`; may be repeated",
      repeated,
    )
    .option("--only <id>", "the rules whose id has it; may be repeated", repeated)
    .parse()
    .opts<Options>();
  const cache = join(root, ".cache", "conformance");
  mkdirSync(cache, { recursive: true });
  const { project } = await loadProject({ root, content: false, targets: ["sentinel", "elastic", "sigma"] });
  if (project === undefined) throw new Error("no project");
  const compilers = new CompilersBySource(project);
  const rules = await ingestRules(now)();
  const { runners, end } = startRunners({ python: pythonEnvironment(cache), esql: esqlEngine(cache) });
  const results: Result[] = [];
  const notOfSearch: string[] = [];
  try {
    for (const search of lists.flatMap(searchesIn)) {
      const path = join(folder, `${search.id}.json`);
      if (only?.some((part) => search.id.includes(part)) === false || !existsSync(path)) continue;
      const events = windowsLogs(readFileSync(path, "utf8")).flatMap((log) => [...ingest(log, rules)]);
      const [first] = events;
      const compiler = compilers.for(search.logsource);
      if (typeof compiler === "string" || first === undefined) continue;
      const text = { name: "<search>", text: search.spl };
      const judged = await judge(text, events, compiler, rules.dataModels, runners, now);
      if (typeof judged === "string") notOfSearch.push(`  ${search.id} ${search.pipeline}: ${judged}`);
      else results.push(...judged.map((each) => ({ ...each, log: logOf(first), search })));
    }
  } finally {
    end();
  }
  const lines = [...figures(results), ...details(results)];
  lines.push(`${notOfSearch.length} searches do not find the event themselves`, ...notOfSearch);
  console.log(lines.join("\n"));
  writeFileSync(join(cache, "recorded.txt"), `${lines.join("\n")}\n`);
  return results.some(({ found }) => found.kind === "missed") ? 1 : 0;
}

function searchesIn(list: string): readonly Search[] {
  return readFileSync(list, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Search);
}

/** For each log and target: found of those that compile and can be run. */
function figures(results: readonly Result[]): readonly string[] {
  const groups = new Map<string, Result[]>();
  for (const result of results) {
    const group = `${result.target}, ${result.log}`;
    groups.set(group, [...(groups.get(group) ?? []), result]);
  }
  return [...groups]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([group, of]) => {
      const count = (kind: Result["found"]["kind"]) => of.filter(({ found }) => found.kind === kind).length;
      return (
        `${group}: ${count("found")} of ${count("found") + count("missed")} found` +
        `, ${count("refused")} refused, ${count("cannot")} not run`
      );
    });
}

function details(results: readonly Result[]): readonly string[] {
  return results.flatMap(({ target, language, log, search, found }) =>
    found.kind === "found" && found.note === undefined
      ? []
      : [
          `  ${found.kind} ${target} ${language} (${log}) ${search.id} ${search.pipeline}: ` +
            (found.kind === "found" ? (found.note ?? "") : found.reason),
        ],
  );
}

process.exitCode = await main();
