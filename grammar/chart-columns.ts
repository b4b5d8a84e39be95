import type { ArgumentReader } from "./argument-reader.js";
import { row } from "./print.js";

/** `limit=5`, `limit=top5`, `limit=bottom5`: how many columns are kept, and from which end; 0 keeps all. */
export interface ColumnLimit {
  readonly order: "top" | "bottom";
  readonly count: number;
}

/** `where max in top5`, `where count > 10`: which columns are kept, by an aggregate over each. */
export interface ColumnFilter {
  /** The aggregate's name, in lower case. */
  readonly function: string;
  readonly test:
    | ({ readonly kind: "rank"; readonly negated: boolean } & ColumnLimit)
    | { readonly kind: "compare"; readonly operator: "<" | ">"; readonly value: number };
}

/** What stands between the aggregate and the value in the name of a column, where `sep` is not set. */
export const standardSeparator = ": ";

const standardLimit: ColumnLimit = { order: "top", count: 10 };

export function readLimit(args: ArgumentReader): ColumnLimit {
  const option = args.option("limit");
  if (option === undefined) return standardLimit;
  return (
    rank(args.textOf(option).value) ??
    args.wrongValue(option, "a whole number, also behind `top` or `bottom`")
  );
}

export function printLimit({ order, count }: ColumnLimit): string | undefined {
  if (order === "bottom") return `limit=bottom${count}`;
  return count === standardLimit.count ? undefined : `limit=${count}`;
}

/** What stands behind `where`, when that is next. */
export function readColumnFilter(args: ArgumentReader): ColumnFilter | undefined {
  if (args.take("where") === undefined) return undefined;
  const name = args.plainName("an aggregate such as `sum`").text.toLowerCase();
  const joined = args.take("in", "notin");
  if (joined !== undefined) {
    const negated = joined.text.toLowerCase() === "notin";
    const word = args.peek();
    const limit = word?.kind === "word" ? rank(word.text) : undefined;
    if (limit === undefined) return args.unexpected("`top` or `bottom` with a number");
    args.plainName("a rank");
    return { function: name, test: { kind: "rank", negated, ...limit } };
  }
  const operator = args.takePunctuation("<") ? "<" : args.takePunctuation(">") ? ">" : undefined;
  if (operator === undefined) return args.unexpected("`IN`, `NOTIN`, `<` or `>`");
  const number = args.plainName("a number");
  const value = Number(number.text);
  return Number.isNaN(value)
    ? args.unexpected("a number")
    : { function: name, test: { kind: "compare", operator, value } };
}

export function printColumnFilter(filter: ColumnFilter | undefined): string | undefined {
  if (filter === undefined) return undefined;
  const { test } = filter;
  return test.kind === "compare"
    ? row("where", filter.function, test.operator, String(test.value))
    : row("where", filter.function, test.negated ? "notin" : "in", `${test.order}${test.count}`);
}

function rank(text: string): ColumnLimit | undefined {
  const match = /^(top|bottom)?(\d+)$/i.exec(text);
  if (match === null) return undefined;
  return { order: match[1]?.toLowerCase() === "bottom" ? "bottom" : "top", count: Number(match[2]) };
}
