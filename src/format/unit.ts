import type { Doc } from "prettier";
import { builders } from "prettier/doc";
import type { Language, Piece } from "./piece.js";
import { isSpaced } from "./spacing.js";

/** Pieces that no blank divides. */
export interface Unit {
  readonly doc: Doc;
  /** The text of a unit that is one word. */
  readonly word?: string;
  readonly isGroup: boolean;
  readonly isComment: boolean;
  /** A comma ends it. */
  readonly endsItem: boolean;
  /** Whether it begins a line: a comment that stood on its own, and what followed one. */
  readonly ownLine: boolean;
}

/** A text that is written as it stands, with its line breaks. */
export function textDoc(text: string): Doc {
  return text.includes("\n") ? builders.join(builders.literalline, text.split("\n")) : text;
}

export function unitsOf(
  pieces: readonly Piece[],
  language: Language,
  docOf: (piece: Piece, language: Language) => Doc,
): readonly Unit[] {
  const runs: Piece[][] = [];
  let before: Piece | undefined;
  for (const piece of pieces) {
    const run = runs.at(-1);
    if (run === undefined || before === undefined || isSpaced(before, piece, language)) runs.push([piece]);
    else run.push(piece);
    before = piece;
  }
  return runs.map((run, index): Unit => {
    const [first] = run;
    const only = run.length === 1 ? first : undefined;
    const previous = runs[index - 1]?.at(-1);
    return {
      doc: run.map((piece) => docOf(piece, language)),
      ...(only?.kind === "atom" || only?.kind === "comparator" ? { word: only.text } : {}),
      isGroup: only?.kind === "group",
      isComment: only?.kind === "comment",
      endsItem: run.at(-1)?.kind === "comma",
      ownLine: first?.gap === "line" && (first.kind === "comment" || previous?.kind === "comment"),
    };
  });
}
