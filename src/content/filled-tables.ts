import type { Baseline, LookupTable } from "./model.js";

/**
 * The tables with those told apart that a baseline fills: their files hold the names of the columns alone, and a search of
 * the content writes their rows where it runs (`outputlookup`).
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Outputlookup
 */
export function withFilledTables(
  lookups: readonly LookupTable[],
  baselines: readonly Baseline[],
): readonly LookupTable[] {
  const writers = new Map(
    baselines.flatMap(({ name, search }) =>
      tablesWritten(search.text).map((table) => [table, name] as const),
    ),
  );
  return lookups.map((lookup) => {
    const { name, csv } = lookup;
    if (csv === undefined || csv.text.trim().includes("\n")) return lookup;
    const filledBy = writers.get(name) ?? writers.get(csv.path);
    return filledBy === undefined ? lookup : { ...lookup, filledBy };
  });
}

/** What stands behind `outputlookup`, up to the next command: the table is one of its words. */
function tablesWritten(search: string): readonly string[] {
  return [...search.matchAll(/\boutputlookup\b([^|\]]*)/gu)].flatMap(([, words = ""]) =>
    words.trim().split(/\s+/u),
  );
}
