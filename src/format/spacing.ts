import type { Language, Piece } from "./piece.js";

const logicalWord = /^(?:and|or|xor|not)$/i;
const relation = /^(?:like|in)$/i;

/** Whether a blank stands between two pieces. What the language leaves open stays as it was written. */
export function isSpaced(before: Piece, piece: Piece, language: Language): boolean {
  const written = piece.gap !== "none";
  if (before.kind === "comment" || piece.kind === "comment") return true;
  if (language === "plain") return written;
  if (piece.kind === "comma") return false;
  if (before.kind === "comma") return true;
  switch (language) {
    case "search":
      if (before.kind === "comparator" || piece.kind === "comparator") return false;
      return written || (piece.kind === "group" && before.kind === "atom" && before.text === "IN");
    case "eval":
    case "assignments":
      if (before.kind === "comparator" || piece.kind === "comparator") return true;
      if (piece.kind === "group" && before.kind === "atom") {
        if (logicalWord.test(before.text) || /^(?:LIKE|IN)$/.test(before.text)) return true;
        return /^[A-Za-z_]\w*$/.test(before.text) ? false : written;
      }
      return written;
    case "arguments":
      return isEquals(before) || isEquals(piece) ? false : written;
  }
}

function isEquals(piece: Piece): boolean {
  return piece.kind === "comparator" && piece.text === "=";
}

export function isOperatorWord(piece: Piece): boolean {
  return piece.kind === "atom" && (logicalWord.test(piece.text) || relation.test(piece.text));
}

/** Writes the words of the language in capitals. In `search`, `and`, `or` and `not` in small letters are terms. */
export function withCapitals(pieces: readonly Piece[], language: Language): readonly Piece[] {
  if (language !== "search" && language !== "eval" && language !== "assignments") return pieces;
  return pieces.map((piece, index) => {
    // A name before `=` is the target of an assignment, whatever it looks like.
    if (piece.kind !== "atom" || pieces[index + 1]?.kind === "comparator") return piece;
    const before = pieces[index - 1];
    const afterOperand =
      before !== undefined &&
      before.kind !== "comma" &&
      before.kind !== "comparator" &&
      !isOperatorWord(before);
    const capital =
      language === "search"
        ? /^in$/i.test(piece.text) && afterOperand && pieces[index + 1]?.kind === "group"
        : logicalWord.test(piece.text) || (relation.test(piece.text) && afterOperand);
    return capital ? { ...piece, text: piece.text.toUpperCase() } : piece;
  });
}
