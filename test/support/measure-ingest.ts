/**
 * Reads the example log of every data source of a content folder, and says how many of the field names that Splunk
 * listed for it come out: of all names, and of those that a search on that source uses; and which come out besides.
 *
 *     tsx test/support/measure-ingest.ts <content folder> [--missing]
 *
 * A search is on a source when its detection names in `data_source` one with the same source and sourcetype; it uses a
 * name that stands in it as a word of its own, macros expanded, with or without the data set in front
 * (`Processes.user`).
 */
import type { DataSource } from "../../src/content/model.js";
import { expandMacros } from "../../src/source/expand-macros.js";
import { isBookkeeping, readExampleLogs } from "./example-logs.js";

const [folder, option] = process.argv.slice(2);
if (folder === undefined) throw new Error("a content folder is expected");
const { content, examples } = await readExampleLogs(folder);

const wordsByKind = new Map<string, Set<string>>();
for (const { search, dataSources } of content.detections) {
  const words = wordsOf(expandMacros(search.source, content.macros).source.text);
  for (const name of dataSources.flatMap((names) => names.split(" AND "))) {
    const source = content.dataSources.get(name);
    if (source === undefined) continue;
    const known = wordsByKind.get(kindOf(source)) ?? new Set();
    for (const word of words) known.add(word);
    wordsByKind.set(kindOf(source), known);
  }
}

const all = { found: 0, listed: 0 };
const used = { found: 0, listed: 0 };
let given = 0;
let unlisted = 0;
for (const { source, events } of examples) {
  const found = new Set(events.flatMap((event) => Object.keys(event)));
  const listed = [...new Set(source.fields)].filter((name) => !isBookkeeping(name));
  const words = wordsByKind.get(kindOf(source)) ?? new Set();
  const usedHere = listed.filter((name) => words.has(name));
  const missing = listed.filter((name) => !found.has(name));
  const extra = [...found].filter((name) => !isBookkeeping(name) && !listed.includes(name));
  const missingUsed = missing.filter((name) => words.has(name));
  add(all, listed, missing);
  add(used, usedHere, missingUsed);
  given += found.size;
  unlisted += extra.length;
  console.log(
    `${source.name}: ${share(listed.length - missing.length, listed.length)} of all, ` +
      `${share(usedHere.length - missingUsed.length, usedHere.length)} of those used`,
  );
  if (option !== "--missing") continue;
  if (missingUsed.length > 0) console.log(`    used:  ${missingUsed.join(", ")}`);
  const others = missing.filter((name) => !words.has(name));
  if (others.length > 0) console.log(`    other: ${others.join(", ")}`);
  if (extra.length > 0) console.log(`    not listed: ${extra.join(", ")}`);
}
console.log(
  `${String(examples.length)} logs: ${share(all.found, all.listed)} of all names, ` +
    `${share(used.found, used.listed)} of the names that searches use; ` +
    `${share(unlisted, given)} of the fields that come out are not listed`,
);

/** Searches on one kind of events of a log read those of another kind, too: all of a sourcetype count together. */
function kindOf({ source, sourcetype }: DataSource): string {
  return `${source} ${sourcetype}`;
}

/** Words of a search as field names: dots, braces and colons belong to them. */
function wordsOf(search: string): ReadonlySet<string> {
  const words = search.match(/[\w.{}:@/-]+/g) ?? [];
  return new Set(words.flatMap((word) => [word, word.slice(word.indexOf(".") + 1)]));
}

function add(sum: typeof all, names: readonly string[], missing: readonly string[]): void {
  sum.listed += names.length;
  sum.found += names.length - missing.length;
}

function share(part: number, whole: number): string {
  return whole === 0
    ? "none"
    : `${String(part)} of ${String(whole)} (${((100 * part) / whole).toFixed(1)} %)`;
}
