import type { SearchExpression, SearchSubsearch, TimeModifier } from "../../../grammar/ast.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import type { TimeRange } from "../../plan/plan.js";
import { joinSpans } from "../../source/source-text.js";
import type { Scope } from "../scope.js";

/** A search taken apart at its top: what is AND-ed is independent. */
export interface SplitSearch {
  readonly condition?: SearchExpression;
  readonly time?: TimeRange;
  readonly subsearches: readonly { readonly subsearch: SearchSubsearch; readonly negated: boolean }[];
}

/** Takes the time modifiers and subsearches that are AND-ed with the rest out of a search. */
export function splitSearch(
  expression: SearchExpression | undefined,
  scope: Pick<Scope, "report">,
): SplitSearch | undefined {
  if (expression === undefined) return { subsearches: [] };
  const modifiers: TimeModifier[] = [];
  const subsearches: { readonly subsearch: SearchSubsearch; readonly negated: boolean }[] = [];
  const conditions: SearchExpression[] = [];
  for (const part of flatten(expression)) {
    if (part.kind === "time-modifier") modifiers.push(part);
    else if (part.kind === "search-subsearch") subsearches.push({ subsearch: part, negated: false });
    else if (part.kind === "search-not" && part.operand.kind === "search-subsearch")
      subsearches.push({ subsearch: part.operand, negated: true });
    else conditions.push(part);
  }
  const time = timeRange(modifiers, scope);
  if (time === "wrong") return undefined;
  const [first, ...rest] = conditions;
  const condition: SearchExpression | undefined =
    first === undefined || rest.length === 0
      ? first
      : { kind: "search-and", operands: conditions, span: expression.span };
  return {
    ...(condition === undefined ? {} : { condition }),
    ...(time === undefined ? {} : { time }),
    subsearches,
  };
}

function flatten(expression: SearchExpression): readonly SearchExpression[] {
  return expression.kind === "search-and" ? expression.operands.flatMap(flatten) : [expression];
}

/** `earliest=` and `latest=` each at most once; the other modifiers have no meaning in a rule that is scheduled. */
function timeRange(
  modifiers: readonly TimeModifier[],
  scope: Pick<Scope, "report">,
): TimeRange | undefined | "wrong" {
  let range: TimeRange | undefined;
  let wrong = false;
  for (const { name, operator, value, span } of modifiers) {
    const key = name.toLowerCase();
    const known = (key === "earliest" || key === "latest") && operator === "=";
    if (!known || range?.[key] !== undefined) {
      scope.report(lowerDiagnostics["time-modifier"](span, { name, repeated: known }));
      wrong = true;
      continue;
    }
    range = { ...range, [key]: value, span: range === undefined ? span : joinSpans(range.span, span) };
  }
  return wrong ? "wrong" : range;
}
