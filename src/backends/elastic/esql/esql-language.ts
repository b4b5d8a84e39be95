import type { ExpressionLanguage, OperatorSyntax } from "../../shared/expression-language.js";
import { plainNumber } from "../eql/eql-language.js";

function infix(
  symbol: string,
  precedence: number,
  associativity: OperatorSyntax["associativity"],
): OperatorSyntax {
  return { symbol, precedence, position: "infix", associativity };
}

function suffix(symbol: string): OperatorSyntax {
  return { symbol, precedence: 4, position: "suffix", associativity: "none" };
}

const comparisons = ["==", "!=", "<", "<=", ">", ">=", "LIKE", "RLIKE", "IN"];

/** ES|QL's operators and literals: https://www.elastic.co/docs/reference/query-languages/esql/esql-syntax */
export const esqlLanguage: ExpressionLanguage = {
  operators: new Map<string, OperatorSyntax>([
    ["or", infix("OR", 1, "full")],
    ["and", infix("AND", 2, "full")],
    ["not", { symbol: "NOT", precedence: 7, position: "prefix", associativity: "none" }],
    ...comparisons.map((symbol) => [symbol, infix(symbol, 4, "none")] as const),
    ["IS NULL", suffix("IS NULL")],
    ["IS NOT NULL", suffix("IS NOT NULL")],
    // Behind an aggregate, of its rows: `COUNT(*) WHERE a > 1`.
    ["WHERE", infix("WHERE", 0, "none")],
    ["+", infix("+", 5, "left")],
    ["-", infix("-", 5, "left")],
    ["*", infix("*", 6, "left")],
    ["/", infix("/", 6, "left")],
    ["%", infix("%", 6, "left")],
  ]),
  name: esqlName,
  text: (value, form) => (form === "pattern" ? patternText(value) : esqlText(value)),
  number: plainNumber,
  boolean: (value) => (value ? "TRUE" : "FALSE"),
};

/** Words that the parser of the product does not take for a column. */
const reserved: ReadonlySet<string> = new Set(
  "and asc by desc false first in is last like not null nulls on or rlike true where with".split(" "),
);

/** A column; a path whose parts are no identifiers goes into backticks. */
export function esqlName(name: string): string {
  const plain = name
    .split(".")
    .every((part) => /^[A-Za-z_@]\w*$/u.test(part) && !reserved.has(part.toLowerCase()));
  return plain ? name : `\`${name.replaceAll("`", "``")}\``;
}

/** A string literal. Only five escapes exist; every other character stands for itself. */
export function esqlText(value: string): string {
  const escaped = value
    .replace(/["\\]/gu, "\\$&")
    .replaceAll("\n", "\\n")
    .replaceAll("\r", "\\r")
    .replaceAll("\t", "\\t");
  return `"${escaped}"`;
}

/** A pattern in three quotes where its text allows it, so that its own escapes are not doubled. */
function patternText(value: string): string {
  const fits = !/"""|[\r\n\t]/u.test(value) && !value.endsWith('"') && value.includes("\\");
  return fits ? `"""${value}"""` : esqlText(value);
}
