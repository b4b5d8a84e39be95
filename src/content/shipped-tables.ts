import type { ShippedLookup } from "../plan/shipped-lookup.js";
import type { Content, LookupTable } from "./model.js";

/** The content with the lookups of Splunk's apps beside its own, which come first where both have a name. */
export function withShippedLookups(content: Content, lookups: Iterable<ShippedLookup>): Content {
  const tables = [...lookups].map((lookup) => [lookup.name, tableOf(lookup)] as const);
  return { ...content, lookups: new Map([...tables, ...content.lookups]) };
}

function tableOf({
  name,
  app,
  description,
  columns,
  matchTypes,
  caseSensitive,
  together,
  computes,
  file,
}: ShippedLookup): LookupTable {
  return {
    name,
    app,
    description,
    ...(computes === undefined ? { kind: "kvstore", collection: name } : { kind: "script", computes }),
    columns,
    matchTypes,
    caseSensitive,
    minMatches: 0,
    ...(together === undefined ? {} : { together }),
    file,
  };
}
