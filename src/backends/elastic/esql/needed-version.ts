import type { Expression } from "../../shared/expression.js";
import type { RowQuery, Stage } from "../../shared/rows/row-query.js";

/** The function that reads a member of a field of the type `flattened`. */
export const fieldExtract = "FIELD_EXTRACT";

/**
 * What has to be said to whoever installs a query that takes more than Elastic's oldest version with these rules:
 * https://www.elastic.co/docs/reference/query-languages/esql/esql-flattened-fields
 */
export function neededVersion<Source>({ stages }: RowQuery<Source>): string | undefined {
  return stages.some((stage) => expressionsOf(stage).some(readsFlattened))
    ? `The query reads members of \`flattened\` fields with \`${fieldExtract}\`, which Elasticsearch has from version 9.5.`
    : undefined;
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
