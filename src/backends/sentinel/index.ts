import { sentinelArchive } from "./archive.js";
import { dump } from "js-yaml";
import { slugOf } from "../../detection/slug.js";
import { askKeyParts, boundedPatterns, knownPatterns, standardRewrites } from "../../rewrite/index.js";
import {
  entriesOf,
  languageOf,
  type Artifact,
  type Backend,
  type CompiledQuery,
  type Target,
  type TextOf,
} from "../../target/backend.js";
import { printResource, printTemplate } from "./arm-template.js";
import { kqlCapabilities } from "./capabilities.js";
import { customDetection } from "./custom-detection.js";
import { formOf, forms, type Form } from "./form.js";
import { analyticsRule } from "./package.js";
import { print } from "./print.js";
import { transform } from "./transform.js";
import { watchlistFile } from "./transform/lookup-table.js";
import type { KqlQuery } from "./tree.js";

const kql: Backend<KqlQuery> = {
  language: "kql",
  capabilities: kqlCapabilities,
  rewrites: [boundedPatterns, ...standardRewrites, knownPatterns, askKeyParts],
  transform,
  print,
  document: ({ lookbackSeconds, form }) => [{ lookbackSeconds, form }],
};

const templatePath = "sentinel/azuredeploy.json";

/** Microsoft Sentinel: one analytics rule a detection, all of them as one template, and watchlists for long tables. */
export const sentinel: Target = {
  id: "sentinel",
  languages: [languageOf(kql)],
  forms,
  wrap(detection, query, context) {
    const path = `sentinel/${detection.category}/${slugOf(detection.name)}`;
    if (formOfQuery(query) === "defender") {
      const custom = customDetection(detection, query, context);
      if (custom === undefined) return [];
      const text = `${JSON.stringify(custom, undefined, 2)}\n`;
      return [{ path: `${path}.json`, kind: "rule", text, detections: [detection.id] }];
    }
    const rule = analyticsRule(detection, query, context);
    if (rule === undefined) return [];
    return [
      { kind: "entry", path: templatePath, text: printResource(rule) },
      {
        path: `${path}.yaml`,
        kind: "rule",
        text: dump(rule, { lineWidth: -1, noRefs: true }),
        detections: [detection.id],
      },
    ];
  },
  bundle(compiled, content, _profile, textOf) {
    const { texts, detections } = entriesOf(compiled, templatePath);
    if (texts.length === 0) return [];
    return [
      { path: templatePath, kind: "bundle", text: printTemplate(texts), detections },
      ...watchlists(compiled, content, textOf),
    ];
  },
  archive: sentinelArchive,
};

function formOfQuery({ documents }: CompiledQuery): Form {
  const form = documents?.[0]?.["form"];
  return formOf(typeof form === "string" ? { form } : {});
}

/** The tables that queries read with `_GetWatchlist`, as files to upload under their names as alias. */
function watchlists(
  compiled: Parameters<Target["bundle"]>[0],
  content: Parameters<Target["bundle"]>[1],
  textOf: TextOf,
): readonly Artifact[] {
  const users = new Map<string, string[]>();
  for (const { detection, query } of compiled)
    for (const { source, table } of query.bindings)
      if (table.startsWith("_GetWatchlist(")) users.set(source, [...(users.get(source) ?? []), detection.id]);
  return [...users].flatMap(([name, detections]) => {
    const table = content.lookups.get(name);
    const text = table === undefined ? "" : textOf(table, "watchlist", () => watchlistFile(table) ?? "");
    return text === ""
      ? []
      : [{ path: `sentinel/watchlists/${name}.csv`, kind: "lookup" as const, text, detections }];
  });
}
