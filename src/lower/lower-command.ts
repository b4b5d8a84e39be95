import type { Command } from "../../grammar/commands/index.js";
import { lowerDiagnostics } from "../diagnostics/codes/lower.js";
import type { LogicalPlan } from "../plan/plan.js";
import type { LowerContext } from "./context.js";
import { lowerAddtotals } from "./commands/addtotals.js";
import { lowerAppend, lowerAppendpipe } from "./commands/append.js";
import { lowerAppendcols } from "./commands/appendcols.js";
import { lowerBin } from "./commands/bin.js";
import { lowerChart, lowerTimechart } from "./commands/chart.js";
import { lowerConvert } from "./commands/convert.js";
import { lowerDatamodel } from "./commands/datamodel.js";
import { lowerDedup } from "./commands/dedup.js";
import { lowerEval } from "./commands/eval.js";
import { lowerEventstats } from "./commands/eventstats.js";
import { lowerExtract } from "./commands/extract.js";
import { lowerFields } from "./commands/fields.js";
import { lowerFillnull } from "./commands/fillnull.js";
import { lowerForeach } from "./commands/foreach.js";
import { lowerFrom } from "./commands/from.js";
import { lowerFromjson } from "./commands/fromjson.js";
import { lowerHead } from "./commands/head.js";
import { lowerInputlookup } from "./commands/inputlookup.js";
import { lowerIplocation } from "./commands/iplocation.js";
import { lowerJoin } from "./commands/join.js";
import { lowerLookup } from "./commands/lookup.js";
import { lowerMakemv } from "./commands/makemv.js";
import { lowerMap } from "./commands/map.js";
import { lowerMakeresults } from "./commands/makeresults.js";
import { lowerMstats } from "./commands/mstats.js";
import { lowerMvexpand } from "./commands/mvexpand.js";
import { isWithoutStep, refuseOpaque, refuseWithoutStep, type WithoutStep } from "./commands/refused.js";
import { lowerRegex } from "./commands/regex.js";
import { lowerRename } from "./commands/rename.js";
import { lowerReplace } from "./commands/replace.js";
import { lowerFormat, lowerReturn } from "./commands/return.js";
import { lowerReverse } from "./commands/reverse.js";
import { lowerRex } from "./commands/rex.js";
import { lowerSearch } from "./commands/search.js";
import { lowerSort } from "./commands/sort.js";
import { lowerSpath } from "./commands/spath.js";
import { lowerStats } from "./commands/stats.js";
import { lowerStrcat } from "./commands/strcat.js";
import { lowerStreamstats } from "./commands/streamstats.js";
import { lowerTable } from "./commands/table.js";
import { lowerTail } from "./commands/tail.js";
import { lowerTop } from "./commands/top.js";
import { lowerTstats } from "./commands/tstats.js";
import { lowerTransaction } from "./commands/transaction.js";
import { lowerMultisearch, lowerUnion } from "./commands/union.js";
import { lowerUntable } from "./commands/untable.js";
import { lowerWhere } from "./commands/where.js";
import { lowerXmlkv } from "./commands/xmlkv.js";
import { lowerXyseries } from "./commands/xyseries.js";

/**
 * What a command makes of the rows before it; `undefined` when it reported an error. A command without a case here does
 * not compile.
 */
export function lowerCommand(
  command: Command,
  input: LogicalPlan | undefined,
  context: LowerContext,
): LogicalPlan | undefined {
  if (isWithoutStep(command)) return refuseWithoutStep(command, context);
  switch (command.kind) {
    case "datamodel":
      return lowerDatamodel(command, input, context);
    case "from":
      return lowerFrom(command, input, context);
    case "inputlookup":
      return lowerInputlookup(command, input, context);
    case "makeresults":
      return lowerMakeresults(command, input, context);
    case "mstats":
      return lowerMstats(command, input, context);
    case "multisearch":
      return lowerMultisearch(command, input, context);
    case "search":
      return lowerSearch(command, input, context);
    case "tstats":
      return lowerTstats(command, input, context);
    case "union":
      return lowerUnion(command, input, context);
    case "opaque":
      return refuseOpaque(command, context);
    default:
      if (input !== undefined) return lowerTransforming(command, input, context);
      context.report(lowerDiagnostics["needs-input"](command.keyword, { command: command.kind }));
      return undefined;
  }
}

/** Commands that begin a search, or that are refused wherever they stand. */
type Leading =
  | "datamodel"
  | "from"
  | "inputlookup"
  | "makeresults"
  | "mstats"
  | "multisearch"
  | "search"
  | "tstats"
  | "union"
  | "opaque";

function lowerTransforming(
  command: Exclude<Command, { readonly kind: Leading } | WithoutStep>,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  switch (command.kind) {
    case "addtotals":
      return lowerAddtotals(command, input, context);
    case "append":
      return lowerAppend(command, input, context);
    case "appendpipe":
      return lowerAppendpipe(command, input, context);
    case "appendcols":
      return lowerAppendcols(command, input, context);
    case "bin":
      return lowerBin(command, input, context);
    case "chart":
      return lowerChart(command, input, context);
    case "convert":
      return lowerConvert(command, input, context);
    case "dedup":
      return lowerDedup(command, input, context);
    case "eval":
      return lowerEval(command, input, context);
    case "eventstats":
      return lowerEventstats(command, input, context);
    case "extract":
      return lowerExtract(command, input, context);
    // It changes how a field is shown, and later commands see the value itself.
    case "fieldformat":
      return input;
    case "fields":
      return lowerFields(command, input, context);
    case "fillnull":
      return lowerFillnull(command, input, context);
    case "foreach":
      return lowerForeach(command, input, context);
    case "format":
      return lowerFormat(command, input, context);
    case "fromjson":
      return lowerFromjson(command, input, context);
    case "head":
      return lowerHead(command, input, context);
    case "iplocation":
      return lowerIplocation(command, input, context);
    case "join":
      return lowerJoin(command, input, context);
    case "lookup":
      return lowerLookup(command, input, context);
    case "makemv":
      return lowerMakemv(command, input, context);
    case "map":
      return lowerMap(command, input, context);
    case "mvexpand":
      return lowerMvexpand(command, input, context);
    case "regex":
      return lowerRegex(command, input, context);
    case "rename":
      return lowerRename(command, input, context);
    case "replace":
      return lowerReplace(command, input, context);
    case "return":
      return lowerReturn(command, input, context);
    case "reverse":
      return lowerReverse(command, input);
    case "rex":
      return lowerRex(command, input, context);
    case "sort":
      return lowerSort(command, input, context);
    case "spath":
      return lowerSpath(command, input, context);
    case "stats":
      return lowerStats(command, input, context);
    case "strcat":
      return lowerStrcat(command, input, context);
    case "streamstats":
      return lowerStreamstats(command, input, context);
    case "table":
      return lowerTable(command, input, context);
    case "tail":
      return lowerTail(command, input);
    case "timechart":
      return lowerTimechart(command, input, context);
    case "top":
      return lowerTop(command, input, context);
    case "transaction":
      return lowerTransaction(command, input, context);
    case "untable":
      return lowerUntable(command, input, context);
    case "where":
      return lowerWhere(command, input, context);
    case "xmlkv":
      return lowerXmlkv(command, input, context);
    case "xyseries":
      return lowerXyseries(command, input, context);
  }
}
