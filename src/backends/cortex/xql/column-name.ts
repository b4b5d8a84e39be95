import { reservedWords } from "./reserved-words.js";

/** A name for a computed column that no other one has. */
export function xqlColumnName(wanted: string, taken: ReadonlySet<string>): string {
  const plain = wanted.replace(/[^A-Za-z0-9]+/gu, "_").replace(/^_+|_+$/gu, "");
  const base = plain === "" || /^\d/u.test(plain) ? `column_${plain}` : plain;
  const reserved = reservedWords.has(base.toLowerCase());
  const own = reserved ? `${base}_value` : base;
  if (!taken.has(own)) return own;
  for (let number_ = 2; ; number_ += 1) if (!taken.has(`${own}_${number_}`)) return `${own}_${number_}`;
}
