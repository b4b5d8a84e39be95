import { parseSearch } from "../grammar/parser.js";
import type { Content } from "./content/model.js";
import type { Detection } from "./detection/detection.js";
import { hasErrors } from "./diagnostics/diagnostic.js";
import { lower, type LowerOptions } from "./lower/lower.js";
import type { EventKind, SourceCatalog } from "./plan/log-source.js";
import type { LogicalPlan } from "./plan/plan.js";
import { lint } from "./rules/lint.js";
import type { History } from "./rules/rule.js";
import { expandMacros } from "./source/expand-macros.js";
import type { SourceText } from "./source/source-text.js";
import { compileForTarget } from "./target/compile-for-target.js";
import type { ConfiguredTarget } from "./target/configured-target.js";
import type { TargetOutcome } from "./target/outcome.js";
import type { Understood } from "./understood.js";

/** Everything one run of the compiler works with. */
export interface Compiler {
  readonly content: Content;
  readonly catalog: SourceCatalog;
  readonly targets: readonly ConfiguredTarget[];
  /** The log source of a search that names none, by the source's id. */
  readonly defaultSource?: string;
  /** The kind of events of the default source that such a search reads; absent: all. */
  readonly defaultEvents?: EventKind;
  /** What the detections were at a commit, for the rule that compares versions. */
  readonly history?: History;
}

export interface Outcome {
  readonly understood: Understood;
  readonly targets: ReadonlyMap<string, TargetOutcome>;
}

/** Reads a search: macros, grammar, meaning. An error of the first two keeps the search from the third. */
export function understand(search: SourceText, compiler: Compiler): Understood {
  const expanded = expandMacros(search, compiler.content.macros);
  const parsed = parseSearch(expanded.source, { unknownMacros: hasErrors(expanded.diagnostics) });
  const afterParse = [...expanded.diagnostics, ...parsed.diagnostics];
  if (parsed.pipeline === undefined || hasErrors(afterParse))
    return { source: expanded.source, diagnostics: afterParse };

  const { pipeline } = parsed;
  const lowered = lower(pipeline, lowerOptions(compiler));
  const diagnostics = [...afterParse, ...lowered.diagnostics];
  return { source: expanded.source, pipeline, ...lowered, diagnostics };
}

function lowerOptions({ catalog, content, defaultSource, defaultEvents }: Compiler): LowerOptions {
  return {
    catalog,
    lookups: content.lookups,
    expandMacros: (text) => expandMacros(text, content.macros),
    ...(defaultSource === undefined ? {} : { defaultSource }),
    ...(defaultEvents === undefined ? {} : { defaultEvents }),
  };
}

/** The plan of as many commands from the head of a search as have one; for telling what was understood of it. */
export function understandHead({ pipeline }: Understood, compiler: Compiler): LogicalPlan | undefined {
  for (let count = pipeline?.commands.length ?? 0; pipeline !== undefined && count > 0; count--) {
    const head = { ...pipeline, commands: pipeline.commands.slice(0, count) };
    const { plan } = lower(head, lowerOptions(compiler));
    if (plan !== undefined) return plan;
  }
  return undefined;
}

/** Compiles one detection for every target; what the rules find stands beside what was understood. */
export function compile(detection: Detection, compiler: Compiler): Outcome {
  const read = understand(detection.search.source, compiler);
  const found = lint({
    detection,
    understood: read,
    catalog: compiler.catalog,
    ...(compiler.history === undefined ? {} : { history: compiler.history }),
  });
  const diagnostics = [...read.diagnostics, ...found.map(({ diagnostic }) => diagnostic)];
  const understood: Understood = { ...read, diagnostics };
  const targets = new Map(
    compiler.targets.map((configured) => [
      configured.target.id,
      compileForTarget(detection, understood, configured, compiler.content),
    ]),
  );
  return { understood, targets };
}
