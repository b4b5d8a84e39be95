import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { load } from "js-yaml";
import type { EvaluationContext } from "../evaluate/context.js";
import { parseIngestRules, type IngestFile } from "../ingest/parse-rules.js";
import { packageRoot } from "./package-root.js";

/** The rules of `targets/<id>/ingest/` of the package. They are checked by its tests, so a mistake is a bug. */
export async function loadIngestRules(context: EvaluationContext) {
  const root = packageRoot();
  const names = (await readdir(join(root, "targets"), { recursive: true }))
    .map((name) => name.split(sep).join("/"))
    .filter((name) => /^[^/]+\/ingest\/[^/]+\.yml$/.test(name))
    .sort();
  const files = await Promise.all(
    names.map(async (name): Promise<IngestFile> => {
      const text = await readFile(join(root, "targets", name), "utf8");
      return {
        file: { name: `targets/${name}`, text },
        content: load(text) as IngestFile["content"],
      };
    }),
  );
  return parseIngestRules(files, context);
}
