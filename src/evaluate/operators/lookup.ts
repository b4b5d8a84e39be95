import { evaluateDiagnostics } from "../../diagnostics/codes/evaluate.js";
import type { Lookup } from "../../plan/plan.js";
import type { EvaluationContext } from "../context.js";
import type { LookupRows } from "../lookup-rows.js";
import { networkTest } from "../network.js";
import { singlesOf, textOf, valueOf, type MutableRow, type Value } from "../value.js";
import { wildcardParts, wildcardTest } from "../wildcard.js";
import type { Sink } from "./operator.js";

type TableRow = ReadonlyMap<string, string>;

/**
 * "lookup": adds columns of the table's rows that match; several matches give several values, none adds nothing
 * unless the definition has a default.
 */
export function lookupSink(plan: Lookup, context: EvaluationContext, output: Sink): Sink {
  const table = context.lookups.get(plan.table);
  if (table === undefined) {
    context.report(evaluateDiagnostics["unknown-lookup"](plan.span, { table: plan.table }));
    return output;
  }
  const find = matcherOf(plan, table);
  return {
    push: (row) => {
      // OUTPUTNEW: no lookup for events that have the output fields.
      if (plan.mode === "keep-existing" && plan.outputs.every(({ field }) => row.has(field)))
        return output.push(row);
      const matches = find(row).slice(0, table.maxMatches);
      for (const { column, field } of plan.outputs) {
        if (plan.mode === "keep-existing" && row.has(field)) continue;
        const found: string[] = matches.map((match) => match.get(column) ?? "").filter((text) => text !== "");
        while (matches.length + found.length < table.minMatches && table.defaultMatch !== "")
          found.push(table.defaultMatch);
        const value = valueOf(found);
        if (value !== null) row.set(field, value);
      }
      return output.push(row);
    },
    end: () => output.end(),
  };
}

/** Finds the rows of the table that a row meets. Columns that match as a whole go through an index. */
function matcherOf({ keys }: Lookup, table: LookupRows): (row: MutableRow) => readonly TableRow[] {
  const normal = (text: string): string => (table.caseSensitive ? text : text.toLowerCase());
  const exact = keys.filter(({ column }) => !table.matchTypes.has(column));
  const patterns = keys.filter(({ column }) => table.matchTypes.has(column));
  const index = new Map<string, { readonly row: TableRow; readonly tests: readonly ValueTest[] }[]>();
  for (const row of table.rows) {
    const id = exact.map(({ column }) => normal(row.get(column) ?? "")).join("\u0000");
    const tests = patterns.map(({ column, field }) => ({
      field,
      test: patternTest(row.get(column) ?? "", table.matchTypes.get(column), table.caseSensitive),
    }));
    const rows = index.get(id);
    if (rows === undefined) index.set(id, [{ row, tests }]);
    else rows.push({ row, tests });
  }
  return (row) => {
    let ids: readonly string[] | undefined;
    for (const { field } of exact) {
      const texts = singlesOf(row.get(field) ?? null).map((single) => normal(textOf(single)));
      ids = ids === undefined ? texts : ids.flatMap((id) => texts.map((text) => `${id}\u0000${text}`));
    }
    return (ids ?? [""]).flatMap((id) =>
      (index.get(id) ?? [])
        .filter(({ tests }) => tests.every(({ field, test }) => anyText(row.get(field) ?? null, test)))
        .map((entry) => entry.row),
    );
  };
}

interface ValueTest {
  readonly field: string;
  readonly test: (text: string) => boolean;
}

function anyText(value: Value, test: (text: string) => boolean): boolean {
  return singlesOf(value).some((single) => test(textOf(single)));
}

function patternTest(
  text: string,
  type: "wildcard" | "cidr" | undefined,
  caseSensitive: boolean,
): (text: string) => boolean {
  if (type === "cidr") return networkTest(text) ?? (() => false);
  return wildcardTest(wildcardParts(text), caseSensitive);
}
