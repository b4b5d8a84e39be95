import { elasticArchive } from "./archive.js";
import { slugOf } from "../../detection/slug.js";
import { eventRewrites, inlineLookupRewrites } from "../../rewrite/index.js";
import { entriesOf, languageOf, type Backend, type Target } from "../../target/backend.js";
import type { RowQuery } from "../shared/rows/row-query.js";
import { transformRows } from "../shared/rows/transform-rows.js";
import { eqlCapabilities } from "./eql/capabilities.js";
import { eqlCore } from "./eql/eql-core.js";
import { printEqlQuery, type EqlQuery } from "./eql/eql-query.js";
import { transformEql } from "./eql/transform-eql.js";
import { esqlCapabilities } from "./esql/capabilities.js";
import { esqlRows, type EsqlSource } from "./esql/esql-rows.js";
import { neededVersion } from "./esql/needed-version.js";
import { withSurePresence } from "./esql/sure-presence.js";
import { printEsql } from "./esql/print-esql.js";
import { lookupFiles } from "./lookup-files.js";
import { elasticRule } from "./rule.js";

/** Event queries, for detections whose aggregates only group what was found. */
const eql: Backend<EqlQuery> = {
  language: "eql",
  capabilities: eqlCapabilities,
  rewrites: eventRewrites,
  core: eqlCore,
  transform: transformEql,
  print: printEqlQuery,
  document: ({ index, groupBy }) => [
    {
      type: "eql",
      language: "eql",
      index,
      ...(groupBy.length === 0
        ? {}
        : { alert_suppression: { group_by: groupBy, missing_fields_strategy: "suppress" } }),
    },
  ],
};

/** Piped queries, for what an event query cannot hold. */
const esql: Backend<RowQuery<EsqlSource>> = {
  language: "esql",
  capabilities: esqlCapabilities,
  rewrites: inlineLookupRewrites,
  transform(plan, context) {
    const transformed = transformRows(plan, esqlRows, context);
    return transformed && { ...transformed, tree: withSurePresence(transformed.tree) };
  },
  print: printEsql,
  document(query) {
    const setup = neededVersion(query);
    return [{ type: "esql", language: "esql", ...(setup === undefined ? {} : { setup }) }];
  },
};

const bundlePath = "elastic/rules.ndjson";

/** Elastic Security: one rule a detection, and all of them as one file to import. */
export const elastic: Target = {
  id: "elastic",
  languages: [languageOf(eql), languageOf(esql)],
  wrap(detection, query, context) {
    const rule = elasticRule(detection, query, context);
    if (rule === undefined) return [];
    return [
      { kind: "entry", path: bundlePath, text: `${JSON.stringify(rule)}\n` },
      {
        path: `elastic/${detection.category}/${slugOf(detection.name)}.json`,
        kind: "rule",
        text: `${JSON.stringify(rule, undefined, 2)}\n`,
        detections: [detection.id],
      },
    ];
  },
  bundle(compiled, content, _profile, textOf) {
    const { texts, detections } = entriesOf(compiled, bundlePath);
    if (texts.length === 0) return [];
    return [
      { path: bundlePath, kind: "bundle", text: texts.join(""), detections },
      ...lookupFiles(compiled, content, textOf),
    ];
  },
  archive: elasticArchive,
};
