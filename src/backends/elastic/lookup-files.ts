import type { Content } from "../../content/model.js";
import type { Artifact, CompiledDetection, TextOf } from "../../target/backend.js";
import { indexDocuments, indexRequest } from "./lookup-index.js";

/** The lookup indices that the queries ask: the request that creates each, and its documents where they are known. */
export function lookupFiles(
  compiled: readonly CompiledDetection[],
  content: Content,
  textOf: TextOf,
): readonly Artifact[] {
  const users = new Map<string, { readonly name: string; readonly detections: string[] }>();
  for (const { detection, query } of compiled)
    for (const { source, home, table } of query.bindings) {
      // Of what a query reads, only a lookup has no home.
      if (home !== undefined) continue;
      const known = users.get(table);
      if (known === undefined) users.set(table, { name: source, detections: [detection.id] });
      else known.detections.push(detection.id);
    }
  return [...users].flatMap(([index, { name, detections }]) => {
    const table = content.lookups.get(name);
    if (table === undefined) return [];
    const path = `elastic/lookups/${index}`;
    const request = `${JSON.stringify(indexRequest(table, index), undefined, 2)}\n`;
    const documents = textOf(table, `documents of ${index}`, () => indexDocuments(table, index) ?? "");
    return [
      { path: `${path}.json`, kind: "lookup" as const, text: request, detections },
      ...(documents === ""
        ? []
        : [{ path: `${path}.ndjson`, kind: "lookup" as const, text: documents, detections }]),
    ];
  });
}
