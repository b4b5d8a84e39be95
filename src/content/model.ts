import type { Detection, Schedule } from "../detection/detection.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { ComputedColumn } from "../plan/shipped-lookup.js";
import type { SourceText } from "../source/source-text.js";

/** A content repository, loaded: everything that compiling one detection may need of the others. */
export interface Content {
  readonly detections: readonly Detection[];
  readonly macros: ReadonlyMap<string, readonly Macro[]>;
  readonly lookups: ReadonlyMap<string, LookupTable>;
  readonly dataSources: ReadonlyMap<string, DataSource>;
  readonly stories: ReadonlyMap<string, Story>;
  readonly baselines: readonly Baseline[];
  /** Files that were read, by path relative to the root. */
  readonly diagnostics: readonly Diagnostic[];
}

/** One definition of a macro; several share a name and differ in the number of arguments. */
export interface Macro {
  readonly name: string;
  readonly arguments: readonly string[];
  /** The definition as a text whose offsets lead back into the file. */
  readonly definition: SourceText;
  readonly description: string;
  readonly isEval: boolean;
  readonly validation?: string;
  readonly errorMessage?: string;
}

export interface LookupTable {
  readonly name: string;
  /** The app that brings it, where it is no part of the content. */
  readonly app?: string;
  readonly description: string;
  readonly kind: "csv" | "kvstore" | "mlmodel" | "script";
  /** The CSV's content, its first line the columns; absent for a KV store and where the file is missing. */
  readonly csv?: { readonly path: string; readonly text: string };
  /** Columns: the CSV's first line, or the list of a KV store. */
  readonly columns: readonly string[];
  readonly collection?: string;
  /** The baseline that writes the rows of a file which comes without any. */
  readonly filledBy?: string;
  /** By column; absent: the whole text. */
  readonly matchTypes: ReadonlyMap<string, "wildcard" | "cidr">;
  readonly caseSensitive: boolean;
  /** Whether the author said so; case matters where nothing is said. */
  readonly statesCase?: boolean;
  readonly minMatches: number;
  readonly maxMatches?: number;
  readonly defaultMatch?: string;
  readonly filter?: string;
  readonly together?: Together;
  /** What the script computes. */
  readonly computes?: ComputedColumn;
  readonly file: SourceText;
}

/**
 * A column that has all values of its row in Splunk's table, where a list of the table has a row for each of them: the
 * rows that belong together have the same value in the column `by`.
 */
export interface Together {
  readonly column: string;
  readonly by: string;
}

export interface DataSource {
  readonly name: string;
  readonly id: string;
  readonly source: string;
  readonly sourcetype: string;
  readonly separator?: string;
  readonly fields: readonly string[];
  readonly exampleLog?: string;
  readonly file: SourceText;
}

export interface Story {
  readonly name: string;
  readonly id: string;
  readonly version: number;
  readonly date: string;
  readonly author: string;
  readonly description: string;
  readonly narrative: string;
  readonly references: readonly string[];
  readonly categories: readonly string[];
  readonly products: readonly string[];
  readonly useCase: string;
  readonly file: SourceText;
}

export interface Baseline {
  readonly name: string;
  readonly id: string;
  readonly version: number;
  readonly date: string;
  readonly author: string;
  readonly description: string;
  readonly search: SourceText;
  readonly howToImplement: string;
  readonly falsePositives: string;
  readonly references: readonly string[];
  readonly analyticStories: readonly string[];
  readonly detections: readonly string[];
  readonly securityDomain: string;
  readonly schedule: Schedule;
  readonly file: SourceText;
}
