import type { CommandDefinition } from "../command.js";
import type { ArgumentReader } from "../argument-reader.js";
import { readAggregates, readBy } from "../aggregates.js";
import { printSearchExpression } from "../print-search.js";
import {
  flag,
  numberOption,
  printAggregates,
  printBy,
  printName,
  row,
  textOption,
  wordOption,
} from "../print.js";
import type {
  Aggregate,
  CommandNode,
  FieldName,
  GroupByField,
  SearchExpression,
  TextArgument,
} from "../ast.js";

export interface TstatsCommand extends CommandNode<"tstats"> {
  readonly aggregates: readonly Aggregate[];
  readonly from?: TstatsSource;
  readonly where?: SearchExpression;
  readonly by: readonly GroupByField[];
  readonly summariesOnly: boolean;
  readonly allowOldSummaries: boolean;
  readonly prestats: boolean;
  readonly append: boolean;
  readonly local: boolean;
  readonly includeReducedBuckets: boolean;
  readonly chunkSize: number;
  /** Groups whose key is missing are kept under this text. */
  readonly fillNullValue?: TextArgument;
}

export type TstatsSource =
  /** `datamodel=Endpoint.Processes`; `dataset` is what follows the first dot. */
  | {
      readonly kind: "datamodel";
      readonly model: string;
      readonly dataset?: string;
      readonly name: FieldName;
    }
  | { readonly kind: "sid"; readonly name: FieldName }
  | { readonly kind: "namespace"; readonly name: FieldName };

export const tstatsCommand: CommandDefinition<TstatsCommand> = {
  names: ["tstats"],
  read: (body) => {
    const args = body.arguments({ search: { after: "where", until: ["by", "groupby"], options: ["span"] } });
    const chunkSize = args.count("chunk_size", 10_000_000);
    const fillNullValue = args.text("fillnull_value");
    const options = {
      summariesOnly: args.boolean("summariesonly", false),
      allowOldSummaries: args.boolean("allow_old_summaries", false),
      prestats: args.boolean("prestats", false),
      append: args.boolean("append", false),
      local: args.boolean("local", false),
      includeReducedBuckets: args.boolean("include_reduced_buckets", false),
    };
    const aggregates = readAggregates(args);
    const from = readSource(args);
    const where = args.take("where") === undefined ? undefined : args.searchClause();
    const by = readBy(args, "groupby");
    args.finish("`FROM`, `WHERE`, `BY` or the end of the command");
    return {
      ...body.node("tstats"),
      aggregates,
      ...(from === undefined ? {} : { from }),
      ...(where === undefined ? {} : { where }),
      by,
      ...options,
      chunkSize,
      ...(fillNullValue === undefined ? {} : { fillNullValue }),
    };
  },
  print: (node) =>
    row(
      "tstats",
      flag("prestats", node.prestats, false),
      flag("local", node.local, false),
      flag("append", node.append, false),
      flag("summariesonly", node.summariesOnly, false),
      flag("include_reduced_buckets", node.includeReducedBuckets, false),
      flag("allow_old_summaries", node.allowOldSummaries, false),
      numberOption("chunk_size", node.chunkSize, 10_000_000),
      textOption("fillnull_value", node.fillNullValue),
      printAggregates(node.aggregates),
      node.from && printSource(node.from),
      node.where && `where ${printSearchExpression(node.where)}`,
      printBy(node.by),
    ),
};

/** `from datamodel=M.D`, `from sid=…`, `from namespace`; content also writes the first without `from`. */
function readSource(args: ArgumentReader): TstatsSource | undefined {
  const from = args.take("from");
  const datamodel = args.optionHere("datamodel");
  if (datamodel !== undefined) {
    const { value, span } = args.textOf(datamodel);
    const dot = value.indexOf(".");
    const name = { name: value, span };
    return dot === -1
      ? { kind: "datamodel", model: value, name }
      : { kind: "datamodel", model: value.slice(0, dot), dataset: value.slice(dot + 1), name };
  }
  const sid = args.optionHere("sid");
  if (sid !== undefined) {
    const { value, span } = args.textOf(sid);
    return { kind: "sid", name: { name: value, span } };
  }
  return from === undefined ? undefined : { kind: "namespace", name: args.fieldName("`datamodel=`") };
}

function printSource({ kind, name }: TstatsSource): string {
  return kind === "namespace" ? `from ${printName(name.name)}` : `from ${wordOption(kind, name.name) ?? ""}`;
}
