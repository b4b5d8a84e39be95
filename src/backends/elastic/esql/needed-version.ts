import type { Expression } from "../../shared/expression.js";
import type { KeptTable, RowQuery, Stage } from "../../shared/rows/row-query.js";

/** The function that reads a member of a field of the type `flattened`. */
export const fieldExtract = "FIELD_EXTRACT";

/**
 * What has to be said to whoever installs a query that takes more than Elastic's oldest version with these rules, or
 * indices beside the events:
 * https://www.elastic.co/docs/reference/query-languages/esql/esql-flattened-fields
 * https://www.elastic.co/docs/reference/query-languages/esql/esql-lookup-join
 */
export function neededVersion<Source>({ stages }: RowQuery<Source>): string | undefined {
  const kept = new Map(
    stages.flatMap((stage) => (stage.kind === "lookup" ? [[stage.name, stage] as const] : [])),
  );
  const sentences = [
    ...(stages.some((stage) => expressionsOf(stage).some(readsFlattened))
      ? [
          `The query reads members of \`flattened\` fields with \`${fieldExtract}\`, which Elasticsearch has from version 9.5.`,
        ]
      : []),
    ...[...kept.values()].map(lookupText),
  ];
  return sentences.length === 0 ? undefined : sentences.join("\n\n");
}

function lookupText({ name, keys, filledBySite }: KeptTable): string {
  const versions = keys.length > 1 ? "version 9.2" : "versions 8.19 and 9.1";
  const file = `elastic/lookups/${name}`;
  const rows = filledBySite
    ? `Its documents are the site's: one for each ${keys.map((key) => `\`${key}\``).join(" and ")}, \`{"lookup": {"${keys[0] ?? ""}": …}}\`, ` +
      "with all values that the lookup of Splunk has for it. A second document with the same key would double what the query counts."
    : `\`${file}.ndjson\` has its documents (\`POST ${name}/_bulk\`); where the lookup changes, the index is to be created anew.`;
  return (
    `The query asks the lookup index \`${name}\` with \`LOOKUP JOIN\`, which Elasticsearch has from ${versions}. ` +
    `\`${file}.json\` is the request that creates the index (\`PUT ${name}\`). ${rows}`
  );
}

function expressionsOf<Source>(stage: Stage<Source>): readonly Expression[] {
  switch (stage.kind) {
    case "where":
      return [stage.predicate];
    case "assign":
      return [stage.expression];
    case "aggregate":
    case "window":
      return stage.aggregates.map(({ expression }) => expression);
    case "union":
      return stage.query.stages.flatMap(expressionsOf);
    case "lookup":
    case "bin":
    case "keep":
    case "sort":
    case "limit":
    case "unnest":
    case "distinct":
      return [];
    default:
      return stage satisfies never;
  }
}

function readsFlattened(expression: Expression): boolean {
  switch (expression.kind) {
    case "template":
      return expression.template.startsWith(`${fieldExtract}(`) || expression.arguments.some(readsFlattened);
    case "operation":
      return expression.operands.some(readsFlattened);
    case "list":
      return expression.items.some(readsFlattened);
    case "name":
    case "text":
    case "number":
    case "boolean":
    case "keyword":
      return false;
    default:
      return expression satisfies never;
  }
}
