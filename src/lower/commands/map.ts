import { parseSearch } from "../../../grammar/parser.js";
import type {
  FieldName,
  Pipeline,
  SearchComparison,
  SearchExpression,
  TextArgument,
} from "../../../grammar/ast.js";
import type { Command } from "../../../grammar/commands/index.js";
import type { MapCommand } from "../../../grammar/commands/map.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import { join, limit, project } from "../../plan/build/index.js";
import type { Join, LogicalPlan } from "../../plan/plan.js";
import { columnOf } from "../../plan/row-type.js";
import type { SourceText } from "../../source/source-text.js";
import { allOrNone } from "../all-or-none.js";
import type { LowerContext } from "../context.js";
import { lowerField } from "../expression/field.js";
import { textOf } from "../expression/search-expression.js";
import { scopeOf } from "../scope-of.js";
import { isUniqueBy } from "../unique-by.js";

/** Commands that work on each event alone, so that it does not matter which row's search found it. */
const perEvent: ReadonlySet<Command["kind"]> = new Set<Command["kind"]>([
  "search",
  "where",
  "regex",
  "eval",
  "rex",
  "fields",
  "rename",
  "lookup",
]);

/**
 * `map`: a search for each of the first rows. Where the row only gives values that fields must equal,
 * `id=$id$` AND-ed with the rest, it is a join of the events to the rows, of which the events are left. Refused is a
 * row's text at any other place, and a search that puts its events together.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Map
 */
export function lowerMap(
  command: MapCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const pipeline = command.pipeline ?? (command.search && readText(command.search, context));
  if (pipeline === undefined && command.search !== undefined) return undefined;
  const [search, ...rest] = pipeline?.commands ?? [];
  const split = search?.kind === "search" ? tokensOf(search.expression) : undefined;
  if (
    search?.kind !== "search" ||
    split === undefined ||
    split.tokens.length === 0 ||
    !rest.every(({ kind }) => perEvent.has(kind)) ||
    rest.some(holdsToken)
  ) {
    context.report(lowerDiagnostics["search-per-row"](command.keyword, {}));
    return undefined;
  }
  const { expression: _, ...bare } = search;
  const first = split.condition === undefined ? bare : { ...search, expression: split.condition };
  const events = context.lowerPipeline({ kind: "pipeline", commands: [first], span: search.span });
  if (events === undefined) return undefined;
  const joined = joinRows(command, events, split.tokens, input, context);
  return joined === undefined || rest.length === 0
    ? joined
    : context.lowerPipeline({ kind: "pipeline", commands: rest, span: command.span }, joined);
}

/** The search of a text; its macros are expanded when the search runs, though they stand in quotes. */
function readText(search: TextArgument, context: LowerContext): Pipeline | undefined {
  const source: SourceText = {
    name: search.span.source.name,
    text: search.value,
    segments: [{ start: 0, end: search.value.length, origin: search.span, verbatim: false }],
  };
  const expanded = context.options.expandMacros?.(source) ?? { source, diagnostics: [] };
  const { pipeline, diagnostics } = parseSearch(expanded.source);
  const all = [...expanded.diagnostics, ...diagnostics];
  for (const diagnostic of all) context.report(diagnostic);
  return hasErrors(all) ? undefined : pipeline;
}

interface Token {
  readonly field: FieldName;
  /** The column of the row whose value stands in its place. */
  readonly column: FieldName;
}

/** The tests for a value of the row, and the rest; `undefined` where a token stands anywhere else. */
function tokensOf(
  expression: SearchExpression | undefined,
): { readonly tokens: readonly Token[]; readonly condition?: SearchExpression } | undefined {
  if (expression === undefined) return { tokens: [] };
  const parts = partsOf(expression);
  const tokens = parts.flatMap((part) => tokenOf(part) ?? []);
  const others = parts.filter((part) => tokenOf(part) === undefined);
  if (others.some(holdsToken)) return undefined;
  const [only, ...more] = others;
  if (only === undefined) return { tokens };
  return {
    tokens,
    condition: more.length === 0 ? only : { kind: "search-and", operands: others, span: expression.span },
  };
}

function partsOf(expression: SearchExpression): readonly SearchExpression[] {
  return expression.kind === "search-and" ? expression.operands.flatMap(partsOf) : [expression];
}

function tokenOf(part: SearchExpression): Token | undefined {
  if (!isEquality(part)) return undefined;
  const name = /^\$([^$]+)\$$/u.exec(textOf(part.value.pattern) ?? "")?.[1];
  return name === undefined ? undefined : { field: part.field, column: { name, span: part.value.span } };
}

function isEquality(part: SearchExpression): part is SearchComparison {
  return part.kind === "search-comparison" && part.operator === "=" && part.value.directive === undefined;
}

/** Whether a part of the syntax holds `$name$` in any text. */
function holdsToken(node: unknown): boolean {
  if (typeof node === "string") return /\$[^$\s]+\$/u.test(node);
  if (typeof node !== "object" || node === null) return false;
  return Object.entries(node).some(([key, part]) => key !== "span" && key !== "keyword" && holdsToken(part));
}

function joinRows(
  command: MapCommand,
  events: LogicalPlan,
  tokens: readonly Token[],
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { span } = command;
  const keys = allOrNone(tokens, ({ field, column }): Join["keys"][number] | undefined => {
    const left = lowerField(field.name, field.span, scopeOf(events.row, context));
    const right = lowerField(column.name, column.span, scopeOf(input.row, context));
    if (left === undefined || right === undefined) return undefined;
    if (columnOf(input.row, right.name)?.multivalue !== true) return { left: left.name, right: right.name };
    context.report(lowerDiagnostics["multivalue-input"](span, { field: right.name, command: command.kind }));
    return undefined;
  });
  if (keys === undefined) return undefined;
  const columns = [...new Set(keys.map(({ right }) => right))];
  const first = limit(input, command.maxSearches, "first", span);
  const type = isUniqueBy(input, columns) ? "semi" : "inner";
  return join(
    events,
    project(first, columns, span),
    { type, keys, overwrite: false, caseSensitive: false },
    span,
  );
}
