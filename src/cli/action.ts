import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { Command } from "commander";
import { renderOutputs } from "../action/outputs.js";
import { renderSummary, type FileDiff } from "../action/summary.js";
import { emptySpan } from "../content/content-file.js";
import { loadContent } from "../content/load-content.js";
import { readFailure } from "../content/read-file.js";
import { actionDiagnostics } from "../diagnostics/codes/action.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { countStatuses } from "../manifest/summarize.js";
import { actionInputs, type ActionInputs } from "./action-inputs.js";
import { buildProject, type Built } from "./build-project.js";
import { changedDetections, changedFiles, versionProblems } from "./changes.js";
import { exitStatus, type ExitStatus } from "./exit-status.js";
import type { Finding } from "./findings.js";
import { treeAt, type EarlierTree } from "./git.js";
import { writeRelease } from "./package.js";
import { reportAnnotations, sarifOf } from "./report.js";
import type { Terminal } from "./terminal.js";

type Environment = Readonly<Record<string, string | undefined>>;

/** The entry of the GitHub Action; hidden, since it reads what a runner sets. */
export function actionCommand(terminal: Terminal, done: (status: ExitStatus) => void): Command {
  return new Command("action")
    .summary("run as a step of a GitHub workflow")
    .action(async () => done(await runAction(process.env, terminal)));
}

/**
 * One step of a workflow: builds, compares with the base of the pull request or push, and tells it as annotations, as
 * a summary, as SARIF and as outputs.
 */
export async function runAction(environment: Environment, terminal: Terminal): Promise<ExitStatus> {
  const workspace = realpathSync(environment["GITHUB_WORKSPACE"] ?? terminal.folder);
  const { inputs, problem } = actionInputs(environment, workspace);
  if (inputs === undefined) return stop([problem], terminal, "");
  const folder = relative(workspace, inputs.root).split(sep).join("/");
  const base = baseOf(environment);
  const before = base === undefined ? undefined : treeAt(inputs.root, base);
  try {
    const result = await buildProject(requestOf(inputs.root, inputs), terminal);
    if (result.built === undefined) return stop(result.problems, terminal, folder);
    const { built } = result;
    const compared =
      before?.tree === undefined ? undefined : await compare(before.tree, built, inputs, terminal);
    const findings = [...built.findings, ...findingsOf(before?.problem, compared?.versionProblems ?? [])];
    reportAnnotations(annotated(findings, built, compared?.changed), terminal, folder);

    const unwritten = writeSarif(inputs.sarif, relative(workspace, inputs.sarif), sarifOf(findings, folder));
    if (unwritten !== undefined) return stop([unwritten], terminal, "");
    appendTo(
      environment["GITHUB_STEP_SUMMARY"],
      renderSummary({
        manifest: built.manifest,
        listed: compared?.changed,
        removed: compared?.removed ?? [],
        diffs: compared?.diffs ?? [],
        ...(compared === undefined || base === undefined ? {} : { base: base.slice(0, 12) }),
      }),
    );
    const failed = fails(findings, built, inputs, compared?.changed);
    const released =
      inputs.release === undefined || failed
        ? undefined
        : await writeRelease(inputs.root, built, {
            out: inputs.archives,
            release: inputs.release.version,
            ...(inputs.release.since === undefined ? {} : { since: inputs.release.since }),
          });
    const unreleased = released?.problem;
    if (unreleased !== undefined) stop([unreleased], terminal, folder);
    const archives = released !== undefined && unreleased === undefined ? inputs.archives : undefined;
    appendTo(
      environment["GITHUB_OUTPUT"],
      renderOutputs(outputsOf(built, workspace, inputs, compared?.changed, archives)),
    );
    return failed || unreleased !== undefined ? exitStatus.invalid : exitStatus.done;
  } finally {
    before?.tree?.remove();
  }
}

/** Replaces the log, or the link that stands in its place: content must not say which file is written. */
function writeSarif(location: string, name: string, text: string): Diagnostic | undefined {
  try {
    mkdirSync(dirname(location), { recursive: true });
    rmSync(location, { force: true });
    writeFileSync(location, text);
    return undefined;
  } catch (thrown) {
    return actionDiagnostics.unwritable(emptySpan(name), { name, reason: readFailure(thrown).reason });
  }
}

function requestOf(root: string, { targets }: ActionInputs) {
  return { root, keepGoing: true, cache: false, ...(targets === undefined ? {} : { targets }) };
}

function stop(problems: readonly Diagnostic[], terminal: Terminal, folder: string): ExitStatus {
  reportAnnotations(findingsOf(undefined, problems), terminal, folder);
  return exitStatus.invalid;
}

interface WorkflowEvent {
  readonly before?: unknown;
  readonly pull_request?: { readonly base?: { readonly sha?: unknown } };
}

/** What the runner tells of the event; nothing where there is no such file, as on a runner of one's own. */
function eventOf(path: string | undefined): WorkflowEvent | undefined {
  try {
    const event: WorkflowEvent | null = path === undefined ? null : JSON.parse(readFileSync(path, "utf8"));
    return event ?? undefined;
  } catch {
    return undefined;
  }
}

/** The commit that the change is compared with: the base of a pull request, what a push found. */
function baseOf(environment: Environment): string | undefined {
  const event = eventOf(environment["GITHUB_EVENT_PATH"]);
  const commit = event?.pull_request?.base?.sha ?? event?.before;
  // A branch that is new has zeros as what was there before.
  return typeof commit === "string" && /^[0-9a-f]{40,64}$/.test(commit) && !/^0+$/.test(commit)
    ? commit
    : undefined;
}

function findingsOf(problem: Diagnostic | undefined, others: readonly Diagnostic[]): readonly Finding[] {
  // Without the base there is less to tell, and what is there is as good as it is.
  const missing: readonly Finding[] =
    problem === undefined
      ? []
      : [{ diagnostic: { ...problem, severity: "warning" }, targets: [], kind: "remark" }];
  return [
    ...missing,
    ...others.map((diagnostic): Finding => ({
      diagnostic,
      targets: [],
      kind: diagnostic.severity === "error" ? "failure" : "remark",
    })),
  ];
}

interface Compared {
  readonly changed: ReadonlySet<string>;
  /** Names of the detections that only the base has. */
  readonly removed: readonly string[];
  readonly versionProblems: readonly Diagnostic[];
  readonly diffs: readonly FileDiff[];
}

async function compare(
  { folder, commit }: EarlierTree,
  head: Built,
  inputs: ActionInputs,
  terminal: Terminal,
): Promise<Compared> {
  const temporary = mkdtempSync(join(realpathSync(tmpdir()), "detc-base-"));
  try {
    const out = join(temporary, "base");
    const before = await buildProject({ ...requestOf(folder, inputs), out }, terminal);
    const earlier = await loadContent(folder);
    const { content } = head.project.compiler;
    const ids = new Set(content.detections.map(({ id }) => id));
    return {
      changed: changedDetections(earlier, content),
      removed: earlier.detections.filter(({ id }) => !ids.has(id)).map(({ name }) => name),
      versionProblems: inputs.versions
        ? versionProblems(changedFiles(folder, inputs.root), commit.slice(0, 12))
        : [],
      diffs: before.built === undefined ? [] : diffsOf(before.built, head, temporary),
    };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** What became of each rule and each file of the configuration; what bundles repeat is left out. */
function diffsOf(before: Built, head: Built, temporary: string): readonly FileDiff[] {
  const textsOf = ({ compilation }: Built): ReadonlyMap<string, string> =>
    new Map(
      compilation.artifacts.filter(({ kind }) => kind !== "bundle").map(({ path, text }) => [path, text]),
    );
  const [old, now] = [textsOf(before), textsOf(head)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((path): readonly FileDiff[] => {
    const [from, to] = [old.get(path), now.get(path)];
    if (from === to) return [];
    const change = from === undefined ? "added" : to === undefined ? "removed" : "changed";
    return [{ path, change, diff: unifiedDiff(from ?? "", to ?? "", temporary) }];
  });
}

function unifiedDiff(from: string, to: string, temporary: string): string {
  const [left, right] = [join(temporary, "left"), join(temporary, "right")];
  writeFileSync(left, from);
  writeFileSync(right, to);
  try {
    execFileSync("git", ["diff", "--no-index", "--no-color", "--no-ext-diff", "--", left, right], {
      stdio: ["ignore", "pipe", "pipe"],
      maxBuffer: 256 * 1024 * 1024,
    });
    return "";
  } catch (thrown) {
    // git says with the status 1 that there are differences.
    if (!(thrown instanceof Error && "stdout" in thrown && "status" in thrown && thrown.status === 1))
      throw thrown;
    const text = String(thrown.stdout);
    return text.slice(Math.max(0, text.indexOf("\n@@") + 1));
  }
}

/** What makes the step fail, and of the rest only what the change concerns: GitHub shows few annotations a step. */
function annotated(
  findings: readonly Finding[],
  { compilation }: Built,
  changed: ReadonlySet<string> | undefined,
): readonly Finding[] {
  if (changed === undefined) return findings.filter(({ kind }) => kind !== "refusal");
  const files = new Set(
    compilation.detections
      .filter(({ detection }) => changed.has(detection.id))
      .map(({ detection }) => detection.path),
  );
  return findings.filter(({ kind, diagnostic }) => kind === "failure" || files.has(fileOf(diagnostic)));
}

function fileOf({ span }: Diagnostic): string {
  return span.source.name;
}

function fails(
  findings: readonly Finding[],
  { manifest }: Built,
  { failOn }: ActionInputs,
  changed: ReadonlySet<string> | undefined,
): boolean {
  switch (failOn) {
    case "never":
      return false;
    case "error":
      return findings.some(({ kind }) => kind === "failure");
    case "refusal":
      return (
        findings.some(({ kind }) => kind === "failure") ||
        manifest.detections.some(
          ({ id, targets }) =>
            (changed?.has(id) ?? true) && Object.values(targets).some(({ status }) => status === "refused"),
        )
      );
  }
}

function outputsOf(
  { manifest, out }: Built,
  workspace: string,
  inputs: ActionInputs,
  changed: ReadonlySet<string> | undefined,
  archives: string | undefined,
): Readonly<Record<string, string>> {
  const shown = (path: string): string => relative(workspace, resolve(workspace, path)).split(sep).join("/");
  const counts = manifest.targets.map((target) => countStatuses(manifest, target));
  const sum = (status: keyof (typeof counts)[number]): string =>
    String(counts.reduce((total, each) => total + each[status], 0));
  return {
    compiled: sum("compiled"),
    refused: sum("refused"),
    invalid: sum("invalid"),
    changed: String(changed?.size ?? manifest.detections.length),
    manifest: `${shown(out)}/manifest.json`,
    sarif: shown(inputs.sarif),
    archives: archives === undefined ? "" : shown(archives),
  };
}

function appendTo(file: string | undefined, text: string): void {
  if (file !== undefined && file !== "") appendFileSync(file, text);
}
