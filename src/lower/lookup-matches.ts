import type { LookupTable } from "../content/model.js";
import type { Lookup } from "../plan/plan.js";

/** Whether several rows of a table can match one row: an output then holds several values. */
export function severalMatches(table: LookupTable | undefined, keys: Lookup["keys"]): boolean | "unknown" {
  return table?.maxMatches === 1 || keys.length === 0 ? false : "unknown";
}
