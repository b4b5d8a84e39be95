import type { ExpressionLanguage, OperatorSyntax } from "../../shared/expression-language.js";

function infix(
  symbol: string,
  precedence: number,
  associativity: OperatorSyntax["associativity"],
): OperatorSyntax {
  return { symbol, precedence, position: "infix", associativity };
}

const comparisons = ["==", "!=", "<", "<=", ">", ">=", ":", "like", "like~", "regex", "regex~", "in", "in~"];

/** EQL's operators and literals: https://www.elastic.co/docs/reference/query-languages/eql/eql-syntax */
export const eqlLanguage: ExpressionLanguage = {
  operators: new Map<string, OperatorSyntax>([
    ["or", infix("or", 1, "full")],
    ["and", infix("and", 2, "full")],
    ["not", { symbol: "not", precedence: 3, position: "prefix", associativity: "none" }],
    ...comparisons.map((symbol) => [symbol, infix(symbol, 4, "none")] as const),
    ["+", infix("+", 5, "left")],
    ["-", infix("-", 5, "left")],
    ["*", infix("*", 6, "left")],
    ["/", infix("/", 6, "left")],
    ["%", infix("%", 6, "left")],
  ]),
  name: eqlName,
  text: (value, form) => (form === "raw" ? rawText(value) : eqlText(value)),
  number: plainNumber,
  boolean: String,
};

/** The keywords of the grammar, none of which a part of a path can be: elastic/elasticsearch, `EqlBase.g4`. */
const reserved: ReadonlySet<string> = new Set(
  "and any by false in join like maxspan not null of or regex sample sequence true until where with".split(
    " ",
  ),
);

/** A field, with the `?` of an optional one kept in front; parts that are no identifiers go into backticks. */
export function eqlName(name: string): string {
  const optional = name.startsWith("?") ? "?" : "";
  const path = name.slice(optional.length);
  const plain = path
    .split(".")
    .every((part) => /^[A-Za-z_@]\w*$/u.test(part) && !reserved.has(part.toLowerCase()));
  return optional + (plain ? path : `\`${path.replaceAll("`", "``")}\``);
}

/** A string literal in double quotes, every character that is not plain escaped. */
export function eqlText(value: string): string {
  const escaped = value.replace(/["\\]/gu, "\\$&").replace(/[\u0000-\u001f\u007f]/gu, controlEscape);
  return `"${escaped}"`;
}

function controlEscape(character: string): string {
  switch (character) {
    case "\n":
      return "\\n";
    case "\r":
      return "\\r";
    case "\t":
      return "\\t";
    default:
      return `\\u{${(character.codePointAt(0) ?? 0).toString(16).padStart(2, "0")}}`;
  }
}

/** A string in three quotes, where nothing is an escape, if the text allows it: no line ends, no quotes at its end. */
function rawText(value: string): string {
  const fits = !/"""|[\u0000-\u001f\u007f]/u.test(value) && !value.endsWith('"') && value.includes("\\");
  return fits ? `"""${value}"""` : eqlText(value);
}

/** A number without an exponent. */
export function plainNumber(value: number): string {
  if (Number.isInteger(value)) return BigInt(value).toString();
  const text = String(value);
  return text.includes("e") ? value.toFixed(20).replace(/0+$/u, "") : text;
}
