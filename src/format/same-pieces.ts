import type { LaidPipeline, Piece } from "./piece.js";
import { scanPieces } from "./scan-pieces.js";

/**
 * Whether two searches consist of the same pieces but for blanks and capitals: all that can be said where the
 * definitions of macros are not at hand.
 */
export function samePieces(left: string, right: string): boolean {
  const [before, after] = [left, right].map((text) => textsOf(scanPieces(text)));
  return before?.join("\n").toLowerCase() === after?.join("\n").toLowerCase();
}

function textsOf({ commands }: LaidPipeline): readonly string[] {
  return commands.flatMap(({ before, clauses }) => [
    ...before,
    ...clauses.flatMap(({ keyword, pieces }) => [
      ...(keyword === undefined ? [] : [keyword]),
      ...pieces.flatMap(textsOfPiece),
    ]),
    "|",
  ]);
}

function textsOfPiece(piece: Piece): readonly string[] {
  switch (piece.kind) {
    case "group":
      return ["(", ...piece.pieces.flatMap(textsOfPiece), ")"];
    case "subsearch":
      return ["[", ...textsOf(piece.pipeline), "]"];
    case "atom":
    case "comma":
    case "comparator":
    case "comment":
      return [piece.text];
  }
}
