/**
 * `npm run conformance:sigma -- --rules <folder> [--spl <lines of JSON>] [--events <folder>] [--only <part of a path>]
 * [--every <n>] [--seed <number>]`: runs SigmaHQ's rules beside what becomes of them.
 *
 * With `--spl`, lines of `{path, logsource, spl}`, each search is translated back into a rule, which has to match the
 * same events as the rule at `path`. Without it, each rule is imported, and what it becomes has to find the same events.
 * `--events` is a folder of Windows events as JSON that were recorded; `--every` takes each n-th rule only.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { glob } from "tinyglobby";
import { lookupRows } from "../../../src/cli/search-context.js";
import { loadProject } from "../../../src/cli/project.js";
import { readTextFile, largestYaml } from "../../../src/content/read-file.js";
import type { EventIds } from "../execute/compare-events.js";
import type { SigmaCase } from "../execute/compare-sigma.js";
import type { World } from "../execute/conform.js";
import { EnginePool } from "../execute/engine-process.js";
import { startRunners } from "../execute/runners.js";
import { pythonEngine, pythonEnvironment } from "../python.js";
import { ImportCheck } from "./imported.js";
import { recordedEvents } from "./recorded-events.js";
import { peerSearches, RoundTrip } from "./round-trip.js";
import { reportLines, type Judged } from "./verdicts.js";

const root = resolve(fileURLToPath(new URL(".", import.meta.url)), "../../..");
/** The moment of all searches. */
const now = 1_700_000_000;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      rules: { type: "string" },
      spl: { type: "string" },
      events: { type: "string" },
      only: { type: "string" },
      every: { type: "string" },
      seed: { type: "string" },
    },
  });
  if (values.rules === undefined) throw new Error("`--rules` names the folder of the rules");
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
  const sigma = new EnginePool<SigmaCase, EventIds>(pythonEngine(python, "run_sigma.py"), 1);
  const engines = startRunners({ python, esql: { unavailable: "not needed here" } });
  const judged: Judged[] = [];
  try {
    if (values.spl !== undefined) {
      const trip = new RoundTrip(project, values.rules, recorded, sigma, world);
      const searches = peerSearches(values.spl).filter(({ path }, index) => wanted(path, index));
      for (const search of searches) judged.push(await trip.judge(search));
    } else {
      const runners = engines.runners.filter(({ language }) => language === "kql" || language === "eql");
      const check = new ImportCheck(project, sigma, runners, world);
      const paths = (await glob("**/*.yml", { cwd: values.rules })).sort().filter(wanted);
      for (const path of paths) {
        const { file } = readTextFile(join(values.rules, path), path, largestYaml);
        if (file !== undefined) judged.push(...(await check.judge(file)));
      }
    }
  } finally {
    sigma.end();
    engines.end();
  }
  const lines = reportLines(judged);
  console.log(
    lines.filter((line) => !line.startsWith("  refused") && !line.startsWith("  cannot")).join("\n"),
  );
  const report = join(cache, values.spl === undefined ? "sigma-import.txt" : "sigma-round-trip.txt");
  writeFileSync(report, `${lines.join("\n")}\n`);
  return judged.some(({ outcome: { kind } }) => kind === "different" || kind === "rejected") ? 1 : 0;
}

process.exitCode = await main();
