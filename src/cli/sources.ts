import { resolve } from "node:path";
import Table from "cli-table3";
import { Command } from "commander";
import { understand } from "../compile.js";
import { hasErrors } from "../diagnostics/diagnostic.js";
import { printable } from "../diagnostics/render/printable.js";
import { countGaps, gapsOf } from "../target/unmapped.js";
import { exitStatus, type ExitStatus, exitStatusHelp } from "./exit-status.js";
import { targetOption } from "./options.js";
import { loadProject, type Project } from "./project.js";
import { reportFailure } from "./report.js";
import type { Terminal } from "./terminal.js";

interface SourcesOptions {
  readonly target?: readonly string[];
  readonly unmapped?: boolean;
}

/** `detc sources`: the log sources that are known, or what the detections of a repository lack. */
export function sourcesCommand(terminal: Terminal, done: (status: ExitStatus) => void): Command {
  return new Command("sources")
    .summary("list the log sources of the catalog, or what detections lack there")
    .description(
      "Lists the log sources and the tables they have in each target. With --unmapped, lists the sources and fields " +
        "that the repository's detections need and a target lacks, those first that would unlock most detections.",
    )
    .argument("[root]", "a content repository", ".")
    .addOption(targetOption())
    .option("--unmapped", "list what the detections need and a target lacks")
    .addHelpText("after", exitStatusHelp("the settings or the catalog are invalid"))
    .action(async (root: string, options: SourcesOptions) =>
      done(await listSources(resolve(terminal.folder, root), options, terminal)),
    );
}

async function listSources(root: string, options: SourcesOptions, terminal: Terminal): Promise<ExitStatus> {
  const unmapped = options.unmapped === true;
  const { project, diagnostics } = await loadProject({
    root,
    content: unmapped,
    ...(options.target === undefined ? {} : { targets: options.target }),
  });
  if (project === undefined || hasErrors(diagnostics.filter(({ code }) => code.startsWith("catalog/")))) {
    reportFailure(diagnostics, terminal, "text");
    return exitStatus.invalid;
  }
  terminal.out(`${(unmapped ? gapTables(project, terminal) : sourceList(project, terminal)).join("\n")}\n`);
  return exitStatus.done;
}

/** Each source with its table in each target that has one. */
function sourceList({ compiler }: Project, { paint }: Terminal): readonly string[] {
  const targets = bound(compiler.targets);
  const width = Math.max(...targets.map(({ profile }) => profile.title.length));
  return [...compiler.catalog.sources]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([id, { title }]) => {
      const lines = targets.flatMap(({ profile, settings }) => {
        const homes = profile.sources.get(id);
        const home = homes?.homes.get(settings.homes.get(id) ?? homes.defaultHome ?? "");
        if (home === undefined) return [];
        const tables = home.table ?? [...new Set(home.variants.map((each) => each.home.table))].join(" or ");
        return [`  ${profile.title.padEnd(width)}  ${printable(tables)}`];
      });
      return lines.length === 0 ? [] : [`${paint.strong(id)}  ${printable(title)}`, ...lines];
    });
}

/** A table for each target: what is lacking, how many detections need it, and how many need nothing else. */
function gapTables({ compiler }: Project, { paint }: Terminal): readonly string[] {
  const detections = compiler.content.detections.filter(
    ({ status, type }) => status !== "deprecated" && type !== "Correlation",
  );
  const understood = detections.map((detection) => ({
    detection,
    ...understand(detection.search.source, compiler),
  }));
  const plans = understood.flatMap(({ detection, plan }) =>
    plan === undefined ? [] : [{ detection, plan }],
  );
  const recognised = understood.filter(
    ({ diagnostics }) =>
      !diagnostics.some(({ code, severity }) => severity === "error" && sourceCodes.has(code)),
  );
  const notes = [
    `The log source of ${share(recognised.length, detections.length, "searches")} is recognised.`,
    ...(plans.length < detections.length
      ? [
          `${detections.length - plans.length} of ${detections.length} searches are not understood and not counted below.`,
        ]
      : []),
  ];
  const tables = bound(compiler.targets).flatMap(({ profile, settings }) => {
    const gaps = plans.map(({ detection, plan }) => gapsOf(plan, { profile, settings, detection }));
    const mapped = gaps.filter((each) => each.length === 0).length;
    const table = newTable(["unlocks", "needed by", "source", "field", "reason"]);
    for (const { unlocks, needed, source, field, reason } of countGaps(gaps))
      table.push([String(unlocks), String(needed), source, field ?? "(no table)", printable(reason)]);
    const head = paint.strong(`${profile.title}: ${share(mapped, plans.length, "detections")} are mapped`);
    return mapped === plans.length ? [head] : [head, table.toString()];
  });
  return [...notes, ...tables];
}

/** What is said of a search whose terms do not tell which log source it reads. */
const sourceCodes: ReadonlySet<string> = new Set([
  "lower/unknown-source",
  "lower/no-source",
  "lower/unbounded-source",
]);

/** `3 of 4 searches (75.0 %)`. */
function share(part: number, whole: number, of: string): string {
  const percent = whole === 0 ? "" : ` (${((100 * part) / whole).toFixed(1)} %)`;
  return `${part} of ${whole} ${of}${percent}`;
}

/** Targets that bind sources at all. */
function bound<Target extends { readonly profile: { readonly sources: ReadonlyMap<string, unknown> } }>(
  targets: readonly Target[],
): readonly Target[] {
  return targets.filter(({ profile }) => profile.sources.size > 0);
}

function newTable(head: readonly string[]): InstanceType<typeof Table> {
  return new Table({ head: [...head], style: { head: [], border: [], compact: true } });
}
