import { cortexArchive } from "./archive.js";
import { dump } from "js-yaml";
import { slugOf } from "../../detection/slug.js";
import { inlineLookupRewrites } from "../../rewrite/index.js";
import { languageOf, type Artifact, type Backend, type Target } from "../../target/backend.js";
import type { RowQuery } from "../shared/rows/row-query.js";
import { lookupFiles } from "./lookup-dataset.js";
import { correlationRule } from "./rule.js";
import { xqlCapabilities } from "./xql/capabilities.js";
import { printXql } from "./xql/print-xql.js";
import { transformXql } from "./xql/transform-xql.js";
import type { XqlSource } from "./xql/xql-rows.js";

const xql: Backend<RowQuery<XqlSource>> = {
  language: "xql",
  capabilities: xqlCapabilities,
  rewrites: inlineLookupRewrites,
  transform: transformXql,
  print: printXql,
};

/** Cortex XSIAM: one scheduled correlation rule a detection, in the form of a content pack. */
export const cortex: Target = {
  id: "cortex",
  languages: [languageOf(xql)],
  wrap(detection, query, context): readonly Artifact[] {
    const rule = correlationRule(detection, query, context);
    if (rule === undefined) return [];
    return [
      {
        path: `cortex/${detection.category}/${slugOf(detection.name)}.yml`,
        kind: "rule",
        text: dump(rule, { lineWidth: -1, noRefs: true }),
        detections: [detection.id],
      },
    ];
  },
  bundle: (compiled, content, _profile, textOf) => lookupFiles(compiled, content, textOf),
  archive: cortexArchive,
};
