import type { Content, LookupTable } from "../../content/model.js";
import type { Artifact, CompiledDetection } from "../../target/backend.js";

/** Files of a table that a target keeps at a place of its own; those without a text are left out. */
export type FilesOfLookup = (table: LookupTable, place: string) => readonly Pick<Artifact, "path" | "text">[];

/** The files of the tables that the queries ask at a place of the target, each once, with the detections that ask it. */
export function lookupArtifacts(
  compiled: readonly CompiledDetection[],
  content: Content,
  filesOf: FilesOfLookup,
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
  return [...users].flatMap(([place, { name, detections }]) => {
    const table = content.lookups.get(name);
    const files = table === undefined ? [] : filesOf(table, place);
    return files
      .filter(({ text }) => text !== "")
      .map(({ path, text }) => ({ path, kind: "lookup" as const, text, detections }));
  });
}
