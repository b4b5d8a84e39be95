/**
 * A text that diagnostics can point into: a file, a value inside a YAML file, or the result of macro expansion.
 *
 * A file has no segments. Every other text is made of segments that each say where a stretch of it came from, so that
 * any offset can be followed back to the file the user wrote (see `locate`).
 */
export interface SourceText {
  /** The path shown to the user, relative to the content root and with `/` on every system. */
  readonly name: string;
  readonly text: string;
  /** Ascending, without overlap; a stretch that no segment covers belongs to the nearest one before it. */
  readonly segments?: readonly Segment[];
}

/** A half-open stretch `[start, end)` of a text, in UTF-16 code units. */
export interface Span {
  readonly source: SourceText;
  readonly start: number;
  readonly end: number;
}

/** Where the stretch `[start, end)` of a derived text came from. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly origin: Span;
  /** True when the stretch equals its origin character by character; otherwise it maps to the origin as a whole. */
  readonly verbatim: boolean;
  /** The macro call that put this stretch here: it is the place to report, and `origin` the related one. */
  readonly call?: MacroCall;
}

/** One use of a macro in a search. */
export interface MacroCall {
  readonly name: string;
  readonly span: Span;
}

/** Stands where a macro call could not be expanded; no error of the command around it says anything then. */
export const unknownText = "\uE000";

/** A span over the whole of a text. */
export function wholeText(source: SourceText): Span {
  return { source, start: 0, end: source.text.length };
}

/** The smallest span that holds both; they must lie in one text, else the first is returned. */
export function joinSpans(first: Span, last: Span): Span {
  if (first.source !== last.source) return first;
  return {
    source: first.source,
    start: Math.min(first.start, last.start),
    end: Math.max(first.end, last.end),
  };
}
