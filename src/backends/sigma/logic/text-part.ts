import type { Call, ScalarExpression } from "../../../plan/expression.js";
import type { CodeRange } from "../../../regex/character-sets.js";
import type { Pcre } from "../../../regex/pcre.js";
import { never, test, type Logic } from "./logic.js";
import { sigmaRegexOf } from "./sigma-regex.js";
import { lengthRange, type ValueTest } from "./value-test.js";
import { allBut, nothing, repeated, within } from "./within.js";

/** A part of a text: which characters it has, and what stands around it. */
export interface TextPart {
  readonly characters: readonly CodeRange[];
  readonly before: readonly Pcre[];
  readonly after: readonly Pcre[];
}

/** What stands behind the last of a character. */
export function lastPart(separator: string): TextPart {
  return fromTheEnd(separator.charCodeAt(0), 1);
}

/** The piece that `mvindex(split(x, "d"), n)` takes; `undefined` for a delimiter of several characters. */
export function pieceOf(call: Call): TextPart | undefined {
  const [list, index, end] = call.arguments;
  const delimiter = delimiterOf(list);
  const place = index?.kind === "literal" ? Number(index.value) : NaN;
  if (delimiter === undefined || !Number.isInteger(place) || end !== undefined) return undefined;
  return place < 0
    ? fromTheEnd(delimiter, -place)
    : {
        characters: allBut(delimiter),
        before: [textStart, ...manyPieces(delimiter, place, false)],
        after: [eitherOf(character(delimiter), textEnd)],
      };
}

/** The piece that is so many from the end, the last one being the first. */
function fromTheEnd(delimiter: number, place: number): TextPart {
  return {
    characters: allBut(delimiter),
    before: [eitherOf(textStart, character(delimiter))],
    after: [...manyPieces(delimiter, place - 1, true), textEnd],
  };
}

/** What has to hold of the field for the part to pass; `undefined`: Sigma cannot say it. */
export function partTest(field: string, part: TextPart, asked: ValueTest): Logic | undefined {
  const body = within(asked, part);
  return body === undefined ? undefined : body === nothing ? never : around(field, part, body);
}

/** What has to hold of the field for the part to have so many characters. */
export function partLengthTest(field: string, part: TextPart, asked: ValueTest): Logic | undefined {
  const range = lengthRange(asked);
  if (range === undefined) return undefined;
  const [minimum, maximum] = range;
  if (maximum !== undefined && maximum < minimum) return never;
  return around(field, part, repeated(part.characters, minimum, maximum));
}

function around(field: string, { before, after }: TextPart, body: Pcre): Logic | undefined {
  return regexTestOf(field, [...before, body, ...after]);
}

function regexTestOf(field: string, items: readonly Pcre[]): Logic | undefined {
  const regex = sigmaRegexOf({ kind: "sequence", items });
  return regex && test(field, regex.modifiers, regex.text);
}

/** What has to hold of the field for `mvcount(split(x, "d"))` to pass. */
export function piecesTest(field: string, call: Call, asked: ValueTest): Logic | undefined {
  const delimiter = delimiterOf(call.arguments[0]);
  if (delimiter === undefined) return undefined;
  const range = lengthRange(asked);
  if (range === undefined) return undefined;
  const [minimum, maximum] = [Math.max(1, range[0]), range[1]];
  if (maximum !== undefined && maximum < minimum) return never;
  const piece = repeated(allBut(delimiter), 0);
  const more: Pcre = {
    kind: "repeat",
    body: { kind: "group", body: { kind: "sequence", items: [character(delimiter), piece] } },
    minimum: minimum - 1,
    mode: "greedy",
    ...(maximum === undefined ? {} : { maximum: maximum - 1 }),
  };
  return regexTestOf(field, [textStart, piece, more, textEnd]);
}

/** The one character at which a text is cut. */
function delimiterOf(list: ScalarExpression | undefined): number | undefined {
  if (list?.kind !== "call" || list.function !== "split") return undefined;
  const [, delimiter] = list.arguments;
  if (delimiter?.kind !== "literal") return undefined;
  const text = String(delimiter.value);
  return text.length === 1 ? text.charCodeAt(0) : undefined;
}

/** So many pieces, each with the delimiter behind it or before it. */
function manyPieces(delimiter: number, count: number, before: boolean): readonly Pcre[] {
  if (count === 0) return [];
  const piece = repeated(allBut(delimiter), 0);
  const items = before ? [character(delimiter), piece] : [piece, character(delimiter)];
  return [
    {
      kind: "repeat",
      body: { kind: "group", body: { kind: "sequence", items } },
      minimum: count,
      maximum: count,
      mode: "greedy",
    },
  ];
}

const textStart: Pcre = { kind: "assertion", assertion: "text-start" };
const textEnd: Pcre = { kind: "assertion", assertion: "text-end-or-newline" };

function character(code: number): Pcre {
  return { kind: "character", code, ignoreCase: false };
}

function eitherOf(...options: readonly Pcre[]): Pcre {
  return { kind: "group", body: { kind: "alternatives", options } };
}
