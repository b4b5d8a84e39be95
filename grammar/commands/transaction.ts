import type { CommandDefinition } from "../command.js";
import { boolean, whole, word, printOptions, readOptions, type OptionsOf } from "../option-types.js";
import type { ArgumentReader } from "../argument-reader.js";
import { printEvalExpression } from "../print-eval.js";
import { printSearchExpression } from "../print-search.js";
import { readSearchText } from "../search-text.js";
import { printSpan } from "../span-argument.js";
import { flag, numberOption, option, printFields, row, wordOption } from "../print.js";
import type {
  CommandNode,
  EvalExpression,
  FieldName,
  SearchExpression,
  SpanArgument,
  TextArgument,
} from "../ast.js";

export const transactionOptions = {
  name: word(),
  maxopentxn: whole(),
  maxopenevents: whole(),
  delim: word(" "),
  nullstr: word("NULL"),
  mvraw: boolean(false),
};

export interface TransactionCommand extends CommandNode<"transaction"> {
  readonly fields: readonly FieldName[];
  readonly maxSpan?: SpanArgument;
  readonly maxPause?: SpanArgument;
  /** A negative number: without limit. */
  readonly maxEvents: number;
  readonly startsWith?: TransactionFilter;
  readonly endsWith?: TransactionFilter;
  readonly connected: boolean;
  /** As `connected` where it is not given. */
  readonly unifyEnds: boolean;
  readonly keepOrphans: boolean;
  readonly keepEvicted: boolean;
  readonly mvList: boolean | readonly FieldName[];
  readonly options: OptionsOf<typeof transactionOptions>;
}

export type TransactionFilter =
  | { readonly kind: "search"; readonly expression: SearchExpression }
  | { readonly kind: "eval"; readonly expression: EvalExpression };

export const transactionCommand: CommandDefinition<TransactionCommand> = {
  names: ["transaction", "transam"],
  read: (body) => {
    const args = body.arguments({ options: { startswith: "search", endswith: "search" } });
    const maxSpan = args.span("maxspan");
    const maxPause = args.span("maxpause");
    const startsWith = readFilter(args, "startswith");
    const endsWith = readFilter(args, "endswith");
    const connected = args.boolean("connected", true);
    const settings = {
      maxEvents: args.number("maxevents") ?? 1000,
      connected,
      unifyEnds: args.boolean("unifyends", connected),
      keepOrphans: args.boolean("keeporphans", false),
      keepEvicted: args.boolean("keepevicted", false),
      mvList: readList(args),
      options: readOptions(args, transactionOptions),
    };
    const listed = args.text("fields");
    const fields = [...(listed === undefined ? [] : namesIn(listed)), ...args.fieldNames()];
    args.finish("a field or the end of the command");
    return {
      ...body.node("transaction"),
      fields,
      ...(maxSpan === undefined ? {} : { maxSpan }),
      ...(maxPause === undefined ? {} : { maxPause }),
      ...(startsWith === undefined ? {} : { startsWith }),
      ...(endsWith === undefined ? {} : { endsWith }),
      ...settings,
    };
  },
  print: (node) =>
    row(
      "transaction",
      printFields(node.fields),
      node.maxSpan && option("maxspan", printSpan(node.maxSpan)),
      node.maxPause && option("maxpause", printSpan(node.maxPause)),
      numberOption("maxevents", node.maxEvents, 1000),
      node.startsWith && `startswith=${printFilter(node.startsWith)}`,
      node.endsWith && `endswith=${printFilter(node.endsWith)}`,
      flag("connected", node.connected, true),
      flag("unifyends", node.unifyEnds, node.connected),
      flag("keeporphans", node.keepOrphans, false),
      flag("keepevicted", node.keepEvicted, false),
      typeof node.mvList === "boolean"
        ? flag("mvlist", node.mvList, false)
        : wordOption("mvlist", node.mvList.map(({ name }) => name).join(",")),
      printOptions(transactionOptions, node.options),
    ),
};

/** `"text"`, `word`, `(a search)` or `eval(…)`. */
function readFilter(args: ArgumentReader, name: string): TransactionFilter | undefined {
  const given = args.option(name);
  const value = given?.value;
  if (given === undefined) return undefined;
  if (value?.kind === "expression") return { kind: "eval", expression: value.expression ?? args.refuse() };
  if (value?.kind === "search") return { kind: "search", expression: value.expression ?? args.refuse() };
  if (value?.kind === "text" || value?.kind === "word") {
    const expression = readSearchText(value.text, args.spanOf(value), (diagnostic) =>
      args.report(diagnostic),
    );
    return { kind: "search", expression: expression ?? args.refuse() };
  }
  return args.wrongValue(given, "a search in quotes or `eval(…)`");
}

/** `mvlist=t`, `mvlist=f` or `mvlist="a,b"`. */
function readList(args: ArgumentReader): boolean | readonly FieldName[] {
  const option = args.option("mvlist");
  if (option === undefined) return false;
  const text = args.textOf(option);
  if (/^(?:t|true|yes|1)$/i.test(text.value)) return true;
  if (/^(?:f|false|no|0)$/i.test(text.value)) return false;
  // Several fields have to be in quotes; without them all but the first would count as fields to group by.
  if (option.value !== undefined && args.written(option.end, option.end + 1) === ",")
    return args.wrongValue(option, "`true`, `false`, a field, or several in quotes");
  return namesIn(text);
}

/** Fields in one text, as in `fields="host,cookie"`, an older way to write them. */
function namesIn({ value, span }: TextArgument): readonly FieldName[] {
  return value
    .split(/[\s,]+/)
    .filter((name) => name !== "")
    .map((name) => ({ name, span }));
}

function printFilter(filter: TransactionFilter): string {
  return filter.kind === "eval"
    ? `eval(${printEvalExpression(filter.expression)})`
    : `(${printSearchExpression(filter.expression)})`;
}
