/**
 * `npm run conformance:sigma -- --rules <folder> [--spl <lines of JSON>] [--events <folder>] [--only <part of a path>]
 * [--every <n>] [--seed <number>] [--minutes <n>] [--resume]`: runs SigmaHQ's rules beside what becomes of them.
 *
 * With `--spl`, lines of `{path, logsource, spl}`, each search is translated back into a rule, which has to match the
 * same events as the rule at `path`. Without it, each rule is imported, and what it becomes has to find the same events.
 * `--events` is a folder of Windows events as JSON that were recorded; `--every` takes each n-th rule only. With
 * `--minutes` a run stops after that time, and the next one with `--resume` goes on where it stopped; the report is of
 * all that was judged, and the exit status 3 says that some is left.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { glob } from "tinyglobby";
import { lookupRows } from "../../../src/cli/search-context.js";
import { loadProject } from "../../../src/cli/project.js";
import { readTextFile, largestYaml } from "../../../src/content/read-file.js";
import type { EventIds } from "../execute/compare-events.js";
import type { SigmaCase } from "../execute/compare-sigma.js";
import type { World } from "../execute/conform.js";
import { EnginePool } from "../execute/engine-process.js";
import { startRunners } from "../execute/runners.js";
import { esqlEngine } from "../java.js";
import { pythonEngine, pythonEnvironment } from "../python.js";
import { ImportCheck } from "./imported.js";
import { Ledger } from "./ledger.js";
import { recordedEvents } from "./recorded-events.js";
import { peerSearches, RoundTrip } from "./round-trip.js";
import { reportLines, type Judged } from "./verdicts.js";

const root = resolve(fileURLToPath(new URL(".", import.meta.url)), "../../..");
/** The moment of all searches. */
const now = 1_700_000_000;
/** The exit status of a run whose time was up. */
const unfinished = 3;

interface Options {
  readonly rules: string;
  readonly spl?: string;
  readonly events?: string;
  readonly only?: string;
  readonly every?: string;
  readonly seed?: string;
  readonly minutes?: string;
  readonly resume: boolean;
}

async function main(): Promise<number> {
  const values = new Command("npm run conformance:sigma --")
    .description("Runs SigmaHQ's rules beside what becomes of them.")
    .requiredOption("--rules <folder>", "the rules")
    .option("--spl <file>", "lines of `{path, logsource, spl}`: searches to translate back into rules")
    .option("--events <folder>", "Windows events that were recorded, as JSON")
    .option("--only <text>", "the rules whose path has it")
    .option("--every <n>", "each n-th rule")
    .option("--seed <number>", "of the events that are drawn")
    .option("--minutes <n>", "when to stop")
    .option("--resume", "go on where the last run stopped", false)
    .parse()
    .opts<Options>();
  const cache = join(root, ".cache", "conformance");
  mkdirSync(cache, { recursive: true });
  const python = pythonEnvironment(cache);
  if ("unavailable" in python) {
    console.log(`not run: all rules (${python.unavailable})`);
    return 0;
  }
  const { project, diagnostics } = await loadProject({
    root,
    content: false,
    targets: values.spl === undefined ? ["sigma", "sentinel", "elastic"] : ["sigma"],
  });
  if (project === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const { compiler } = project;
  const world: World = {
    content: compiler.content,
    catalog: compiler.catalog,
    lookups: lookupRows(compiler.content.lookups),
    now,
    seed: Number(values.seed ?? 1),
  };
  const recorded = values.events === undefined ? [] : recordedEvents(values.events);
  const every = Number(values.every ?? 1);
  const wanted = (path: string, index: number) => index % every === 0 && path.includes(values.only ?? "");
  const name = values.spl === undefined ? "sigma-import" : "sigma-round-trip";
  const ledger = new Ledger(join(cache, `${name}.jsonl`), values.resume);
  const end = values.minutes === undefined ? Infinity : Date.now() + Number(values.minutes) * 60_000;
  const sigma = new EnginePool<SigmaCase, EventIds>(pythonEngine(python, "run_sigma.py"), 2);
  const engines = startRunners({
    python,
    esql: values.spl === undefined ? esqlEngine(cache) : { unavailable: "not needed here" },
  });
  let left = 0;
  const judge = async (key: string, judgement: () => Promise<readonly Judged[]>): Promise<void> => {
    if (ledger.has(key)) return;
    if (Date.now() > end) left++;
    else ledger.add(key, await judgement());
  };
  try {
    if (values.spl !== undefined) {
      const trip = new RoundTrip(project, values.rules, recorded, sigma, world);
      const searches = peerSearches(values.spl).filter(({ path }, index) => wanted(path, index));
      await inLanes(searches, (search) =>
        judge(`${search.path} ${search.spl}`, async () => [await trip.judge(search)]),
      );
    } else {
      const runners = engines.runners.filter(({ language }) => language !== "sigma");
      const check = new ImportCheck(project, sigma, runners, recorded, world);
      const paths = (await glob("**/*.yml", { cwd: values.rules })).sort().filter(wanted);
      await inLanes(paths, (path) =>
        judge(path, async () => {
          const { file } = readTextFile(join(values.rules, path), path, largestYaml);
          return file === undefined ? [] : check.judge(file);
        }),
      );
    }
  } finally {
    sigma.end();
    engines.end();
  }
  const { judged } = ledger;
  const lines = reportLines(judged);
  console.log(
    lines.filter((line) => !line.startsWith("  refused") && !line.startsWith("  cannot")).join("\n"),
  );
  writeFileSync(join(cache, `${name}.txt`), `${lines.join("\n")}\n`);
  if (left > 0) {
    console.log(`${String(left)} are left: go on with --resume`);
    return unfinished;
  }
  return judged.some(({ outcome: { kind } }) => kind === "different" || kind === "rejected") ? 1 : 0;
}

/** Does the work for all items, some of them at the same time, so that the engines always have something to do. */
async function inLanes<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const queue = items.values();
  const lane = async (): Promise<void> => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: 3 }, lane));
}

process.exitCode = await main();
