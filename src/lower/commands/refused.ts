import type { OpaqueCommand } from "../../../grammar/ast.js";
import type { Command } from "../../../grammar/commands/index.js";
import type { TransactionCommand } from "../../../grammar/commands/transaction.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import type { LowerContext } from "../context.js";

/** A command that has a side effect, or a model behind it, or that is not known in full: refused by its name. */
export function refuseOpaque(command: OpaqueCommand, context: LowerContext): undefined {
  const { name, keyword } = command;
  const codes = {
    "side-effect": "side-effect-command",
    "machine-learning": "model-command",
    "not-modelled": "unsupported-command",
    administrative: "administrative-command",
  } as const;
  context.report(lowerDiagnostics[codes[command.reason]](keyword, { name }));
  return undefined;
}

/**
 * `transaction` closes groups by the order, the gaps and the limits of what it has in memory, and joins the events'
 * fields; there is no step of the plan that gives the same groups.
 */
export function refuseTransaction(command: TransactionCommand, context: LowerContext): undefined {
  context.report(lowerDiagnostics.transaction(command.keyword, {}));
  return undefined;
}

/** The commands that are read in full and that no step of the plan stands for. */
const withoutStep = [
  "accum",
  "addcoltotals",
  "addinfo",
  "anomalydetection",
  "appendcols",
  "cluster",
  "delta",
  "eventcount",
  "extract",
  "fieldformat",
  "fieldsummary",
  "filldown",
  "gentimes",
  "inputcsv",
  "loadjob",
  "makecontinuous",
  "metadata",
  "multikv",
  "mvcombine",
  "nomv",
  "outlier",
  "outputlookup",
  "predict",
  "rangemap",
  "savedsearch",
  "selfjoin",
  "set",
  "strcat",
  "tags",
  "tojson",
  "typer",
  "uniq",
  "untable",
  "xpath",
  "xyseries",
] as const;

export type WithoutStep = Extract<Command, { readonly kind: (typeof withoutStep)[number] }>;

export function isWithoutStep(command: Command): command is WithoutStep {
  return withoutStep.some((kind) => kind === command.kind);
}

/** A command that is read in full, but whose meaning no plan holds: refused by its name. */
export function refuseWithoutStep({ kind, keyword }: WithoutStep, context: LowerContext): undefined {
  const code = kind === "outputlookup" ? "side-effect-command" : "unsupported-command";
  context.report(lowerDiagnostics[code](keyword, { name: kind }));
  return undefined;
}
