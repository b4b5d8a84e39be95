import type { Segment, SourceText, Span } from "./source-text.js";

/** A place in a file the user wrote; lines and columns count from 1, columns in UTF-16 code units. */
export interface Location {
  readonly file: SourceText;
  readonly start: Position;
  readonly end: Position;
  /** Places inside macro definitions that the location passed through, innermost last. */
  readonly through: readonly MacroLocation[];
}

export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

export interface MacroLocation {
  readonly macro: string;
  readonly location: Location;
}

/**
 * Follows a span back to the file it was written in.
 *
 * A span inside the body of a macro is located at the call; the places inside the definitions are in `through`.
 * A span that starts in one segment and ends in another covers both origins when they lie in the same text, and the
 * origin of its start otherwise.
 */
export function locate(span: Span): Location {
  const { source } = span;
  if (source.segments === undefined) return inFile(span);

  const first = segmentAt(source, span.start);
  if (first === undefined) return inFile(span);
  const last = segmentAt(source, Math.max(span.start, span.end - 1)) ?? first;
  const from = originOf(first, span);
  if (first.call === undefined) {
    if (last === first) return locate(from);
    const to = last.call === undefined ? originOf(last, span) : last.call.span;
    return locate(
      from.source === to.source
        ? { source: from.source, start: from.start, end: Math.max(from.end, to.end) }
        : from,
    );
  }
  const call = locate(
    last.call === undefined ? throughTo(first.call.span, originOf(last, span)) : first.call.span,
  );
  const definition = locate(from);
  return {
    ...call,
    through: [...call.through, { macro: first.call.name, location: definition }, ...definition.through],
  };
}

/** A span that begins at a macro call and ends in the text that follows it. */
function throughTo(call: Span, end: Span): Span {
  return call.source === end.source
    ? { source: call.source, start: call.start, end: Math.max(call.end, end.end) }
    : call;
}

function originOf(segment: Segment, span: Span): Span {
  const { origin } = segment;
  if (!segment.verbatim) return origin;
  const start = origin.start + Math.max(0, span.start - segment.start);
  const end = origin.start + Math.min(span.end, segment.end) - segment.start;
  return {
    source: origin.source,
    start: Math.min(start, origin.end),
    end: Math.min(Math.max(start, end), origin.end),
  };
}

/** The segment that covers an offset, or the nearest one before it; binary search. */
function segmentAt(source: SourceText, offset: number): Segment | undefined {
  const segments = source.segments ?? [];
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const segment = segments[middle];
    if (segment !== undefined && segment.start <= offset) low = middle;
    else high = middle - 1;
  }
  return segments[low];
}

function inFile(span: Span): Location {
  const start = positionAt(span.source, span.start);
  return {
    file: span.source,
    start,
    end: span.end === span.start ? start : positionAt(span.source, span.end),
    through: [],
  };
}

const lineStartsOf = new WeakMap<SourceText, readonly number[]>();

/** Line and column of an offset in a file. */
export function positionAt(file: SourceText, offset: number): Position {
  let starts = lineStartsOf.get(file);
  if (starts === undefined) {
    starts = lineStarts(file.text);
    lineStartsOf.set(file, starts);
  }
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return { offset, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
}

function lineStarts(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts;
}
