import type { SourceCatalog } from "../../../src/plan/log-source.js";
import type { Scan } from "../../../src/plan/plan.js";
import type { SigmaFields } from "./recorded-events.js";

/** The channel, which every event of a log of Windows has, also where a search names it by the log alone. */
export function channelOf({ source }: Scan, { spellings }: SourceCatalog): SigmaFields {
  const found = spellings.find(
    (each) => each.key === "channel" && source.kind === "log" && each.source === source.id,
  );
  return found === undefined ? {} : { Channel: found.value };
}
