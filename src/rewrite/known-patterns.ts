import type { LookupRows } from "../evaluate/lookup-rows.js";
import { conjunction, literal } from "../plan/build/index.js";
import type { Call, Case, Literal, ScalarExpression } from "../plan/expression.js";
import { fieldsOf, mapExpression, mapExpressionsOf } from "../plan/expression-visitor.js";
import { likePattern } from "../plan/like-pattern.js";
import type { Lookup, LogicalPlan } from "../plan/plan.js";
import { columnOf } from "../plan/row-type.js";
import { foldConstants } from "../plan/simplify/fold-constants.js";
import { mapPlan } from "../plan/visitor.js";
import { parsePcre } from "../regex/parse-pcre.js";
import { PcreSyntaxError, UnsupportedPcre } from "../regex/pcre.js";
import type { Rewrite } from "./rewrite.js";

type RowsOf = (table: string) => LookupRows | undefined;

/** More patterns make no condition that anyone would read. */
const mostPatterns = 20;

/**
 * Writes a test against a pattern that the row gives as a choice between the patterns that it can be, where these come
 * out of a lookup table whose rows are known: `lookup jobs stage OUTPUT job | where like(text, "%" . job . "%")`.
 */
export const knownPatterns: Rewrite = {
  name: "known-patterns",
  apply: (plan, rowsOf = () => undefined) =>
    mapPlan(plan, (step) => {
      if (!("input" in step)) return step;
      const { input } = step;
      return mapExpressionsOf(step, (expression) =>
        mapExpression(expression, (part) =>
          part.kind === "call" && (part.function === "matches_like" || part.function === "matches_regex")
            ? (choiceOf(part, input, rowsOf) ?? part)
            : part,
        ),
      );
    }),
};

function choiceOf(call: Call, input: LogicalPlan, rowsOf: RowsOf): Case | undefined {
  const [value, pattern] = call.arguments;
  if (value === undefined || pattern === undefined) return undefined;
  const [field, ...others] = fieldsOf(pattern);
  if (field === undefined || others.length > 0) return undefined;
  const { span } = call;
  const reference = { kind: "field", name: field, span } as const;
  const texts = valuesOf(field, input, rowsOf);
  if (texts === undefined || texts.size > mostPatterns) return undefined;
  const arms = [...texts].flatMap((text): Case["arms"] => {
    const own = literal(text, span);
    const written = foldConstants(
      mapExpression(pattern, (part) => (part.kind === "field" && part.name === field ? own : part)),
    );
    const then = written.kind === "literal" ? matchOf(call, value, written) : undefined;
    if (then === undefined) return [];
    // The value is named first, as a test of one of several values says by that which field they are of.
    const when: ScalarExpression[] = [
      { kind: "is-present", value, span },
      {
        kind: "compare",
        operator: "=",
        left: reference,
        right: own,
        mode: "text",
        caseSensitive: true,
        whenMissing: "false",
        span,
      },
    ];
    return [{ when: conjunction(when, span), then }];
  });
  return arms.length === texts.size ? { kind: "case", arms, span } : undefined;
}

function matchOf(call: Call, value: ScalarExpression, written: Literal): ScalarExpression | undefined {
  const text = written.value;
  if (typeof text !== "string") return undefined;
  const rules = { caseSensitive: true, whenMissing: "missing", span: call.span } as const;
  if (call.function === "matches_like")
    return { kind: "match", value, pattern: { kind: "like", parts: likePattern(text) }, ...rules };
  return isRegex(text)
    ? { kind: "match", value, pattern: { kind: "regex", source: text }, ...rules }
    : undefined;
}

function isRegex(source: string): boolean {
  try {
    parsePcre(source);
    return true;
  } catch (problem) {
    if (problem instanceof PcreSyntaxError || problem instanceof UnsupportedPcre) return false;
    throw problem;
  }
}

/** The texts of which a column has one, if any; `undefined` where they are not known. */
function valuesOf(name: string, plan: LogicalPlan, rowsOf: RowsOf): ReadonlySet<string> | undefined {
  switch (plan.kind) {
    case "filter":
    case "project":
    case "sort":
    case "limit":
    case "distinct":
      return valuesOf(name, plan.input, rowsOf);
    case "window":
      return plan.aggregates.some((aggregate) => aggregate.name === name)
        ? undefined
        : valuesOf(name, plan.input, rowsOf);
    case "extend":
      return plan.columns.some((column) => column.name === name)
        ? undefined
        : valuesOf(name, plan.input, rowsOf);
    case "rename": {
      const renamed = plan.columns.find(({ to }) => to === name);
      return valuesOf(renamed?.from ?? name, plan.input, rowsOf);
    }
    case "lookup":
      return plan.outputs.some(({ field }) => field === name)
        ? valuesFound(name, plan, rowsOf)
        : valuesOf(name, plan.input, rowsOf);
    default:
      return undefined;
  }
}

/** The cells that a lookup gives, its default, and what the row may have had before. */
function valuesFound(name: string, plan: Lookup, rowsOf: RowsOf): ReadonlySet<string> | undefined {
  const table = rowsOf(plan.table);
  if (table === undefined || !givesOne(plan, table)) return undefined;
  const before =
    columnOf(plan.input.row, name) === undefined ? new Set<string>() : valuesOf(name, plan.input, rowsOf);
  if (before === undefined) return undefined;
  const columns = plan.outputs.flatMap(({ column, field }) => (field === name ? [column] : []));
  const cells = table.rows.flatMap((row) => columns.flatMap((column) => row.get(column) ?? []));
  const fallback = table.minMatches > 0 && table.defaultMatch !== "" ? [table.defaultMatch] : [];
  return new Set([...before, ...cells, ...fallback]);
}

/** Whether at most one row of the table is met by a row of the search, or only the first counts. */
function givesOne({ keys, input }: Lookup, table: LookupRows): boolean {
  if (table.maxMatches === 1) return true;
  const isPlain = keys.every(
    ({ column, field }) => !table.matchTypes.has(column) && columnOf(input.row, field)?.multivalue === false,
  );
  const ids = table.rows.map((row) => {
    const id = JSON.stringify(keys.map(({ column }) => row.get(column) ?? ""));
    return table.caseSensitive ? id : id.toLowerCase();
  });
  return isPlain && new Set(ids).size === ids.length;
}
