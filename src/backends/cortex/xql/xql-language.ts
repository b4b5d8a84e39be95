import type { ExpressionLanguage, OperatorSyntax } from "../../shared/expression-language.js";
import { reservedWords } from "./reserved-words.js";
import { xqlRegex, xqlText } from "./xql-text.js";

function infix(
  symbol: string,
  precedence: number,
  associativity: OperatorSyntax["associativity"],
): OperatorSyntax {
  return { symbol, precedence, position: "infix", associativity };
}

const comparisons = ["=", "!=", "<", "<=", ">", ">=", "in", "contains", "~=", "incidr", "incidr6"];

/**
 * XQL's operators and literals. How `and` and `or` bind is not documented, so they have one strength here and are
 * never mixed without brackets.
 */
export const xqlLanguage: ExpressionLanguage = {
  operators: new Map<string, OperatorSyntax>([
    ["or", infix("or", 1, "full")],
    ["and", infix("and", 1, "full")],
    ["not", { symbol: "not", precedence: 7, position: "prefix", associativity: "none" }],
    ...comparisons.map((symbol) => [symbol, infix(symbol, 4, "none")] as const),
    ["->", infix("->", 8, "left")],
  ]),
  name: xqlName,
  text: (value, form) => {
    if (form === "regex") return xqlRegex(value);
    const written = xqlText(value);
    if (written === undefined) throw new RangeError(`a text that has no literal: ${value}`);
    return written;
  },
  number: (value) => (Number.isInteger(value) ? BigInt(value).toString() : String(value)),
  boolean: String,
};

/** A field; a name that is no identifier, or a word of the language, goes into backticks. */
export function xqlName(name: string): string {
  const plain =
    /^[A-Za-z_][\w.]*$/u.test(name) && (name === "_time" || !reservedWords.has(name.toLowerCase()));
  return plain ? name : `\`${name}\``;
}
