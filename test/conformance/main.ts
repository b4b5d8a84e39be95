/**
 * `npm run conformance [-- --corpus <content root>] [--seed <number>] [--only <part of a path>] [--again]`: compiles a content
 * repository, has the products' own parsers, or the nearest thing to them that a package registry has, check every
 * artifact, and runs the artifacts on engines beside their searches. Engines are set up below `.cache/conformance`, where
 * the report is written. `--again` runs what did not agree in the last run.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { load } from "js-yaml";
import { loadProject } from "../../src/cli/project.js";
import type { Compiler } from "../../src/compile.js";
import { loadTargets } from "../../src/content/load-targets.js";
import type { Detection } from "../../src/detection/detection.js";
import { listPositionDifference } from "../../src/target/difference.js";
import type { TargetProfile } from "../../src/target/profile.js";
import { hostileNameCompiler } from "./execute/hostile-names.js";
import { hostileDetections } from "./execute/hostile.js";
import { idiomDetections } from "./execute/idioms.js";
import { figureLines, figuresOf, problemsOf, reportHtml, reportJson } from "./execute/report-executed.js";
import { executeAll, type Executed } from "./execute/run-all.js";
import { startRunners, type Runner } from "./execute/runners.js";
import { checkKqlColumns, withCustomTables } from "./catalog/check-kql.js";
import { checkSchemas, sentinelTemplate } from "./engines/check-schemas.js";
import { KustoChecker, type TableSchemas } from "./engines/kusto.js";
import { esqlEngine } from "./java.js";
import { pythonEnvironment, runPython, type PythonEnvironment } from "./python.js";
import { formatResults, type EngineResult, type Finding } from "./report.js";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = resolve(here, "../..");

interface CompiledArtifact {
  readonly id: string;
  readonly target: string;
  readonly language: string;
  readonly text: string;
}

/** The rules that `detc build` makes of the content, one by one, and the templates that hold all of them. */
function compiledArtifacts(content: string): readonly CompiledArtifact[] {
  const out = join(mkdtempSync(join(tmpdir(), "detc-conformance-")), "dist");
  try {
    const build = spawnSync(
      process.execPath,
      [join(root, "lib/src/cli/main.js"), "build", content, "--out", out, "--keep-going"],
      { encoding: "utf8", maxBuffer: 256 * 1024 * 1024 },
    );
    if (build.status === 2 || build.status === null) throw new Error(`detc build failed:\n${build.stderr}`);
    const manifest = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as {
      readonly artifacts: readonly { readonly path: string; readonly kind: string }[];
      readonly detections: readonly {
        readonly targets: Readonly<
          Record<
            string,
            { readonly status: string; readonly language?: string; readonly artifacts?: readonly string[] }
          >
        >;
      }[];
    };
    const kinds = new Map(manifest.artifacts.map(({ path, kind }) => [path, kind]));
    const templates = manifest.artifacts
      .filter(({ path, kind }) => kind === "bundle" && path.startsWith("sentinel/"))
      .map(({ path }) => ({
        id: path,
        target: sentinelTemplate,
        language: "",
        text: readFileSync(join(out, path), "utf8"),
      }));
    const rules = manifest.detections.flatMap(({ targets }) =>
      Object.entries(targets).flatMap(([target, { status, language, artifacts }]) =>
        status !== "compiled"
          ? []
          : (artifacts ?? [])
              .filter((path) => kinds.get(path) === "rule")
              .map((path) => ({
                id: path,
                target,
                language: language ?? "",
                text: readFileSync(join(out, path), "utf8"),
              })),
      ),
    );
    return [...rules, ...templates];
  } finally {
    rmSync(resolve(out, ".."), { recursive: true, force: true });
  }
}

/** The query inside a rule file. */
function queryOf(artifact: CompiledArtifact, key: string): string {
  const rule: unknown = load(artifact.text);
  const query: unknown = typeof rule === "object" && rule !== null ? Reflect.get(rule, key) : undefined;
  if (typeof query !== "string") throw new Error(`${artifact.id} has no text under ${key}`);
  return query;
}

type Python = PythonEnvironment | { readonly unavailable: string };

function checkWithPython(
  target: string,
  engine: string,
  script: string,
  python: Python,
  cases: readonly { readonly id: string; readonly query?: string; readonly text?: string }[],
): EngineResult {
  if ("unavailable" in python)
    return {
      target,
      engine,
      checked: 0,
      findings: [],
      unavailable: python.unavailable,
      notRun: cases.length,
    };
  const findings = runPython(python, join(here, "engines", script), cases) as readonly Finding[];
  return { target, engine, checked: cases.length, findings };
}

async function checkKql(artifacts: readonly CompiledArtifact[], python: Python): Promise<EngineResult> {
  const result = { target: "sentinel", engine: "Microsoft's Kusto language service" };
  if ("unavailable" in python)
    return { ...result, checked: 0, findings: [], unavailable: python.unavailable, notRun: artifacts.length };
  const checker = new KustoChecker(withCustomTables(await sentinelProfile(), kqlTables(python)));
  const findings = artifacts.flatMap((artifact) =>
    checker.check(queryOf(artifact, "query")).map((error) => ({ id: artifact.id, error })),
  );
  return { ...result, checked: artifacts.length, findings };
}

function kqlTables(python: PythonEnvironment): TableSchemas {
  return runPython(python, join(here, "engines/kql_tables.py"), null) as TableSchemas;
}

async function sentinelProfile(): Promise<TargetProfile> {
  const profile = (await loadTargets()).profiles.get("sentinel");
  if (profile === undefined) throw new Error("there is no profile of Sentinel");
  return profile;
}

/** What of the catalog of Sentinel the documented schemas do not have. */
async function checkCatalog(python: Python): Promise<boolean> {
  if ("unavailable" in python) {
    console.log(`sentinel, the catalog (schemas of tables): not run (${python.unavailable})`);
    return true;
  }
  const findings = checkKqlColumns(await sentinelProfile(), kqlTables(python));
  console.log(
    [`sentinel, the catalog (schemas of tables): ${findings.length} mistakes`, ...findings].join("\n  "),
  );
  return findings.length === 0;
}

async function parse(content: string, python: Python): Promise<boolean> {
  const artifacts = compiledArtifacts(content);
  const of = (target: string, language?: string) =>
    artifacts.filter(
      (artifact) => artifact.target === target && (language ?? artifact.language) === artifact.language,
    );
  const without = (target: string, engine: string, count: number, unavailable: string): EngineResult => ({
    target,
    engine,
    checked: 0,
    findings: [],
    unavailable,
    notRun: count,
  });
  const results: readonly EngineResult[] = [
    await checkKql(of("sentinel"), python),
    checkWithPython(
      "elastic",
      "eql",
      "check_eql.py",
      python,
      of("elastic", "eql").map((artifact) => ({ id: artifact.id, query: queryOf(artifact, "query") })),
    ),
    checkWithPython("sigma", "pySigma and its validators", "check_sigma.py", python, of("sigma")),
    ...checkSchemas(artifacts),
    without("cortex", "XQL", of("cortex").length, "no engine for XQL exists in public"),
  ];
  console.log(formatResults(results));
  return results.every(({ findings }) => findings.length === 0);
}

/** The moment of all searches: results must not depend on when they are made. */
const now = 1_700_000_000;

async function execute(
  content: string,
  runners: readonly Runner[],
  cache: string,
  settings: { readonly seed: number; readonly only: string; readonly again: boolean | undefined },
): Promise<boolean> {
  const open = settings.again === true ? notAgreed(join(cache, "report.json")) : undefined;
  const { project, diagnostics } = await loadProject({ root: content });
  if (project === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const wanted = ({ status, path }: Detection) =>
    status !== "deprecated" && path.includes(settings.only) && open?.has(path) !== false;
  const executed = await executeAll(
    acceptingDifferences(project.compiler),
    runners,
    { now, seed: settings.seed },
    wanted,
    progress(project.compiler.content.detections.filter(wanted).length),
  );
  writeFileSync(join(cache, "report.json"), reportJson(executed));
  writeFileSync(join(cache, "report.html"), reportHtml(executed));
  const agreed = show(executed);
  console.log(`Report: ${relative(process.cwd(), join(cache, "report.html"))}`);
  return agreed;
}

/**
 * With the thresholds that need `accept: [windowing]`: events of a case that a window could part are not compared. And
 * with the tests that need `accept: [list-position]`, whose rules may find more.
 */
function acceptingDifferences(compiler: Compiler): Compiler {
  const targets = compiler.targets.map((each) => ({
    ...each,
    settings: {
      ...each.settings,
      accept: new Set([...each.settings.accept, "windowing", listPositionDifference]),
    },
  }));
  return { ...compiler, targets };
}

/** Says how far a long run is, and at once what is wrong. */
function progress(all: number): (executed: readonly Executed[]) => void {
  let through = 0;
  return (executed) => {
    through++;
    if (through % 50 === 0) console.error(`${String(through)} of ${String(all)} detections`);
    for (const { detection, target, language, verdict } of executed)
      if (verdict.kind === "different" || verdict.kind === "rejected")
        console.error(`${target} ${language}: ${detection.path}: ${verdict.kind}`);
  };
}

/** The detections of which an artifact did not agree, or was not run to its end, in the last run. */
function notAgreed(report: string): ReadonlySet<string> {
  const { artifacts } = JSON.parse(readFileSync(report, "utf8")) as {
    readonly artifacts: readonly {
      readonly verdict: string;
      readonly detection: { readonly path: string };
    }[];
  };
  const open = artifacts.filter(({ verdict }) => verdict !== "agreed" && verdict !== "not run");
  return new Set(open.map(({ detection }) => detection.path));
}

/** Runs detections that look for texts which mean something in a target's language. */
async function executeHostile(runners: readonly Runner[], seed: number): Promise<boolean> {
  const { project } = await loadProject({ root });
  const [base] = project?.compiler.content.detections ?? [];
  if (project === undefined || base === undefined) throw new Error("the repository has no detections");
  const content = { ...project.compiler.content, detections: hostileDetections(base) };
  const executed = await executeAll({ ...project.compiler, content }, runners, { now, seed }, () => true);
  console.log("Hostile texts");
  return show(executed);
}

/** Runs detections over a log whose fields and columns have names that mean something in a target's language. */
async function executeHostileNames(runners: readonly Runner[], seed: number): Promise<boolean> {
  const executed = await executeAll(await hostileNameCompiler(), runners, { now, seed }, () => true);
  console.log("Hostile names");
  return show(executed);
}

/** Runs the idioms that the documentation of a target shows, beside the searches that they stand for. */
async function executeIdioms(target: string, runners: readonly Runner[], seed: number): Promise<boolean> {
  const { project } = await loadProject({ root });
  const [base] = project?.compiler.content.detections ?? [];
  if (project === undefined || base === undefined) throw new Error("the repository has no detections");
  const targets = project.compiler.targets.filter((each) => each.target.id === target);
  const page = new URL(`../../docs/targets/${target}.md`, import.meta.url);
  const executed: Executed[] = [];
  for (const [source, detections] of idiomDetections(page, base)) {
    const compiler = {
      ...project.compiler,
      targets,
      content: { ...project.compiler.content, detections },
      ...(source === "" ? {} : { defaultSource: source }),
    };
    executed.push(...(await executeAll(compiler, runners, { now, seed }, () => true)));
  }
  console.log(`Idioms of ${target}`);
  return show(executed);
}

/** Prints the figures and the first problems; whether there are none. */
function show(executed: readonly Executed[]): boolean {
  console.log(figureLines(figuresOf(executed)).join("\n"));
  const problems = problemsOf(executed);
  if (problems.length > 0) console.log(`\n${problems.slice(0, 20).join("\n\n")}`);
  return problems.length === 0;
}

interface Options {
  readonly corpus?: string;
  readonly seed?: string;
  readonly only?: string;
  readonly again?: true;
}

async function main(): Promise<number> {
  const values = new Command("npm run conformance --")
    .description("Checks and runs what a content repository compiles to, on the products' engines.")
    .option("--corpus <folder>", "the content repository (default: this one)")
    .option("--seed <number>", "of the events that are drawn")
    .option("--only <text>", "the detections whose path has it")
    .option("--again", "those that did not agree in the last run")
    .parse()
    .opts<Options>();
  const content = resolve(values.corpus ?? root);
  const cache = join(root, ".cache", "conformance");
  mkdirSync(cache, { recursive: true });
  const python = pythonEnvironment(cache);
  const parsed = [await parse(content, python), await checkCatalog(python)].every(Boolean);
  const { runners, end } = startRunners({ python, esql: esqlEngine(cache) });
  try {
    const seed = Number(values.seed ?? 1);
    const agreed = await execute(content, runners, cache, {
      seed,
      only: values.only ?? "",
      again: values.again,
    });
    const literal = await executeHostile(runners, seed);
    const named = await executeHostileNames(runners, seed);
    const shown = await executeIdioms("sentinel", runners, seed);
    return parsed && agreed && literal && named && shown ? 0 : 1;
  } finally {
    end();
  }
}

process.exitCode = await main();
