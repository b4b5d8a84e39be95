import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import { glob } from "tinyglobby";
import type { EvaluationContext } from "../evaluate/context.js";
import { parseIngestRules, type IngestFile } from "../ingest/parse-rules.js";
import { packageRoot } from "./package-root.js";

/** The rules of `targets/<id>/ingest/` of the package. The package's tests check them, so a mistake in them is a bug. */
export async function loadIngestRules(context: EvaluationContext) {
  const folder = join(packageRoot(), "targets");
  const names = (await glob("*/ingest/*.yml", { cwd: folder })).sort();
  const files = await Promise.all(
    names.map(async (name): Promise<IngestFile> => {
      const text = await readFile(join(folder, name), "utf8");
      return { file: { name: `targets/${name}`, text }, content: load(text) as IngestFile["content"] };
    }),
  );
  return parseIngestRules(files, context);
}
