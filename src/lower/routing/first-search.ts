import type { SearchExpression } from "../../../grammar/ast.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { conjunction, filter, scan, union, withoutColumns } from "../../plan/build/index.js";
import { eventKindTest, exceptionTests } from "../../plan/event-kind-test.js";
import type { EventKind, LogSource } from "../../plan/log-source.js";
import type { LogicalPlan, TimeRange } from "../../plan/plan.js";
import { isFalse, isTrue, simplifyLogic } from "../../plan/simplify/simplify-logic.js";
import type { Span } from "../../source/source-text.js";
import type { LowerContext } from "../context.js";
import { lowerSearchExpression } from "../expression/search-expression.js";
import type { ResolvingScope } from "../expression/field.js";
import { namedFormat } from "./named-format.js";
import { assumedEvents, routeFor } from "./select-sources.js";
import { sourceRow } from "./source-row.js";

/** How the names of a search lead to the fields of a source. */
export interface FirstSearch {
  readonly sources: readonly LogSource[];
  readonly expression: SearchExpression | undefined;
  readonly time: TimeRange | undefined;
  readonly span: Span;
  /** Only events of all these kinds are read. */
  readonly kinds?: readonly EventKind[];
  readonly resolve?: ResolvingScope["resolve"];
}

/**
 * Reads each source with its own residual predicate; several become a union. Gives `undefined` when an error was
 * reported, and reports `lower/contradictory-sources` where no source can pass.
 */
export function readSources(search: FirstSearch, context: LowerContext): LogicalPlan | undefined {
  const plans: LogicalPlan[] = [];
  const reported = new Map<string, Diagnostic>();
  let failed = false;
  for (const source of search.sources) {
    const plan = readSource(source, search, context, (diagnostic) => {
      const { code, span } = diagnostic;
      reported.set(`${code} ${span.start} ${span.end}`, diagnostic);
    });
    if (plan === undefined) failed = true;
    else if (plan !== "empty") plans.push(plan);
  }
  for (const diagnostic of reported.values()) context.report(diagnostic);
  if (failed) return undefined;
  const [first, ...rest] = plans;
  if (first === undefined) {
    context.report(
      lowerDiagnostics["contradictory-sources"](search.span, { sources: search.sources.map(({ id }) => id) }),
    );
    return undefined;
  }
  return rest.length === 0 ? first : union(plans, search.span);
}

function readSource(
  source: LogSource,
  search: FirstSearch,
  context: LowerContext,
  report: (diagnostic: Diagnostic) => void,
): LogicalPlan | "empty" | undefined {
  const events = sourceRow(source, context.mentioned);
  // A data model is read by its fields, without the text of the event.
  const row = search.resolve === undefined ? events : withoutColumns(events, ["_raw"]);
  const plain = scan({ kind: "log", id: source.id }, row, search.span, search.time);
  const format = namedFormat(search.expression);
  const scanned = format === undefined ? plain : { ...plain, format };
  const assumed = search.resolve === undefined ? assumedEvents(search.expression, context) : undefined;
  const kinds = [...(assumed === undefined ? [] : [assumed]), ...(search.kinds ?? [])];
  const narrowing = [
    ...kinds.map((kind) => eventKindTest(kind, search.span)),
    ...exceptionTests(source, search.span),
  ];
  if (search.expression === undefined)
    return narrowing.length === 0
      ? scanned
      : filter(scanned, conjunction(narrowing, search.span), search.span);
  const resolve = search.resolve;
  const written = lowerSearchExpression(search.expression, {
    row,
    report,
    route: routeFor(source, context),
    ...(resolve === undefined ? {} : { resolve }),
  });
  if (written === undefined) return undefined;
  const predicate = simplifyLogic(conjunction([...narrowing, written], search.expression.span));
  if (isFalse(predicate)) return "empty";
  return isTrue(predicate) ? scanned : filter(scanned, predicate, search.expression.span);
}
