import type { Understood } from "../understood.js";
import type { Detection } from "../detection/detection.js";
import type { lintDiagnostics } from "../diagnostics/codes/rules.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceCatalog } from "../plan/log-source.js";
import type { Span } from "../source/source-text.js";

/** What a rule can look at. */
export interface RuleContext {
  readonly detection: Detection;
  readonly understood: Understood;
  readonly catalog: SourceCatalog;
  /** Absent where nothing is known of earlier states. */
  readonly history?: History;
}

/** What the detections were at a commit. */
export interface History {
  /** The commit, as it was named. */
  readonly ref: string;
  /** Of the detections that say something else now: the version there, by their ids. */
  readonly changed: ReadonlyMap<string, number>;
}

/** One check. */
export interface Rule {
  /** What it can find, as `lint/<code>`. */
  readonly codes: readonly (keyof typeof lintDiagnostics)[];
  /** What it cannot do without: it finds nothing in a search that has no syntax tree, or no plan. */
  readonly needs: "detection" | "syntax" | "plan" | "history";
  readonly check: (context: RuleContext) => readonly LintFinding[];
}

export interface LintFinding {
  readonly diagnostic: Diagnostic;
  /** Cures it without changing what the search means. */
  readonly fix?: Fix;
}

/** Changes of one search that belong together. */
export interface Fix {
  readonly insertions: readonly Insertion[];
  /** Whether the syntax tree stays what it is, or has one command more at its end. */
  readonly effect: "same-tree" | "last-command";
}

/** A text that is put in at a place of the search, of no length. */
export interface Insertion {
  readonly at: Span;
  readonly side: "before" | "after";
  readonly text: string;
}

/** Findings that no fix cures. */
export function findings(...diagnostics: readonly Diagnostic[]): readonly LintFinding[] {
  return diagnostics.map((diagnostic) => ({ diagnostic }));
}
