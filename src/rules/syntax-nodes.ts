import type { EvalExpression, Pipeline, SearchExpression } from "../../grammar/ast.js";

/** The nodes of the two Boolean languages in a search, those of subsearches too, each before what it holds. */
export function expressionsOfPipeline(pipeline: Pipeline): readonly (SearchExpression | EvalExpression)[] {
  const found: (SearchExpression | EvalExpression)[] = [];
  collect(pipeline, found);
  return found;
}

function collect(value: unknown, found: (SearchExpression | EvalExpression)[]): void {
  if (typeof value !== "object" || value === null) return;
  if (isExpression(value)) found.push(value);
  for (const [key, child] of Object.entries(value))
    if (key !== "span" && key !== "keyword" && key !== "nameSpan") collect(child, found);
}

function isExpression(value: object): value is SearchExpression | EvalExpression {
  return "kind" in value && typeof value.kind === "string" && /^(?:search|eval)-/.test(value.kind);
}
