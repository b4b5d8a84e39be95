import { isJoiningWord } from "./item-cursor.js";
import type { FieldName, FieldPattern, GroupByField, Aggregate, TextArgument } from "./ast.js";
import { escapeArgument } from "./escapes.js";
import { printSpan } from "./span-argument.js";

const plainWord = /^[^\s|"'`,()[\]=<>!+-][^\s|"'`,()[\]=<>!]*$/;
/** Puts what there is in a row, with blanks between. */
export function row(...parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join(" ");
}

/** A text in double quotes. */
export function quoted(text: string): string {
  return `"${escapeArgument(text)}"`;
}

/** A name among the arguments of a command, in quotes where it, or a word of the command, could be meant. */
export function printName(name: string, ...words: readonly string[]): string {
  const lower = name.toLowerCase();
  const plain = plainWord.test(name) && !isJoiningWord(name) && !words.includes(lower) && !/^\d+$/.test(name);
  return plain ? name : quoted(name);
}

export function printField({ name }: FieldName | FieldPattern): string {
  return printName(name);
}

export function printFields(fields: readonly (FieldName | FieldPattern)[], separator = " "): string {
  return fields.map(printField).join(separator);
}

export function printText({ value, quoted: inQuotes }: TextArgument): string {
  return inQuotes ? quoted(value) : value;
}

/** `name=value`; nothing when there is no value. */
export function option(name: string, value: string | undefined): string | undefined {
  return value === undefined ? undefined : `${name}=${value}`;
}

export function textOption(name: string, value: TextArgument | undefined): string | undefined {
  return value === undefined ? undefined : `${name}=${printText(value)}`;
}

/** An option with a plain text; nothing where it has the value that it would have anyway. */
export function wordOption(name: string, value: string | undefined, absent?: string): string | undefined {
  return value === undefined || value === absent ? undefined : `${name}=${optionWord(value)}`;
}

function optionWord(value: string): string {
  return /^[^\s|"'`,()[\]=;<>]+$/.test(value) ? value : quoted(value);
}

export function fieldOption(name: string, field: FieldName | undefined): string | undefined {
  return wordOption(name, field?.name);
}

export function flag(name: string, value: boolean, absent?: boolean): string | undefined {
  return value === absent ? undefined : `${name}=${value}`;
}

export function numberOption(name: string, value: number | undefined, absent?: number): string | undefined {
  return value === undefined || value === absent ? undefined : `${name}=${value}`;
}

export function otherOptions(options: readonly { readonly name: string; readonly value: string }[]): string {
  return options.map(({ name, value }) => `${name}=${optionWord(value)}`).join(" ");
}

export function printAggregate({ text, alias }: Aggregate): string {
  return alias === undefined ? text : `${text} as ${printField(alias)}`;
}

export function printAggregates(aggregates: readonly Aggregate[]): string {
  return aggregates.map(printAggregate).join(", ");
}

/** `by a, _time span=1h`; nothing without fields. */
export function printBy(fields: readonly GroupByField[]): string | undefined {
  if (fields.length === 0) return undefined;
  const printed = fields.map(({ field, bucket, prefix }) =>
    row(
      prefix === true ? `PREFIX(${field.name})` : printField(field),
      bucket === undefined ? undefined : `span=${printSpan(bucket)}`,
    ),
  );
  return `by ${printed.join(", ")}`;
}
