import type { LookupTable } from "../../content/model.js";
import { evaluate, type Row, type Value } from "../../evaluate/evaluate.js";
import { lookupRowsOf, type LookupRows } from "../../evaluate/lookup-rows.js";
import { singlesOf, textOf } from "../../evaluate/value.js";
import { wildcardParts } from "../../evaluate/wildcard.js";
import { conjunction, disjunction, fieldReference, literal } from "../../plan/build/index.js";
import type { ScalarExpression } from "../../plan/expression.js";
import { expressionsOf, walkExpression } from "../../plan/expression-visitor.js";
import type { Join, LogicalPlan } from "../../plan/plan.js";
import { inputsOf, scansOf } from "../../plan/visitor.js";
import type { Span } from "../../source/source-text.js";
import { isNetwork } from "../expression/network.js";

/** A longer list is better kept as a table, where a target has tables. */
const usefulValues = 100;

/** Where no table can stand for them, such as values with wildcards. */
const possibleValues = 1000;

/** Tables that take time to read are not worth it. */
const readableText = 200_000;

/**
 * The condition that a subsearch stands for, `((a="1" AND b="x*") OR …)`, where the rows of its tables are known before
 * the run: whatever its values are compared by (case, wildcards, networks), and with the columns that a row lacks left
 * out. `undefined` when the rows are not known or are too many.
 */
export function writeOut(
  right: LogicalPlan,
  keys: Join["keys"],
  span: Span,
  options: { readonly lookups: ReadonlyMap<string, LookupTable>; readonly needed: boolean },
): ScalarExpression | undefined {
  const tables = tablesOf(right, options.lookups);
  if (tables === undefined || !isFixed(right)) return undefined;
  let failed = false;
  const rows = [...evaluate(right, [], { now: 0, lookups: tables, report: () => void (failed = true) })];
  const values = rows.reduce((sum, row) => sum + valuesIn(row, keys), 0);
  if (failed || values > (options.needed ? possibleValues : usefulValues)) return undefined;
  const alternatives = rows.flatMap((row) => rowCondition(row, keys, span) ?? []);
  return alternatives.length === 0 ? literal(false, span) : disjunction(alternatives, span);
}

function tablesOf(
  plan: LogicalPlan,
  lookups: ReadonlyMap<string, LookupTable>,
): ReadonlyMap<string, LookupRows> | undefined {
  const tables = new Map<string, LookupRows>();
  for (const { source } of scansOf(plan)) {
    const table = source.kind === "lookup" ? lookups.get(source.table) : undefined;
    if (table?.csv === undefined || table.csv.text.length > readableText) return undefined;
    const rows = lookupRowsOf(table);
    if (rows !== undefined) tables.set(table.name, rows);
  }
  return tables;
}

/** Whether the rows are the same whenever the search runs. */
function isFixed(plan: LogicalPlan): boolean {
  let fixed = plan.kind !== "lookup";
  for (const expression of expressionsOf(plan))
    walkExpression(expression, (part) => {
      if (part.kind === "call" && changing.has(part.function)) fixed = false;
    });
  return fixed && inputsOf(plan).every(isFixed);
}

const changing: ReadonlySet<string> = new Set(["now", "time", "random", "relative_time", "strptime"]);

function valuesIn(row: Row, keys: Join["keys"]): number {
  return keys.reduce((sum, { right }) => sum + singlesOf(row.get(right) ?? null).length, 0);
}

/** A row without any of the columns says nothing. */
function rowCondition(row: Row, keys: Join["keys"], span: Span): ScalarExpression | undefined {
  const tests = keys.flatMap(({ left, right }) => fieldCondition(left, row.get(right) ?? null, span) ?? []);
  return tests.length === 0 ? undefined : conjunction(tests, span);
}

function fieldCondition(field: string, value: Value, span: Span): ScalarExpression | undefined {
  const tests = singlesOf(value).map((single) => valueTest(field, textOf(single), span));
  return tests.length === 0 ? undefined : disjunction(tests, span);
}

function valueTest(field: string, text: string, span: Span): ScalarExpression {
  const value = fieldReference(field, span);
  if (/^\*+$/u.test(text)) return { kind: "is-present", value, span };
  if (text.includes("*"))
    return {
      kind: "match",
      value,
      pattern: { kind: "wildcard", parts: wildcardParts(text) },
      caseSensitive: false,
      whenMissing: "false",
      span,
    };
  if (isNetwork(text))
    return {
      kind: "match",
      value,
      pattern: { kind: "network", cidr: text },
      caseSensitive: false,
      whenMissing: "false",
      span,
    };
  return {
    kind: "compare",
    operator: "=",
    left: value,
    right: literal(text, span),
    mode: "auto",
    caseSensitive: false,
    whenMissing: "false",
    span,
  };
}
