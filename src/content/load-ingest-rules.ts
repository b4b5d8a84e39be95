import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { load } from "js-yaml";
import type { EvaluationContext } from "../evaluate/context.js";
import { parseIngestRules, type IngestFile } from "../ingest/parse-rules.js";
import { packageRoot } from "./package-root.js";

/** The rules of `targets/splunk/ingest/` of the package. They are checked by its tests, so a mistake is a bug. */
export async function loadIngestRules(context: EvaluationContext) {
  const folder = join(packageRoot(), "targets", "splunk", "ingest");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".yml")).sort();
  const files = await Promise.all(
    names.map(async (name): Promise<IngestFile> => {
      const text = await readFile(join(folder, name), "utf8");
      return {
        file: { name: `targets/splunk/ingest/${name}`, text },
        content: load(text) as IngestFile["content"],
      };
    }),
  );
  return parseIngestRules(files, context);
}
