import { sentinelArchive } from "./archive.js";
import { dump } from "js-yaml";
import { slugOf } from "../../detection/slug.js";
import { standardRewrites } from "../../rewrite/index.js";
import { languageOf, type Artifact, type Backend, type Target } from "../../target/backend.js";
import type { AnalyticsRule } from "./analytics-rule.js";
import { armTemplate } from "./arm-template.js";
import { kqlCapabilities } from "./capabilities.js";
import { analyticsRule } from "./package.js";
import { print } from "./print.js";
import { transform } from "./transform.js";
import { watchlistFile } from "./transform/lookup-table.js";
import type { KqlQuery } from "./tree.js";

const kql: Backend<KqlQuery> = {
  language: "kql",
  capabilities: kqlCapabilities,
  rewrites: standardRewrites,
  transform,
  print,
  document: ({ lookbackSeconds }) => [{ lookbackSeconds }],
};

/** Microsoft Sentinel: one analytics rule a detection, all of them as one template, and watchlists for long tables. */
export const sentinel: Target = {
  id: "sentinel",
  languages: [languageOf(kql)],
  wrap(detection, query, context): readonly Artifact[] {
    const rule = analyticsRule(detection, query, context);
    if (rule === undefined) return [];
    return [
      {
        path: `sentinel/${detection.category}/${slugOf(detection.name)}.yaml`,
        kind: "rule",
        text: dump(rule, { lineWidth: -1, noRefs: true }),
        detections: [detection.id],
      },
    ];
  },
  bundle(compiled, content, profile) {
    const rules = compiled.flatMap(({ detection, query }) => {
      const context = {
        profile,
        content,
        detection,
        settings: { homes: new Map(), accept: new Set<string>(), comments: false },
        report: () => undefined,
        drop: () => undefined,
      };
      return analyticsRule(detection, query, context) ?? [];
    });
    if (rules.length === 0) return [];
    return [template(rules), ...watchlists(compiled, content)];
  },
  archive: sentinelArchive,
};

function template(rules: readonly AnalyticsRule[]): Artifact {
  return {
    path: "sentinel/azuredeploy.json",
    kind: "bundle",
    text: `${JSON.stringify(armTemplate(rules), undefined, 2)}\n`,
    detections: rules.map(({ id }) => id),
  };
}

/** The tables that queries read with `_GetWatchlist`, as files to upload under their names as alias. */
function watchlists(
  compiled: Parameters<Target["bundle"]>[0],
  content: Parameters<Target["bundle"]>[1],
): readonly Artifact[] {
  const users = new Map<string, string[]>();
  for (const { detection, query } of compiled)
    for (const { source, table } of query.bindings)
      if (table.startsWith("_GetWatchlist(")) users.set(source, [...(users.get(source) ?? []), detection.id]);
  return [...users].flatMap(([name, detections]) => {
    const table = content.lookups.get(name);
    const text = table === undefined ? undefined : watchlistFile(table);
    return text === undefined
      ? []
      : [{ path: `sentinel/watchlists/${name}.csv`, kind: "lookup" as const, text, detections }];
  });
}
