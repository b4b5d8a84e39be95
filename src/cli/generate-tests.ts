import { relative, resolve, sep } from "node:path";
import { emptySpan } from "../content/content-file.js";
import type { Detection } from "../detection/detection.js";
import { buildDiagnostics } from "../diagnostics/codes/build.js";
import { evaluateDiagnostics } from "../diagnostics/codes/evaluate.js";
import { hasErrors } from "../diagnostics/diagnostic.js";
import { lookupWithRows } from "../evaluate/lookup-rows.js";
import type { LogicalPlan } from "../plan/plan.js";
import { walkPlan } from "../plan/visitor.js";
import { EventRouter } from "../testing/event-router.js";
import { generatedTests } from "../testing/generated-tests.js";
import { recordedCatalog } from "../testing/recorded-catalog.js";
import { withTests } from "../testing/tests-as-yaml.js";
import { rootOf } from "./content-root.js";
import { exitStatus, type ExitStatus } from "./exit-status.js";
import { loadProject, type Project } from "./project.js";
import { reportFailure } from "./report.js";
import { lookupRows, understandRecorded } from "./search-context.js";
import type { Terminal } from "./terminal.js";
import { writeText } from "./write-text.js";

/** The moment that generated events lie before; any one will do, as long as it is always the same. */
const now = 1_700_000_000;

/** `detc test --generate`: writes events made for detections into their tests. */
export async function generateTests(
  paths: readonly string[],
  seed: number,
  terminal: Terminal,
): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.done;
  for (const path of paths) {
    const done = await generateFor(path, seed, terminal);
    if (done !== exitStatus.done) status = done;
  }
  return status;
}

async function generateFor(path: string, seed: number, terminal: Terminal): Promise<ExitStatus> {
  const file = resolve(terminal.folder, path);
  const root = rootOf(file);
  const { project } = root === undefined ? {} : await loadProject({ root });
  const name = root === undefined ? "" : relative(root, file).split(sep).join("/");
  const detection = project?.compiler.content.detections.find((each) => each.path === name);
  if (project === undefined || detection === undefined) {
    reportFailure([buildDiagnostics["no-such-detection"](emptySpan(path), { path })], terminal, "text");
    return exitStatus.invalid;
  }
  return writeTests(file, detection, project, seed, terminal);
}

function writeTests(
  file: string,
  detection: Detection,
  { compiler }: Project,
  seed: number,
  terminal: Terminal,
): ExitStatus {
  const understood = understandRecorded(detection.search.source, compiler);
  if (understood.plan === undefined || hasErrors(understood.diagnostics)) {
    reportFailure(understood.diagnostics, terminal, "text");
    return exitStatus.invalid;
  }
  const { catalog } = recordedCatalog(compiler.catalog, understood.source);
  const shipped = lookupRows(compiler.content.lookups);
  const empty = tablesOf(understood.plan).filter((name) => !shipped.has(name));
  const tests = generatedTests(detection, {
    understood,
    catalog,
    router: new EventRouter(catalog, []),
    lookups: new Map([
      ...shipped,
      ...empty.map((name) => [name, lookupWithRows([], compiler.content.lookups.get(name))] as const),
    ]),
    empty,
    now,
    seed,
  });
  const text = tests.length === 0 ? undefined : withTests(detection.file.text, tests);
  if (text === undefined) {
    const problem = tests.length === 0 ? "no-witness" : "tests-not-writable";
    reportFailure([evaluateDiagnostics[problem](detection.search.span, {})], terminal, "text");
    return exitStatus.invalid;
  }
  const failure = writeText(file, detection.path, text);
  if (failure !== undefined) {
    reportFailure([failure], terminal, "text");
    return exitStatus.invalid;
  }
  const events = tests.reduce((sum, each) => sum + each.events.length, 0);
  terminal.out(`${detection.path}: ${String(tests.length)} tests with ${String(events)} events\n`);
  return exitStatus.done;
}

/** The lookup tables that a plan reads. */
function tablesOf(plan: LogicalPlan): readonly string[] {
  const names = new Set<string>();
  walkPlan(plan, (step) => {
    if (step.kind === "lookup") names.add(step.table);
    if (step.kind === "scan" && step.source.kind === "lookup") names.add(step.source.table);
  });
  return [...names].sort();
}
