import type { Content } from "../../content/model.js";
import type { Artifact, CompiledDetection, TextOf } from "../../target/backend.js";
import { lookupArtifacts } from "../shared/lookup-artifacts.js";
import { indexDocuments, indexRequest } from "./lookup-index.js";

/** The lookup indices that the queries ask: the request that creates each, and its documents where they are known. */
export function lookupFiles(
  compiled: readonly CompiledDetection[],
  content: Content,
  textOf: TextOf,
): readonly Artifact[] {
  return lookupArtifacts(compiled, content, (table, index) => {
    const path = `elastic/lookups/${index}`;
    return [
      { path: `${path}.json`, text: `${JSON.stringify(indexRequest(table, index), undefined, 2)}\n` },
      {
        path: `${path}.ndjson`,
        text: textOf(table, `documents of ${index}`, () => indexDocuments(table, index) ?? ""),
      },
    ];
  });
}
