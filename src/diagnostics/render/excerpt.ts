import type { Location } from "../../source/locate.js";
import { printable } from "./printable.js";

/** The line of a location, cut to a width, and the part of it to underline. */
export interface Excerpt {
  readonly line: number;
  readonly text: string;
  /** Columns of `text`, from 0. */
  readonly markStart: number;
  readonly markLength: number;
  /** The last line of a location that covers several. */
  readonly lastLine?: number;
}

const ellipsis = "…";

/** The first line of a location, with at least one character marked; `undefined` for a file without text. */
export function excerptOf({ file, start, end }: Location, width: number): Excerpt | undefined {
  if (file.text === "") return undefined;
  const lineStart = start.offset - (start.column - 1);
  const lineBreak = file.text.indexOf("\n", start.offset);
  const line = file.text.slice(lineStart, lineBreak === -1 ? file.text.length : lineBreak).replace(/\r$/, "");
  const from = Math.min(start.column - 1, line.length);
  const to = end.line === start.line ? Math.max(from, Math.min(end.column - 1, line.length)) : line.length;
  const cut = cutAround(line, from, to, width);
  return {
    line: start.line,
    text: printable(cut.text),
    markStart: from - cut.removed,
    markLength: Math.max(1, Math.min(to, cut.shownTo) - from),
    ...(end.line === start.line ? {} : { lastLine: end.line }),
  };
}

interface Cut {
  readonly text: string;
  /** How far a column moved to the left. */
  readonly removed: number;
  /** The end of what is shown of the line. */
  readonly shownTo: number;
}

/** A window of a long line that shows the start of the mark and, where there is room, what is around it. */
function cutAround(line: string, from: number, to: number, width: number): Cut {
  if (line.length <= width) return { text: line, removed: 0, shownTo: line.length };
  const room = Math.max(10, width - 2);
  const before = Math.max(0, Math.floor((room - Math.min(room, to - from)) / 2));
  const shownFrom = Math.max(0, Math.min(from - before, line.length - room));
  const shownTo = Math.min(line.length, shownFrom + room);
  const left = shownFrom > 0 ? ellipsis : "";
  const right = shownTo < line.length ? ellipsis : "";
  return {
    text: `${left}${line.slice(shownFrom, shownTo)}${right}`,
    removed: shownFrom - left.length,
    shownTo,
  };
}
