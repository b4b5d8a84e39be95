import type { SearchExpression } from "../../../grammar/ast.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import type { SourceCatalog } from "../../plan/log-source.js";
import { joinSpans } from "../../source/source-text.js";
import type { LowerContext } from "../context.js";
import { isOriginKey, routingTest, routingTests, type RoutingTest } from "./routing-term.js";

/**
 * Reports terms that exclude one spelling of a source that has others: `sourcetype!=a` leaves the events of the source
 * that are spelled `sourcetype=b`, and a target that keeps both in one table cannot tell them apart. Gives whether
 * there are any.
 */
export function reportPartlyExcluded(
  expression: SearchExpression | undefined,
  context: LowerContext,
): boolean {
  const { catalog } = context.options;
  const partly = excluded(expression, catalog).filter((test) => leavesSpellings(test, catalog));
  for (const { field, spelled, key, value } of partly)
    context.report(
      lowerDiagnostics["partly-excluded"](joinSpans(field.span, spelled.span), { term: `${key}=${value}` }),
    );
  return partly.length > 0;
}

/** The routing tests whose events a search leaves out. */
function excluded(
  expression: SearchExpression | undefined,
  catalog: SourceCatalog,
  denied = false,
): readonly RoutingTest[] {
  if (expression === undefined) return [];
  switch (expression.kind) {
    case "search-and":
    case "search-or":
      return expression.operands.flatMap((operand) => excluded(operand, catalog, denied));
    case "search-not":
      return excluded(expression.operand, catalog, !denied);
    case "search-comparison": {
      const test = routingTest(catalog, expression.field, expression.value);
      const leavesOut = (expression.operator === "!=") !== denied;
      return test !== undefined && leavesOut ? [test] : [];
    }
    case "search-in":
      return denied ? routingTests(expression, catalog) : [];
    case "search-term":
    case "time-modifier":
    case "search-subsearch":
    case "search-returned":
      return [];
  }
}

function leavesSpellings({ key, meaning }: RoutingTest, catalog: SourceCatalog): boolean {
  if (meaning.kind !== "sources" || !isOriginKey(key)) return false;
  const named = new Set(meaning.spellings);
  return meaning.spellings.some(({ source }) =>
    catalog.spellings.some((other) => other.source === source && other.key === key && !named.has(other)),
  );
}
