import type { Segment, SourceText } from "./source-text.js";

/**
 * The text of a YAML scalar as a text whose every character leads back to its place in the file.
 *
 * `value` is what the YAML library read from the scalar that starts at `start`; the scalar is read a second time here
 * for positions only. Should the two readings differ, the value stays the library's and maps to the scalar as a whole.
 * The styles and their folding: https://yaml.org/spec/1.2.2/ chapters 7.3 and 8.1.
 */
export function yamlScalarText(
  file: SourceText,
  place: { readonly start: number; readonly end: number },
  value: string,
): SourceText {
  const read = candidates(file.text, place.start, place.end).find(({ text }) => text === value);
  const segments: Segment[] =
    read === undefined
      ? [{ start: 0, end: value.length, origin: { source: file, ...place }, verbatim: false }]
      : read.pieces.map(({ at, from, to, text, verbatim }) => ({
          start: at,
          end: at + text.length,
          origin: { source: file, start: from, end: to },
          verbatim,
        }));
  return { name: file.name, text: value, segments };
}

/**
 * The value of a quoted scalar. YAML drops blanks before a line break that folds (chapter 6.5), which js-yaml keeps in
 * quoted scalars; Splunk's own tools read these files with a library that drops them.
 */
export function quotedScalarValue(file: string, start: number, end: number): string | undefined {
  if (file[start] !== "'" && file[start] !== '"') return undefined;
  return candidates(file, start, end)[0]?.text;
}

interface Piece {
  readonly at: number;
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly verbatim: boolean;
}

/** Collects the value piece by piece, and joins pieces that follow each other in both texts. */
class Reading {
  readonly pieces: Piece[] = [];
  readonly #file: string;
  #length = 0;

  constructor(file: string) {
    this.#file = file;
  }

  get text(): string {
    return this.pieces.map(({ text }) => text).join("");
  }

  /** A stretch that stands in the file as it is. */
  copy(from: number, to: number): void {
    if (to <= from) return;
    const last = this.pieces.at(-1);
    if (last?.verbatim === true && last.to === from) {
      this.pieces[this.pieces.length - 1] = { ...last, text: this.#file.slice(last.from, to), to };
      this.#length += to - from;
      return;
    }
    this.#push(this.#file.slice(from, to), from, to, true);
  }

  /** A character that stands for a stretch of the file: an escape, a folded line break. */
  put(text: string, from: number, to: number): void {
    if (text === this.#file.slice(from, to)) this.copy(from, to);
    else this.#push(text, from, to, false);
  }

  #push(text: string, from: number, to: number, verbatim: boolean): void {
    this.pieces.push({ at: this.#length, text, from, to, verbatim });
    this.#length += text.length;
  }
}

/** The readings a scalar can have; only a block scalar with an indentation indicator leaves a choice. */
function candidates(file: string, start: number, end: number): readonly Reading[] {
  switch (file[start]) {
    case "|":
    case ">":
      return blockReadings(file, start);
    case "'":
      return [quoted(file, start + 1, end - 1, singleQuoteEscape)];
    case '"':
      return [quoted(file, start + 1, end - 1, doubleQuoteEscape)];
    default:
      return [quoted(file, start, end, () => undefined)];
  }
}

interface Break {
  readonly from: number;
  readonly to: number;
}

interface Escape {
  readonly text: string;
  readonly to: number;
}

/** A plain or quoted scalar: stretches of text, escapes, and line breaks that fold. */
function quoted(
  file: string,
  start: number,
  end: number,
  escapeAt: (file: string, at: number) => Escape | undefined,
): Reading {
  const reading = new Reading(file);
  let at = start;
  let copied = start;
  while (at < end) {
    const escape = escapeAt(file, at);
    if (escape !== undefined) {
      reading.copy(copied, at);
      if (escape.text !== "") reading.put(escape.text, at, escape.to);
      at = copied = escape.to;
    } else if (isBreak(file[at])) {
      let textEnd = at;
      while (textEnd > copied && isBlank(file[textEnd - 1])) textEnd -= 1;
      reading.copy(copied, textEnd);
      at = copied = fold(reading, file, at, end, textEnd);
    } else at += 1;
  }
  reading.copy(copied, end);
  return reading;
}

/** A run of line breaks: one is a space, more are one fewer line feeds. Gives where the next line's text begins. */
function fold(reading: Reading, file: string, from: number, end: number, textEnd: number): number {
  const breaks: Break[] = [];
  let at = from;
  while (at < end && (isBreak(file[at]) || isBlank(file[at]))) {
    if (isBreak(file[at])) {
      const to = breakEnd(file, at);
      breaks.push({ from: at, to });
      at = to;
    } else at += 1;
  }
  if (breaks.length === 1) reading.put(" ", textEnd, at);
  else for (const lineBreak of breaks.slice(1)) reading.put("\n", lineBreak.from, lineBreak.to);
  return at;
}

function singleQuoteEscape(file: string, at: number): Escape | undefined {
  return file[at] === "'" && file[at + 1] === "'" ? { text: "'", to: at + 2 } : undefined;
}

const simpleEscapes: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "/": "/",
  "\\": "\\",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029",
};
const hexadecimalEscapes: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function doubleQuoteEscape(file: string, at: number): Escape | undefined {
  if (file[at] !== "\\") return undefined;
  const character = file[at + 1] ?? "";
  if (isBreak(character)) {
    let to = breakEnd(file, at + 1);
    while (isBlank(file[to])) to += 1;
    return { text: "", to };
  }
  const digits = hexadecimalEscapes[character];
  if (digits !== undefined) {
    const code = Number.parseInt(file.slice(at + 2, at + 2 + digits), 16);
    return { text: code <= 0x10ffff ? String.fromCodePoint(code) : "", to: at + 2 + digits };
  }
  return { text: simpleEscapes[character] ?? "", to: at + 2 };
}

/** A block scalar without an indentation indicator is as deep as its first line of text, or the blank ones before it. */
function blockReadings(file: string, start: number): readonly Reading[] {
  let bodyStart = start;
  while (bodyStart < file.length && !isBreak(file[bodyStart])) bodyStart += 1;
  const header = /^[|>]([-+]?)([1-9]?)([-+]?)/.exec(file.slice(start, start + 3));
  const chomping = header?.[1] === "" ? header[3] : header?.[1];
  const style = { folded: file[start] === ">", keep: chomping === "+", clip: chomping === "" };
  const deepest = firstIndentation(file, bodyStart);
  const explicit = header?.[2] !== undefined && header[2] !== "";
  const depths = explicit ? Array.from({ length: deepest + 1 }, (_, depth) => deepest - depth) : [deepest];
  return depths.map((depth) => block(file, bodyStart, depth, style));
}

function firstIndentation(file: string, bodyStart: number): number {
  const [before = ""] = /^(?:\r\n|\n|\r)(?: *(?:\r\n|\n|\r))* */.exec(file.slice(bodyStart)) ?? [];
  return Math.max(...before.split(/\r\n|\n|\r/).map((line) => line.length));
}

interface BlockStyle {
  readonly folded: boolean;
  readonly keep: boolean;
  readonly clip: boolean;
}

function block(file: string, bodyStart: number, depth: number, { folded, keep, clip }: BlockStyle): Reading {
  const reading = new Reading(file);
  let at = bodyStart;
  let pending: Break[] = [];
  let hasText = false;
  let moreIndented = false;
  while (at < file.length) {
    pending.push({ from: at, to: breakEnd(file, at) });
    at = breakEnd(file, at);
    const lineStart = at;
    while (at - lineStart < depth && file[at] === " ") at += 1;
    if (isBreak(file[at])) continue;
    if (at >= file.length || at - lineStart < depth) break;

    const indented = isBlank(file[at]);
    joinLines(reading, pending, { hasText, folded, moreIndented, indented });
    moreIndented = indented;
    hasText = true;
    pending = [];
    const textStart = at;
    while (at < file.length && !isBreak(file[at])) at += 1;
    reading.copy(textStart, at);
  }
  if (pending.length === 0) pending.push({ from: file.length, to: file.length });
  if (keep) for (const { from, to } of hasText ? pending : pending.slice(1)) reading.put("\n", from, to);
  else if (clip && hasText) for (const { from, to } of pending.slice(0, 1)) reading.put("\n", from, to);
  return reading;
}

/** What stands between two lines of a block scalar; `breaks` begins with the one that ends the line before. */
function joinLines(
  reading: Reading,
  breaks: readonly Break[],
  line: {
    readonly hasText: boolean;
    readonly folded: boolean;
    readonly moreIndented: boolean;
    readonly indented: boolean;
  },
): void {
  const keepAll = line.hasText && (!line.folded || line.indented || line.moreIndented);
  const [first] = breaks;
  if (line.hasText && !keepAll && breaks.length === 1 && first !== undefined) {
    reading.put(" ", first.from, first.to);
    return;
  }
  for (const { from, to } of keepAll ? breaks : breaks.slice(1)) reading.put("\n", from, to);
}

function isBreak(character: string | undefined): boolean {
  return character === "\n" || character === "\r";
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
}

function breakEnd(file: string, at: number): number {
  return file[at] === "\r" && file[at + 1] === "\n" ? at + 2 : at + 1;
}
