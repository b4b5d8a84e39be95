import type { CommandDefinition } from "../command.js";
import type { ArgumentReader } from "../argument-reader.js";
import { printName, row } from "../print.js";
import type { CommandNode, FieldName } from "../ast.js";
import type { Span } from "../../src/source/source-text.js";

export interface SortCommand extends CommandNode<"sort"> {
  /** 10000 by default; 0 means without limit. */
  readonly limit: number;
  readonly keys: readonly SortKey[];
  /** A trailing `desc` turns the whole order around. */
  readonly reversed: boolean;
}

export interface SortKey {
  readonly field: FieldName;
  readonly descending: boolean;
  readonly type: "auto" | "str" | "ip" | "num";
  readonly span: Span;
}

export const sortCommand: CommandDefinition<SortCommand> = {
  names: ["sort"],
  read: (body) => {
    const args = body.arguments();
    const limit = args.count("limit", args.wholeNumber() ?? 10_000);
    const keys = readSortKeys(args);
    const reversed = args.take("d", "desc") !== undefined;
    args.finish("a field or the end of the command");
    return { ...body.node("sort"), limit, keys, reversed };
  },
  print: ({ limit, keys, reversed }) =>
    row("sort", limit === 10_000 ? "" : String(limit), printSortKeys(keys), reversed ? "desc" : ""),
};

/**
 * `-a, +num(b)`. A sign right before a field binds to that field, one with a blank behind it to every field after it
 * that has no sign of its own.
 */
export function readSortKeys(args: ArgumentReader): SortKey[] {
  let standing = false;
  return args.list(
    () => {
      const sign = args.take("-", "+");
      const start = args.peek()?.start ?? 0;
      if (sign !== undefined && start > sign.end) standing = sign.text === "-";
      return readSortKey(args, sign?.text === "-" || (sign === undefined && standing), sign?.start ?? start);
    },
    () => args.seesName() && !args.seesLast("d", "desc"),
    "a field",
  );
}

function readSortKey(args: ArgumentReader, standing: boolean, start: number): SortKey {
  const head = args.peek();
  const word = head?.kind === "word" ? head.text : "";
  const signed = /^[-+]./.test(word);
  const descending = signed ? word.startsWith("-") : standing;
  const type = args.seesCall() ? sortType(word.replace(/^[-+]/, "")) : undefined;
  if (type === undefined) {
    const item = args.name("a field");
    const text = signed ? item.text.slice(1) : item.text;
    const field = { name: text, span: args.spanOf({ start: item.start + (signed ? 1 : 0), end: item.end }) };
    return { field, descending, type: "auto", span: args.spanOf({ start, end: item.end }) };
  }
  args.plainName("a field");
  args.expectPunctuation("(");
  const field = args.fieldName();
  args.expectPunctuation(")");
  return { field, descending, type, span: args.spanOf({ start, end: args.position }) };
}

function sortType(name: string): SortKey["type"] | undefined {
  const lower = name.toLowerCase();
  return lower === "auto" || lower === "str" || lower === "ip" || lower === "num" ? lower : undefined;
}

export function printSortKeys(keys: readonly SortKey[]): string {
  return keys
    .map(({ field, descending, type }) => {
      const name = printName(field.name, "d", "desc");
      return `${descending ? "-" : ""}${type === "auto" ? name : `${type}(${name})`}`;
    })
    .join(", ");
}
