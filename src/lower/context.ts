import type { Command } from "../../grammar/commands/index.js";
import type { Pipeline } from "../../grammar/ast.js";
import type { LookupTable } from "../content/model.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { EventKind, SourceCatalog } from "../plan/log-source.js";
import type { SourceText } from "../source/source-text.js";
import type { LogicalPlan } from "../plan/plan.js";
import type { AutomaticSpans } from "./automatic-spans.js";
import type { UnknownValues } from "./unknown-values.js";

/** What `lower` needs to know besides the search. */
export interface LowerOptions {
  readonly catalog: SourceCatalog;
  readonly lookups: ReadonlyMap<string, LookupTable>;
  /** Expands the macros of a search that stands in a text; absent: there are none. */
  expandMacros?(text: SourceText): {
    readonly source: SourceText;
    readonly diagnostics: readonly Diagnostic[];
  };
  /** The log source of a search that names none, by the source's id. */
  readonly defaultSource?: string;
  /** The kind of events of the default source that such a search reads; absent: all. */
  readonly defaultEvents?: EventKind;
}

/** What the lowering of one command may look at and call. */
export interface LowerContext {
  readonly options: LowerOptions;
  /** The commands behind this one, in order. */
  readonly following: readonly Command[];
  /** Names of fields that the search mentions anywhere. */
  readonly mentioned: ReadonlySet<string>;
  /** The values that no documentation says. */
  readonly unknownValues: UnknownValues;
  /** The widths that the search leaves to the run. */
  readonly automaticSpans: AutomaticSpans;
  /** How deep in subsearches the command stands; 0 is the search itself. */
  readonly depth: number;
  report(diagnostic: Diagnostic): void;
  /** Lowers a subsearch, or a pipeline that goes on from `input`; `undefined` when an error was reported. */
  lowerPipeline(pipeline: Pipeline, input?: LogicalPlan): LogicalPlan | undefined;
}
