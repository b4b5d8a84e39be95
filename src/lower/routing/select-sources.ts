import type { FieldName, SearchExpression, SearchValue } from "../../../grammar/ast.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { sourcesOf, type EventKind, type LogSource, type SourceCatalog } from "../../plan/log-source.js";
import { joinSpans, type Span } from "../../source/source-text.js";
import type { LowerContext } from "../context.js";
import { suggest } from "../../diagnostics/suggest.js";
import { reportPartlyExcluded } from "./excluded-sources.js";
import {
  isOriginKey,
  isRecordField,
  isTagOf,
  routingTest,
  routingTests,
  type RoutingTest,
} from "./routing-term.js";

/**
 * The log sources that a first search reads. Terms that are AND-ed must all name a source, OR-ed ones add theirs; the
 * residual predicate of each source is found by lowering the search with `routeFor` that source.
 *
 * Reports `lower/unknown-source` for a term that no spelling knows, `lower/no-source` where no term names one and no
 * default is set, `lower/unbounded-source` where the search also takes events of sources that it does not name.
 */
export function selectSources(
  expression: SearchExpression | undefined,
  span: Span,
  context: LowerContext,
): readonly LogSource[] | undefined {
  const { catalog, defaultSource } = context.options;
  const tests = routingTests(expression, catalog);
  if (reportUnknown(tests, context) || reportPartlyExcluded(expression, context)) return undefined;

  const naming = tests.filter((test) => test.meaning.kind === "sources");
  if (naming.length === 0 || expression === undefined) {
    const source = defaultSource === undefined ? undefined : catalog.sources.get(defaultSource);
    if (source !== undefined) return [source];
    context.report(lowerDiagnostics["no-source"](span, { defaultSource }));
    return undefined;
  }
  if (canHoldElsewhere(expression, catalog)) {
    context.report(
      lowerDiagnostics["unbounded-source"](span, {
        terms: naming.map(({ key, value }) => `${key}=${value}`),
      }),
    );
    return undefined;
  }
  const spellings = naming.flatMap(({ meaning }) => (meaning.kind === "sources" ? meaning.spellings : []));
  return sourcesOf(spellings).flatMap((id) => catalog.sources.get(id) ?? []);
}

/** The kind of events that a search reads whose source is the default one, where the default narrows them. */
export function assumedEvents(
  expression: SearchExpression | undefined,
  { options: { catalog, defaultEvents } }: LowerContext,
): EventKind | undefined {
  if (defaultEvents === undefined) return undefined;
  const named = routingTests(expression, catalog).some(({ meaning }) => meaning.kind === "sources");
  return named ? undefined : defaultEvents;
}

/** Decides the routing tests of a search for the events of one source; other tests stay. */
export function routeFor(
  source: LogSource,
  context: LowerContext,
): (field: FieldName, value: SearchValue) => boolean | undefined {
  const { catalog } = context.options;
  return (field, value) => {
    const test = routingTest(catalog, field, value);
    return test === undefined || isRecordField(source, test.key) || isTagOf(source, test.key, test.value)
      ? undefined
      : holdsFor(test, source, catalog);
  };
}

function holdsFor(test: RoutingTest, source: LogSource, catalog: SourceCatalog): boolean | undefined {
  switch (test.meaning.kind) {
    case "neutral":
      return true;
    case "unknown":
      // Reported before; only an assumed source gets here.
      return true;
    case "sources": {
      if (test.meaning.spellings.some((spelling) => spelling.source === source.id)) return true;
      if (isOriginKey(test.key)) return false;
      const toldApart = catalog.spellings.some(
        (spelling) => spelling.key === test.key && spelling.source === source.id,
      );
      return toldApart ? false : undefined;
    }
  }
}

/** Reports the terms that no spelling knows; a source given by the user stands in for them, with a warning. */
export function reportUnknown(tests: readonly RoutingTest[], context: LowerContext): boolean {
  const { catalog, defaultSource } = context.options;
  const named = tests.flatMap(({ meaning }) => (meaning.kind === "sources" ? meaning.spellings : []));
  const holders = sourcesOf(named).flatMap((id) => catalog.sources.get(id) ?? []);
  const unknown = tests.filter(
    ({ meaning, key, value }) =>
      meaning.kind === "unknown" &&
      (holders.length === 0 || !holders.every((source) => isTagOf(source, key, value))),
  );
  for (const { key, value, field, spelled: written } of unknown) {
    const place = joinSpans(field.span, written.span);
    const term = `${key}=${value}`;
    if (defaultSource !== undefined && catalog.sources.has(defaultSource)) {
      context.report(lowerDiagnostics["source-assumed"](place, { term, source: defaultSource }));
      continue;
    }
    const spelled = catalog.spellings.filter((spelling) => spelling.key === key).map((each) => each.value);
    context.report(lowerDiagnostics["unknown-source"](place, { term, suggestion: suggest(value, spelled) }));
  }
  return unknown.length > 0 && (defaultSource === undefined || !catalog.sources.has(defaultSource));
}

/** Whether an event of a source that the search does not name could pass: then the source is not bounded. */
function canHoldElsewhere(expression: SearchExpression, catalog: SourceCatalog): boolean {
  return elsewhere(expression, catalog) !== "never";
}

/** What a search says of an event of an unnamed source: surely kept, surely left out, or it depends on its fields. */
type Elsewhere = "always" | "never" | "depends";

function elsewhere(expression: SearchExpression, catalog: SourceCatalog): Elsewhere {
  switch (expression.kind) {
    case "search-and": {
      const operands = expression.operands.map((operand) => elsewhere(operand, catalog));
      if (operands.includes("never")) return "never";
      return operands.every((operand) => operand === "always") ? "always" : "depends";
    }
    case "search-or": {
      const operands = expression.operands.map((operand) => elsewhere(operand, catalog));
      if (operands.includes("always")) return "always";
      return operands.every((operand) => operand === "never") ? "never" : "depends";
    }
    case "search-not": {
      const operand = elsewhere(expression.operand, catalog);
      return operand === "always" ? "never" : operand === "never" ? "always" : "depends";
    }
    case "search-comparison": {
      const named = isNaming(expression.field, expression.value, catalog);
      if (named === undefined) return "depends";
      if (expression.operator === "=") return named;
      if (expression.operator === "!=") return named === "never" ? "always" : "never";
      return "depends";
    }
    case "search-in": {
      const values = expression.values.map((value) => isNaming(expression.field, value, catalog));
      if (values.includes("always")) return "always";
      return values.every((value) => value === "never") ? "never" : "depends";
    }
    case "time-modifier":
      return "always";
    case "search-term":
    case "search-subsearch":
    case "search-returned":
      return "depends";
  }
}

function isNaming(field: FieldName, value: SearchValue, catalog: SourceCatalog): Elsewhere | undefined {
  const test = routingTest(catalog, field, value);
  if (test === undefined) return undefined;
  return test.meaning.kind === "neutral" ? "always" : "never";
}
