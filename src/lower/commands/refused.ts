import type { OpaqueCommand } from "../../../grammar/ast.js";
import type { Command } from "../../../grammar/commands/index.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import type { LowerContext } from "../context.js";

/** A command that has a side effect, or a model behind it, or that is not known in full: refused by its name. */
export function refuseOpaque(command: OpaqueCommand, context: LowerContext): undefined {
  const { name, keyword } = command;
  const codes = {
    "side-effect": "side-effect-command",
    "machine-learning": "model-command",
    administrative: "administrative-command",
  } as const;
  context.report(lowerDiagnostics[codes[command.reason]](keyword, { name }));
  return undefined;
}

/** The commands that are read in full and that no step of the plan stands for, by the reason. */
const withoutStep = {
  "side-effect-command": [
    "audit",
    "collect",
    "delete",
    "dump",
    "mcollect",
    "meventcollect",
    "outputcsv",
    "outputlookup",
    "outputraw",
    "outputtext",
    "scrub",
    "tscollect",
  ],
  "model-command": ["arules", "kmeans"],
  "administrative-command": [
    "dbinspect",
    "history",
    "localop",
    "mcatalog",
    "metasearch",
    "mpreview",
    "pivot",
    "prjob",
    "redistribute",
    "require",
    "rest",
    "rtorder",
    "typeahead",
    "typelearner",
    "walklex",
  ],
  "unsupported-command": [
    "abstract",
    "accum",
    "addcoltotals",
    "addinfo",
    "analyzefields",
    "anomalies",
    "anomalousvalue",
    "anomalydetection",
    "associate",
    "autoregress",
    "bucketdir",
    "cluster",
    "cofilter",
    "concurrency",
    "contingency",
    "correlate",
    "delta",
    "diff",
    "erex",
    "eventcount",
    "fieldsummary",
    "filldown",
    "findkeywords",
    "findtypes",
    "folderize",
    "gauge",
    "gentimes",
    "geom",
    "geomfilter",
    "geostats",
    "highlight",
    "iconify",
    "inputcsv",
    "kvform",
    "loadjob",
    "localize",
    "makecontinuous",
    "metadata",
    "multikv",
    "mvcombine",
    "nomv",
    "outlier",
    "overlap",
    "predict",
    "rangemap",
    "relevancy",
    "reltime",
    "savedsearch",
    "searchtxn",
    "selfjoin",
    "set",
    "setfields",
    "shape",
    "sichart",
    "sistats",
    "sitimechart",
    "sitop",
    "tags",
    "timewrap",
    "tojson",
    "transpose",
    "trendline",
    "typer",
    "uniq",
    "x11",
    "xmlunescape",
    "xpath",
  ],
} as const;

type Reason = keyof typeof withoutStep;

const reasons: ReadonlyMap<string, Reason> = new Map(
  (Object.keys(withoutStep) as Reason[]).flatMap((reason) =>
    withoutStep[reason].map((kind) => [kind, reason] as const),
  ),
);

export type WithoutStep = Extract<Command, { readonly kind: (typeof withoutStep)[Reason][number] }>;

export function isWithoutStep(command: Command): command is WithoutStep {
  return reasons.has(command.kind);
}

/** A command that is read in full, but whose meaning no plan holds: refused by its name. */
export function refuseWithoutStep({ kind, keyword }: WithoutStep, context: LowerContext): undefined {
  context.report(lowerDiagnostics[reasons.get(kind) ?? "unsupported-command"](keyword, { name: kind }));
  return undefined;
}
