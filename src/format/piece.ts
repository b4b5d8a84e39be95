/**
 * A search as it is laid out: the text before macro expansion, in pieces that are written as they stand. A macro can
 * hold half an expression, so nothing here is a tree of the language; the brackets and commands are those that the
 * text shows.
 */
export interface LaidPipeline {
  /** Whether the text begins with a pipe. */
  readonly leadingPipe: boolean;
  readonly commands: readonly LaidCommand[];
}

export interface LaidCommand {
  /** Comments that stand alone on their lines before the command. */
  readonly before: readonly string[];
  readonly clauses: readonly LaidClause[];
}

/** A stretch of a command in one language, begun by a word that has a line of its own when the command is long. */
export interface LaidClause {
  readonly language: Language;
  /** The command's name, or `BY`, `FROM`, `WHERE`, … */
  readonly keyword?: string;
  readonly pieces: readonly Piece[];
}

/** How a stretch is written: `plain` is for what a macro began, of which nothing is known. */
export type Language = "search" | "eval" | "assignments" | "arguments" | "plain";

export type Piece =
  | { readonly kind: "atom" | "comparator" | "comma" | "comment"; readonly text: string; readonly gap: Gap }
  | { readonly kind: "group"; readonly pieces: readonly Piece[]; readonly gap: Gap }
  | { readonly kind: "subsearch"; readonly pipeline: LaidPipeline; readonly gap: Gap };

/** What stood before a piece. */
export type Gap = "none" | "blank" | "line";
