import type { OpaqueCommand } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { accumCommand } from "./accum.js";
import { addcoltotalsCommand } from "./addcoltotals.js";
import { addinfoCommand } from "./addinfo.js";
import { addtotalsCommand } from "./addtotals.js";
import { anomalydetectionCommand } from "./anomalydetection.js";
import { appendCommand } from "./append.js";
import { appendcolsCommand } from "./appendcols.js";
import { appendpipeCommand } from "./appendpipe.js";
import { binCommand } from "./bin.js";
import { chartCommand } from "./chart.js";
import { clusterCommand } from "./cluster.js";
import { convertCommand } from "./convert.js";
import { datamodelCommand } from "./datamodel.js";
import { dedupCommand } from "./dedup.js";
import { deltaCommand } from "./delta.js";
import { evalCommand } from "./eval.js";
import { eventcountCommand } from "./eventcount.js";
import { eventstatsCommand } from "./eventstats.js";
import { extractCommand } from "./extract.js";
import { fieldformatCommand } from "./fieldformat.js";
import { fieldsCommand } from "./fields.js";
import { fieldsummaryCommand } from "./fieldsummary.js";
import { filldownCommand } from "./filldown.js";
import { fillnullCommand } from "./fillnull.js";
import { foreachCommand } from "./foreach.js";
import { formatCommand } from "./format.js";
import { fromCommand } from "./from.js";
import { fromjsonCommand } from "./fromjson.js";
import { gentimesCommand } from "./gentimes.js";
import { headCommand } from "./head.js";
import { inputcsvCommand } from "./inputcsv.js";
import { inputlookupCommand } from "./inputlookup.js";
import { iplocationCommand } from "./iplocation.js";
import { joinCommand } from "./join.js";
import { loadjobCommand } from "./loadjob.js";
import { lookupCommand } from "./lookup.js";
import { makecontinuousCommand } from "./makecontinuous.js";
import { makemvCommand } from "./makemv.js";
import { makeresultsCommand } from "./makeresults.js";
import { mapCommand } from "./map.js";
import { metadataCommand } from "./metadata.js";
import { mstatsCommand } from "./mstats.js";
import { multikvCommand } from "./multikv.js";
import { multisearchCommand } from "./multisearch.js";
import { mvcombineCommand } from "./mvcombine.js";
import { mvexpandCommand } from "./mvexpand.js";
import { nomvCommand } from "./nomv.js";
import { outlierCommand } from "./outlier.js";
import { outputlookupCommand } from "./outputlookup.js";
import { predictCommand } from "./predict.js";
import { rangemapCommand } from "./rangemap.js";
import { regexCommand } from "./regex.js";
import { renameCommand } from "./rename.js";
import { replaceCommand } from "./replace.js";
import { returnCommand } from "./return.js";
import { reverseCommand } from "./reverse.js";
import { rexCommand } from "./rex.js";
import { savedsearchCommand } from "./savedsearch.js";
import { searchCommand } from "./search.js";
import { selfjoinCommand } from "./selfjoin.js";
import { setCommand } from "./set.js";
import { sortCommand } from "./sort.js";
import { spathCommand } from "./spath.js";
import { statsCommand } from "./stats.js";
import { strcatCommand } from "./strcat.js";
import { streamstatsCommand } from "./streamstats.js";
import { tableCommand } from "./table.js";
import { tagsCommand } from "./tags.js";
import { tailCommand } from "./tail.js";
import { timechartCommand } from "./timechart.js";
import { tojsonCommand } from "./tojson.js";
import { topCommand } from "./top.js";
import { transactionCommand } from "./transaction.js";
import { tstatsCommand } from "./tstats.js";
import { typerCommand } from "./typer.js";
import { unionCommand } from "./union.js";
import { uniqCommand } from "./uniq.js";
import { untableCommand } from "./untable.js";
import { whereCommand } from "./where.js";
import { xmlkvCommand } from "./xmlkv.js";
import { xpathCommand } from "./xpath.js";
import { xyseriesCommand } from "./xyseries.js";
import { opaqueCommands, printOpaque } from "./opaque.js";

/** Every command that has a node of its own. */
const commands = [
  accumCommand,
  addcoltotalsCommand,
  addinfoCommand,
  addtotalsCommand,
  anomalydetectionCommand,
  appendCommand,
  appendcolsCommand,
  appendpipeCommand,
  binCommand,
  chartCommand,
  clusterCommand,
  convertCommand,
  datamodelCommand,
  dedupCommand,
  deltaCommand,
  evalCommand,
  eventcountCommand,
  eventstatsCommand,
  extractCommand,
  fieldformatCommand,
  fieldsCommand,
  fieldsummaryCommand,
  filldownCommand,
  fillnullCommand,
  foreachCommand,
  formatCommand,
  fromCommand,
  fromjsonCommand,
  gentimesCommand,
  headCommand,
  inputcsvCommand,
  inputlookupCommand,
  iplocationCommand,
  joinCommand,
  loadjobCommand,
  lookupCommand,
  makecontinuousCommand,
  makemvCommand,
  makeresultsCommand,
  mapCommand,
  metadataCommand,
  mstatsCommand,
  multikvCommand,
  multisearchCommand,
  mvcombineCommand,
  mvexpandCommand,
  nomvCommand,
  outlierCommand,
  outputlookupCommand,
  predictCommand,
  rangemapCommand,
  regexCommand,
  renameCommand,
  replaceCommand,
  returnCommand,
  reverseCommand,
  rexCommand,
  savedsearchCommand,
  searchCommand,
  selfjoinCommand,
  setCommand,
  sortCommand,
  spathCommand,
  statsCommand,
  strcatCommand,
  streamstatsCommand,
  tableCommand,
  tagsCommand,
  tailCommand,
  timechartCommand,
  tojsonCommand,
  topCommand,
  transactionCommand,
  tstatsCommand,
  typerCommand,
  unionCommand,
  uniqCommand,
  untableCommand,
  whereCommand,
  xmlkvCommand,
  xpathCommand,
  xyseriesCommand,
] as const;

type NodeOf<Definition> = Definition extends CommandDefinition<infer Node> ? Node : never;

/** Every command of the tree. */
export type Command = OpaqueCommand | NodeOf<(typeof commands)[number]>;

/** The commands by every name they have, in lower case. */
export const commandTable: ReadonlyMap<string, CommandDefinition<Command>> = new Map(
  [...opaqueCommands, ...commands].flatMap((command: CommandDefinition<Command>) =>
    command.names.map((name) => [name, command] as const),
  ),
);

/** Writes one command, without the pipe before it. */
export function printCommand(node: Command): string {
  if (node.kind === "opaque") return printOpaque(node);
  const command = commandTable.get(node.kind);
  if (command === undefined) throw new Error(`no command is named ${node.kind}`);
  return command.print(node);
}
