import type { OpaqueCommand } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { abstractCommand } from "./abstract.js";
import { accumCommand } from "./accum.js";
import { addcoltotalsCommand } from "./addcoltotals.js";
import { addinfoCommand } from "./addinfo.js";
import { addtotalsCommand } from "./addtotals.js";
import { analyzefieldsCommand } from "./analyzefields.js";
import { anomaliesCommand } from "./anomalies.js";
import { anomalousvalueCommand } from "./anomalousvalue.js";
import { anomalydetectionCommand } from "./anomalydetection.js";
import { appendCommand } from "./append.js";
import { appendcolsCommand } from "./appendcols.js";
import { appendpipeCommand } from "./appendpipe.js";
import { arulesCommand } from "./arules.js";
import { associateCommand } from "./associate.js";
import { auditCommand } from "./audit.js";
import { autoregressCommand } from "./autoregress.js";
import { binCommand } from "./bin.js";
import { bucketdirCommand } from "./bucketdir.js";
import { chartCommand } from "./chart.js";
import { clusterCommand } from "./cluster.js";
import { cofilterCommand } from "./cofilter.js";
import { collectCommand } from "./collect.js";
import { concurrencyCommand } from "./concurrency.js";
import { contingencyCommand } from "./contingency.js";
import { convertCommand } from "./convert.js";
import { correlateCommand } from "./correlate.js";
import { datamodelCommand } from "./datamodel.js";
import { dbinspectCommand } from "./dbinspect.js";
import { dedupCommand } from "./dedup.js";
import { deleteCommand } from "./delete.js";
import { deltaCommand } from "./delta.js";
import { diffCommand } from "./diff.js";
import { dumpCommand } from "./dump.js";
import { erexCommand } from "./erex.js";
import { evalCommand } from "./eval.js";
import { eventcountCommand } from "./eventcount.js";
import { eventstatsCommand } from "./eventstats.js";
import { extractCommand } from "./extract.js";
import { fieldformatCommand } from "./fieldformat.js";
import { fieldsCommand } from "./fields.js";
import { fieldsummaryCommand } from "./fieldsummary.js";
import { filldownCommand } from "./filldown.js";
import { fillnullCommand } from "./fillnull.js";
import { findkeywordsCommand } from "./findkeywords.js";
import { findtypesCommand } from "./findtypes.js";
import { folderizeCommand } from "./folderize.js";
import { foreachCommand } from "./foreach.js";
import { formatCommand } from "./format.js";
import { fromCommand } from "./from.js";
import { fromjsonCommand } from "./fromjson.js";
import { gaugeCommand } from "./gauge.js";
import { gentimesCommand } from "./gentimes.js";
import { geomCommand } from "./geom.js";
import { geomfilterCommand } from "./geomfilter.js";
import { geostatsCommand } from "./geostats.js";
import { headCommand } from "./head.js";
import { highlightCommand } from "./highlight.js";
import { historyCommand } from "./history.js";
import { iconifyCommand } from "./iconify.js";
import { inputcsvCommand } from "./inputcsv.js";
import { inputlookupCommand } from "./inputlookup.js";
import { iplocationCommand } from "./iplocation.js";
import { joinCommand } from "./join.js";
import { kmeansCommand } from "./kmeans.js";
import { kvformCommand } from "./kvform.js";
import { loadjobCommand } from "./loadjob.js";
import { localizeCommand } from "./localize.js";
import { localopCommand } from "./localop.js";
import { lookupCommand } from "./lookup.js";
import { makecontinuousCommand } from "./makecontinuous.js";
import { makemvCommand } from "./makemv.js";
import { makeresultsCommand } from "./makeresults.js";
import { mapCommand } from "./map.js";
import { mcatalogCommand } from "./mcatalog.js";
import { mcollectCommand } from "./mcollect.js";
import { metadataCommand } from "./metadata.js";
import { metasearchCommand } from "./metasearch.js";
import { meventcollectCommand } from "./meventcollect.js";
import { mpreviewCommand } from "./mpreview.js";
import { mstatsCommand } from "./mstats.js";
import { multikvCommand } from "./multikv.js";
import { multisearchCommand } from "./multisearch.js";
import { mvcombineCommand } from "./mvcombine.js";
import { mvexpandCommand } from "./mvexpand.js";
import { nomvCommand } from "./nomv.js";
import { outlierCommand } from "./outlier.js";
import { outputcsvCommand } from "./outputcsv.js";
import { outputlookupCommand } from "./outputlookup.js";
import { outputrawCommand } from "./outputraw.js";
import { outputtextCommand } from "./outputtext.js";
import { overlapCommand } from "./overlap.js";
import { pivotCommand } from "./pivot.js";
import { predictCommand } from "./predict.js";
import { prjobCommand } from "./prjob.js";
import { rangemapCommand } from "./rangemap.js";
import { redistributeCommand } from "./redistribute.js";
import { regexCommand } from "./regex.js";
import { relevancyCommand } from "./relevancy.js";
import { reltimeCommand } from "./reltime.js";
import { renameCommand } from "./rename.js";
import { replaceCommand } from "./replace.js";
import { requireCommand } from "./require.js";
import { restCommand } from "./rest.js";
import { returnCommand } from "./return.js";
import { reverseCommand } from "./reverse.js";
import { rexCommand } from "./rex.js";
import { rtorderCommand } from "./rtorder.js";
import { savedsearchCommand } from "./savedsearch.js";
import { scrubCommand } from "./scrub.js";
import { searchCommand } from "./search.js";
import { searchtxnCommand } from "./searchtxn.js";
import { selfjoinCommand } from "./selfjoin.js";
import { setCommand } from "./set.js";
import { setfieldsCommand } from "./setfields.js";
import { shapeCommand } from "./shape.js";
import { sortCommand } from "./sort.js";
import { spathCommand } from "./spath.js";
import { statsCommand } from "./stats.js";
import { strcatCommand } from "./strcat.js";
import { streamstatsCommand } from "./streamstats.js";
import { sistatsCommand, sichartCommand, sitimechartCommand, sitopCommand } from "./summary-indexing.js";
import { tableCommand } from "./table.js";
import { tagsCommand } from "./tags.js";
import { tailCommand } from "./tail.js";
import { timechartCommand } from "./timechart.js";
import { timewrapCommand } from "./timewrap.js";
import { tojsonCommand } from "./tojson.js";
import { topCommand } from "./top.js";
import { transactionCommand } from "./transaction.js";
import { transposeCommand } from "./transpose.js";
import { trendlineCommand } from "./trendline.js";
import { tscollectCommand } from "./tscollect.js";
import { tstatsCommand } from "./tstats.js";
import { typeaheadCommand } from "./typeahead.js";
import { typelearnerCommand } from "./typelearner.js";
import { typerCommand } from "./typer.js";
import { unionCommand } from "./union.js";
import { uniqCommand } from "./uniq.js";
import { untableCommand } from "./untable.js";
import { walklexCommand } from "./walklex.js";
import { whereCommand } from "./where.js";
import { x11Command } from "./x11.js";
import { xmlkvCommand } from "./xmlkv.js";
import { xmlunescapeCommand } from "./xmlunescape.js";
import { xpathCommand } from "./xpath.js";
import { xyseriesCommand } from "./xyseries.js";
import { opaqueCommands, printOpaque } from "./opaque.js";

/** Every command that has a node of its own. */
const commands = [
  abstractCommand,
  accumCommand,
  addcoltotalsCommand,
  addinfoCommand,
  addtotalsCommand,
  analyzefieldsCommand,
  anomaliesCommand,
  anomalousvalueCommand,
  anomalydetectionCommand,
  appendCommand,
  appendcolsCommand,
  appendpipeCommand,
  arulesCommand,
  associateCommand,
  auditCommand,
  autoregressCommand,
  binCommand,
  bucketdirCommand,
  chartCommand,
  clusterCommand,
  cofilterCommand,
  collectCommand,
  concurrencyCommand,
  contingencyCommand,
  convertCommand,
  correlateCommand,
  datamodelCommand,
  dbinspectCommand,
  dedupCommand,
  deleteCommand,
  deltaCommand,
  diffCommand,
  dumpCommand,
  erexCommand,
  evalCommand,
  eventcountCommand,
  eventstatsCommand,
  extractCommand,
  fieldformatCommand,
  fieldsCommand,
  fieldsummaryCommand,
  filldownCommand,
  fillnullCommand,
  findkeywordsCommand,
  findtypesCommand,
  folderizeCommand,
  foreachCommand,
  formatCommand,
  fromCommand,
  fromjsonCommand,
  gaugeCommand,
  gentimesCommand,
  geomCommand,
  geomfilterCommand,
  geostatsCommand,
  headCommand,
  highlightCommand,
  historyCommand,
  iconifyCommand,
  inputcsvCommand,
  inputlookupCommand,
  iplocationCommand,
  joinCommand,
  kmeansCommand,
  kvformCommand,
  loadjobCommand,
  localizeCommand,
  localopCommand,
  lookupCommand,
  makecontinuousCommand,
  makemvCommand,
  makeresultsCommand,
  mapCommand,
  mcatalogCommand,
  mcollectCommand,
  metadataCommand,
  metasearchCommand,
  meventcollectCommand,
  mpreviewCommand,
  mstatsCommand,
  multikvCommand,
  multisearchCommand,
  mvcombineCommand,
  mvexpandCommand,
  nomvCommand,
  outlierCommand,
  outputcsvCommand,
  outputlookupCommand,
  outputrawCommand,
  outputtextCommand,
  overlapCommand,
  pivotCommand,
  predictCommand,
  prjobCommand,
  rangemapCommand,
  redistributeCommand,
  regexCommand,
  relevancyCommand,
  reltimeCommand,
  renameCommand,
  replaceCommand,
  requireCommand,
  restCommand,
  returnCommand,
  reverseCommand,
  rexCommand,
  rtorderCommand,
  savedsearchCommand,
  scrubCommand,
  searchCommand,
  searchtxnCommand,
  selfjoinCommand,
  setCommand,
  setfieldsCommand,
  shapeCommand,
  sichartCommand,
  sistatsCommand,
  sitimechartCommand,
  sitopCommand,
  sortCommand,
  spathCommand,
  statsCommand,
  strcatCommand,
  streamstatsCommand,
  tableCommand,
  tagsCommand,
  tailCommand,
  timechartCommand,
  timewrapCommand,
  tojsonCommand,
  topCommand,
  transactionCommand,
  transposeCommand,
  trendlineCommand,
  tscollectCommand,
  tstatsCommand,
  typeaheadCommand,
  typelearnerCommand,
  typerCommand,
  unionCommand,
  uniqCommand,
  untableCommand,
  walklexCommand,
  whereCommand,
  x11Command,
  xmlkvCommand,
  xmlunescapeCommand,
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
