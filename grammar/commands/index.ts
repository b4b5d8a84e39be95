import type { OpaqueCommand } from "../ast.js";
import type { CommandDefinition } from "../command.js";
import { addtotalsCommand } from "./addtotals.js";
import { appendCommand } from "./append.js";
import { appendpipeCommand } from "./appendpipe.js";
import { binCommand } from "./bin.js";
import { chartCommand } from "./chart.js";
import { convertCommand } from "./convert.js";
import { datamodelCommand } from "./datamodel.js";
import { dedupCommand } from "./dedup.js";
import { evalCommand } from "./eval.js";
import { eventstatsCommand } from "./eventstats.js";
import { fieldsCommand } from "./fields.js";
import { fillnullCommand } from "./fillnull.js";
import { foreachCommand } from "./foreach.js";
import { formatCommand } from "./format.js";
import { fromCommand } from "./from.js";
import { fromjsonCommand } from "./fromjson.js";
import { headCommand } from "./head.js";
import { inputlookupCommand } from "./inputlookup.js";
import { iplocationCommand } from "./iplocation.js";
import { joinCommand } from "./join.js";
import { lookupCommand } from "./lookup.js";
import { makemvCommand } from "./makemv.js";
import { makeresultsCommand } from "./makeresults.js";
import { mapCommand } from "./map.js";
import { mstatsCommand } from "./mstats.js";
import { multisearchCommand } from "./multisearch.js";
import { mvexpandCommand } from "./mvexpand.js";
import { regexCommand } from "./regex.js";
import { renameCommand } from "./rename.js";
import { replaceCommand } from "./replace.js";
import { returnCommand } from "./return.js";
import { rexCommand } from "./rex.js";
import { searchCommand } from "./search.js";
import { sortCommand } from "./sort.js";
import { spathCommand } from "./spath.js";
import { statsCommand } from "./stats.js";
import { streamstatsCommand } from "./streamstats.js";
import { tableCommand } from "./table.js";
import { timechartCommand } from "./timechart.js";
import { topCommand } from "./top.js";
import { transactionCommand } from "./transaction.js";
import { tstatsCommand } from "./tstats.js";
import { unionCommand } from "./union.js";
import { whereCommand } from "./where.js";
import { xmlkvCommand } from "./xmlkv.js";
import { opaqueCommands, printOpaque } from "./opaque.js";

/** Every command that has a node of its own. */
const commands = [
  addtotalsCommand,
  appendCommand,
  appendpipeCommand,
  binCommand,
  chartCommand,
  convertCommand,
  datamodelCommand,
  dedupCommand,
  evalCommand,
  eventstatsCommand,
  fieldsCommand,
  fillnullCommand,
  foreachCommand,
  formatCommand,
  fromCommand,
  fromjsonCommand,
  headCommand,
  inputlookupCommand,
  iplocationCommand,
  joinCommand,
  lookupCommand,
  makemvCommand,
  makeresultsCommand,
  mapCommand,
  mstatsCommand,
  multisearchCommand,
  mvexpandCommand,
  regexCommand,
  renameCommand,
  replaceCommand,
  returnCommand,
  rexCommand,
  searchCommand,
  sortCommand,
  spathCommand,
  statsCommand,
  streamstatsCommand,
  tableCommand,
  timechartCommand,
  topCommand,
  transactionCommand,
  tstatsCommand,
  unionCommand,
  whereCommand,
  xmlkvCommand,
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
