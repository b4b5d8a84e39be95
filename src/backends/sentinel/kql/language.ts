import type { ExpressionLanguage, OperatorSyntax } from "../../shared/expression-language.js";

function infix(symbol: string, precedence: number, associativity: OperatorSyntax["associativity"]) {
  return [symbol, { symbol, precedence, position: "infix", associativity }] as const;
}

const comparison = 4;

/** Operators of KQL by their symbols: https://learn.microsoft.com/kusto/query/scalar-data-types/ and the string operators' page. */
const operators: ReadonlyMap<string, OperatorSyntax> = new Map<string, OperatorSyntax>([
  infix("or", 1, "full"),
  infix("and", 2, "full"),
  ...["==", "!=", "<", "<=", ">", ">=", "=~", "!~"].map((symbol) => infix(symbol, comparison, "none")),
  ...["contains", "startswith", "endswith"].flatMap((word) =>
    [word, `!${word}`, `${word}_cs`, `!${word}_cs`].map((symbol) => infix(symbol, comparison, "none")),
  ),
  ...["in", "!in", "in~", "!in~", "matches regex", "between"].map((symbol) =>
    infix(symbol, comparison, "none"),
  ),
  infix("..", 5, "none"),
  infix("+", 6, "left"),
  infix("-", 6, "left"),
  infix("*", 7, "left"),
  infix("/", 7, "left"),
  infix("%", 7, "left"),
]);

/** Words that cannot stand as a column's name without `['…']`, found with Microsoft's parser. */
const reserved: ReadonlySet<string> = new Set(
  (
    "first last kind between and or like by project union views string int long real date datetime time timespan " +
    "dynamic double decimal bool boolean guid true false asc desc startswith endswith hasprefix hassuffix flags " +
    "timeline simple title of to in datatable has contains where print search find set materialize invoke sample as " +
    "externaldata toscalar verbose viewers count not with let on nulls typeof pack null matches step default latest earliest cycles"
  ).split(" "),
);

/** Whether a name needs no brackets. */
export function isPlainName(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !reserved.has(name);
}

/** A name as a column, in brackets and with the escapes of a text where it is no plain identifier. */
export function columnName(name: string): string {
  if (isPlainName(name)) return name;
  return `['${[...name].map((each) => (each === "'" ? "\\'" : each === '"' ? each : escapedCharacter(each))).join("")}']`;
}

/**
 * A text. A verbatim literal has no escapes and cannot hold a line break, so that a text with control characters is
 * written with escapes: https://learn.microsoft.com/kusto/query/scalar-data-types/string
 */
export function textLiteral(value: string): string {
  const escaped = hasControl(value);
  if (!escaped && value.includes("\\")) return `@"${value.replaceAll('"', '""')}"`;
  if (!escaped && !value.includes('"')) return `"${value}"`;
  if (!escaped && !value.includes("'")) return `'${value}'`;
  const content = [...value].map(escapedCharacter).join("");
  return `"${content}"`;
}

function hasControl(value: string): boolean {
  return [...value].some((character) => isControl(character));
}

function isControl(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code < 32 || (code >= 127 && code < 160) || code === 0x2028 || code === 0x2029;
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ["\\", "\\\\"],
  ['"', '\\"'],
  ["\t", "\\t"],
  ["\n", "\\n"],
  ["\r", "\\r"],
]);

function escapedCharacter(character: string): string {
  const short = shortEscapes.get(character);
  if (short !== undefined) return short;
  if (!isControl(character)) return character;
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}

/** KQL as the expression printer needs it. */
export const kqlLanguage: ExpressionLanguage = {
  operators,
  name: columnName,
  text: (value, form) =>
    form === "verbatim" && !hasControl(value) ? `@"${value.replaceAll('"', '""')}"` : textLiteral(value),
  number: (value) => (Number.isInteger(value) && Math.abs(value) < 1e21 ? String(value) : realLiteral(value)),
  boolean: String,
};

/** KQL reads `1e-7` as a real; infinities and not-a-number have no place in a query. */
function realLiteral(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError("a number of a query has to be finite");
  return String(value);
}
