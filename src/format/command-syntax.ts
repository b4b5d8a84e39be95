import { commandTable } from "../../grammar/commands/index.js";
import { opaqueCommands } from "../../grammar/commands/opaque.js";
import type { Language } from "./piece.js";

/** How the text of a command is laid out. */
export interface CommandSyntax {
  readonly language: Language | "verbatim";
  /** Words that join two names: written in capitals, on the line of both. */
  readonly joining: readonly string[];
  /** Words that begin a clause, with the language that follows. */
  readonly clauses: Readonly<Record<string, Language>>;
}

const by: Readonly<Record<string, Language>> = { by: "arguments" };
const syntax = (
  language: CommandSyntax["language"],
  joining: readonly string[] = [],
  clauses: Readonly<Record<string, Language>> = {},
): CommandSyntax => ({ language, joining, clauses });

const aggregating = syntax("arguments", ["as"], by);
const charting = syntax("arguments", ["as"], { over: "arguments", by: "arguments" });
const fromTable = syntax("arguments", ["as"], {
  from: "arguments",
  where: "search",
  by: "arguments",
  groupby: "arguments",
});

const special: ReadonlyMap<string, CommandSyntax> = new Map([
  ["search", syntax("search")],
  ["where", syntax("eval")],
  ["eval", syntax("assignments")],
  ["fieldformat", syntax("assignments")],
  ["stats", aggregating],
  ["eventstats", aggregating],
  ["streamstats", aggregating],
  ["chart", charting],
  ["timechart", aggregating],
  ["sistats", aggregating],
  ["sichart", charting],
  ["sitimechart", aggregating],
  ["geostats", aggregating],
  ["top", aggregating],
  ["sitop", aggregating],
  ["tstats", fromTable],
  ["mstats", fromTable],
  ["mcatalog", fromTable],
  ["metasearch", syntax("search")],
  ["inputlookup", syntax("arguments", [], { where: "search" })],
  ["inputcsv", syntax("arguments", [], { where: "search" })],
  ["rename", syntax("arguments", ["as"])],
  ["convert", syntax("arguments", ["as"])],
  ["bin", syntax("arguments", ["as"])],
  ["lookup", syntax("arguments", ["as"], { output: "arguments", outputnew: "arguments" })],
  ["replace", syntax("arguments", ["with"], { in: "arguments" })],
  // What stands behind their first words is kept as it is written.
  ["pivot", syntax("verbatim")],
  ["searchtxn", syntax("verbatim")],
  // The text in its brackets is a template, which is kept as it is.
  ["foreach", syntax("plain")],
]);

const opaque = new Set(opaqueCommands.flatMap(({ names }) => names));

/** The syntax of the command with this name, in any case; `undefined` where there is no such command. */
export function commandSyntax(name: string): CommandSyntax | undefined {
  const lower = name.toLowerCase();
  if (opaque.has(lower)) return syntax("verbatim");
  const [first] = commandTable.get(lower)?.names ?? [];
  return first === undefined ? undefined : (special.get(first) ?? syntax("arguments"));
}

/** What stands where a command begins with a macro. */
export const unknownSyntax = syntax("plain");
export const impliedSearch = syntax("search");
