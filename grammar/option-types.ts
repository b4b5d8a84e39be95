import type { FieldName, SpanArgument } from "./ast.js";
import type { OptionReader } from "./option-reader.js";
import { fieldOption, flag, numberOption, option, row, wordOption } from "./print.js";
import { printSpan } from "./span-argument.js";

/** What an option takes, and what it is where it is not given. */
export interface OptionType<Value> {
  read(args: OptionReader, name: string): Value;
  /** `name=value`; nothing where the value is the one of an option that is not given. */
  print(name: string, value: Value): string | undefined;
}

/** The options of a command by their names. */
export type OptionTable = Readonly<Record<string, OptionType<unknown>>>;

export type OptionsOf<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends OptionType<infer Value> ? Value : never;
};

export function boolean(): OptionType<boolean | undefined>;
export function boolean(absent: boolean): OptionType<boolean>;
export function boolean(absent?: boolean): OptionType<boolean | undefined> {
  return {
    read: (args, name) => {
      const given = args.option(name);
      return given === undefined ? absent : args.booleanOf(given);
    },
    print: (name, value) => (value === undefined ? undefined : flag(name, value, absent)),
  };
}

/** A whole number, not negative. */
export function whole(): OptionType<number | undefined>;
export function whole(absent: number): OptionType<number>;
export function whole(absent?: number): OptionType<number | undefined> {
  return {
    read: (args, name) => {
      const given = args.option(name);
      return given === undefined ? absent : args.countOf(given);
    },
    print: (name, value) => numberOption(name, value, absent),
  };
}

export function decimal(): OptionType<number | undefined>;
export function decimal(absent: number): OptionType<number>;
export function decimal(absent?: number): OptionType<number | undefined> {
  return {
    read: (args, name) => args.number(name) ?? absent,
    print: (name, value) => numberOption(name, value, absent),
  };
}

/** A text, in quotes or not. */
export function word(): OptionType<string | undefined>;
export function word(absent: string): OptionType<string>;
export function word(absent?: string): OptionType<string | undefined> {
  return {
    read: (args, name) => args.word(name) ?? absent,
    print: (name, value) => wordOption(name, value, absent),
  };
}

/** Texts of an option that may be given more than once. */
export function words(): OptionType<readonly string[]> {
  return {
    read: (args, name) => args.every(name).map((given) => args.textOf(given).value),
    print: (name, values) => row(...values.map((value) => wordOption(name, value))) || undefined,
  };
}

export function field(): OptionType<FieldName | undefined> {
  return {
    read: (args, name) => args.field(name),
    print: fieldOption,
  };
}

export function span(): OptionType<SpanArgument | undefined> {
  return {
    read: (args, name) => args.span(name),
    print: (name, value) => option(name, value && printSpan(value)),
  };
}

export function choice<Value extends string>(values: readonly Value[]): OptionType<Value | undefined>;
export function choice<Value extends string>(values: readonly Value[], absent: Value): OptionType<Value>;
export function choice<Value extends string>(
  values: readonly Value[],
  absent?: Value,
): OptionType<Value | undefined> {
  return {
    read: (args, name) => args.choice(name, values) ?? absent,
    print: (name, value) => wordOption(name, value, absent),
  };
}

/** The options of a table, wherever they stand among the arguments. */
export function readOptions<Table extends OptionTable>(args: OptionReader, table: Table): OptionsOf<Table> {
  const entries = Object.entries(table).map(([name, type]) => [name, type.read(args, name)] as const);
  return Object.fromEntries(entries) as OptionsOf<Table>;
}

/** The options that differ from what they would be anyway, in the order of the table. */
export function printOptions<Table extends OptionTable>(table: Table, values: OptionsOf<Table>): string {
  return row(...Object.entries(table).map(([name, type]) => type.print(name, values[name])));
}

/** The name of the first option that changes anything. */
export function firstGiven<Table extends OptionTable>(
  table: Table,
  values: OptionsOf<Table>,
): string | undefined {
  return Object.keys(table).find((name) => table[name]?.print(name, values[name]) !== undefined);
}
