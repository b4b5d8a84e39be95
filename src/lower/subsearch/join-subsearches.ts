import type { Span } from "../../source/source-text.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { filter, join, negation, unnest } from "../../plan/build/index.js";
import type { Join, LogicalPlan } from "../../plan/plan.js";
import { simplifyLogic } from "../../plan/simplify/simplify-logic.js";
import { columnOf } from "../../plan/row-type.js";
import type { LowerContext } from "../context.js";
import { reportLostField } from "../expression/field.js";
import type { SplitSearch } from "../routing/split-search.js";
import { holdsWildcard } from "./holds-wildcard.js";
import { writeOut } from "./write-out.js";

/**
 * Joins the subsearches of a search to its rows. The rows of a subsearch stand for `((a="1" AND b="2") OR …)`, so a row
 * is kept when some row of the subsearch agrees with it in every column: a semi join that ignores case, and an anti
 * join under NOT. Where the rows are known before the run the condition is written out. Columns that begin with `_` take no part. Refused are subsearches whose columns are not known, that
 * give text to splice (a column `search` or `query`), or whose rows may lack one of several columns.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/Search/Changetheformatofsubsearchresults
 */
export function joinSubsearches(
  input: LogicalPlan,
  subsearches: SplitSearch["subsearches"],
  context: LowerContext,
  resolve: (name: string, span: Span) => string | undefined = (name) => name,
): LogicalPlan | undefined {
  let plan = input;
  for (const { subsearch, negated } of subsearches) {
    const right = context.lowerPipeline(subsearch.pipeline);
    if (right === undefined) return undefined;
    const joined = joinOne(plan, right, negated ? "anti" : "semi", subsearch.span, context, resolve);
    if (joined === undefined) return undefined;
    plan = joined;
  }
  return plan;
}

function joinOne(
  input: LogicalPlan,
  right: LogicalPlan,
  type: "semi" | "anti",
  span: Span,
  context: LowerContext,
  resolve: (name: string, span: Span) => string | undefined,
): LogicalPlan | undefined {
  const names = [...right.row.columns.keys()].filter((name) => !name.startsWith("_"));
  const refuse = (reason: string): undefined =>
    void context.report(lowerDiagnostics["subsearch-rows"](span, { reason }));
  const unreadable = unreadableRows(right, names);
  if (unreadable !== undefined) return refuse(unreadable);
  const keys: Join["keys"][number][] = [];
  for (const name of names) {
    const left = resolve(name, span);
    if (left === undefined) return undefined;
    if (columnOf(input.row, left) === undefined) {
      reportLostField(left, span, { row: input.row, report: (diagnostic) => context.report(diagnostic) });
      return undefined;
    }
    keys.push({ left, right: name });
  }
  const incomparable = incomparableRows(right, names, context);
  const { lookups } = context.options;
  const condition = writeOut(right, keys, span, { lookups, needed: incomparable !== undefined });
  if (condition !== undefined) {
    const test = type === "anti" ? negation(condition, span) : condition;
    return filter(input, simplifyLogic(test), span);
  }
  if (incomparable !== undefined) return refuse(incomparable);
  const several = names.filter((name) => right.row.columns.get(name)?.multivalue === true);
  const flat = several.reduce<LogicalPlan>((plan, name) => unnest(plan, name, span), right);
  return join(input, flat, { type, keys, overwrite: false, caseSensitive: false }, span);
}

/** Why nothing can be said about the rows of a subsearch. */
function unreadableRows(right: LogicalPlan, names: readonly string[]): string | undefined {
  if (right.row.open) return "its columns are not known";
  if (names.length === 0) return "it gives no column to compare";
  if (names.some((name) => name === "search" || name === "query"))
    return "it gives text to put into the search";
  return undefined;
}

/** Why rows that are known only at run time cannot be joined. */
function incomparableRows(
  right: LogicalPlan,
  names: readonly string[],
  context: LowerContext,
): string | undefined {
  if (names.length > 1 && names.some((name) => right.row.columns.get(name)?.nullable !== false))
    return "its rows may lack one of the columns";
  if (names.some((name) => holdsWildcard(right, name, context.options.lookups)))
    return "its values hold wildcards";
  return undefined;
}
