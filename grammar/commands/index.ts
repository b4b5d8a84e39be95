import type { OpaqueCommand } from "../ast.js";
import type { AddtotalsCommand } from "./addtotals.js";
import type { AppendCommand } from "./append.js";
import type { AppendpipeCommand } from "./appendpipe.js";
import type { BinCommand } from "./bin.js";
import type { ChartCommand } from "./chart.js";
import type { ConvertCommand } from "./convert.js";
import type { DatamodelCommand } from "./datamodel.js";
import type { DedupCommand } from "./dedup.js";
import type { EvalCommand } from "./eval.js";
import type { EventstatsCommand } from "./eventstats.js";
import type { FieldsCommand } from "./fields.js";
import type { FillnullCommand } from "./fillnull.js";
import type { ForeachCommand } from "./foreach.js";
import type { FormatCommand } from "./format.js";
import type { FromCommand } from "./from.js";
import type { FromjsonCommand } from "./fromjson.js";
import type { HeadCommand } from "./head.js";
import type { InputlookupCommand } from "./inputlookup.js";
import type { IplocationCommand } from "./iplocation.js";
import type { JoinCommand } from "./join.js";
import type { LookupCommand } from "./lookup.js";
import type { MakemvCommand } from "./makemv.js";
import type { MakeresultsCommand } from "./makeresults.js";
import type { MapCommand } from "./map.js";
import type { MstatsCommand } from "./mstats.js";
import type { MultisearchCommand } from "./multisearch.js";
import type { MvexpandCommand } from "./mvexpand.js";
import type { RegexCommand } from "./regex.js";
import type { RenameCommand } from "./rename.js";
import type { ReplaceCommand } from "./replace.js";
import type { ReturnCommand } from "./return.js";
import type { RexCommand } from "./rex.js";
import type { SearchCommand } from "./search.js";
import type { SortCommand } from "./sort.js";
import type { SpathCommand } from "./spath.js";
import type { StatsCommand } from "./stats.js";
import type { StreamstatsCommand } from "./streamstats.js";
import type { TableCommand } from "./table.js";
import type { TimechartCommand } from "./timechart.js";
import type { TopCommand } from "./top.js";
import type { TransactionCommand } from "./transaction.js";
import type { TstatsCommand } from "./tstats.js";
import type { UnionCommand } from "./union.js";
import type { WhereCommand } from "./where.js";
import type { XmlkvCommand } from "./xmlkv.js";

/** Every command of the tree. */
export type Command =
  | OpaqueCommand
  | AddtotalsCommand
  | AppendCommand
  | AppendpipeCommand
  | BinCommand
  | ChartCommand
  | ConvertCommand
  | DatamodelCommand
  | DedupCommand
  | EvalCommand
  | EventstatsCommand
  | FieldsCommand
  | FillnullCommand
  | ForeachCommand
  | FormatCommand
  | FromCommand
  | FromjsonCommand
  | HeadCommand
  | InputlookupCommand
  | IplocationCommand
  | JoinCommand
  | LookupCommand
  | MakemvCommand
  | MakeresultsCommand
  | MapCommand
  | MstatsCommand
  | MultisearchCommand
  | MvexpandCommand
  | RegexCommand
  | RenameCommand
  | ReplaceCommand
  | ReturnCommand
  | RexCommand
  | SearchCommand
  | SortCommand
  | SpathCommand
  | StatsCommand
  | StreamstatsCommand
  | TableCommand
  | TimechartCommand
  | TopCommand
  | TransactionCommand
  | TstatsCommand
  | UnionCommand
  | WhereCommand
  | XmlkvCommand;
