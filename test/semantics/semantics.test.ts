import { describe, expect, test } from "vitest";
import type { LogicalPlan } from "../../src/plan/plan.js";
import { askKeyParts, boundedPatterns, lookupsAsTests, standardRewrites } from "../../src/rewrite/index.js";
import {
  cellText,
  lookupRows,
  lookupTables,
  plainRow,
  planOf,
  rowsOf,
  searchOf,
  semanticFiles,
  type SemanticCase,
  type SemanticGroup,
} from "./harness.js";

function byText(rows: readonly unknown[]): readonly unknown[] {
  return rows.map((row) => JSON.stringify(row)).sort();
}

/** Holds the rows of a plan against what the table says. */
function check(plan: LogicalPlan, semantic: SemanticCase, group: SemanticGroup): void {
  const rows = rowsOf(plan, group);
  if (semantic.keeps !== undefined) {
    const kept = rows.map((row) => Number(row.get("n"))).sort((left, right) => left - right);
    expect(kept).toEqual(semantic.keeps);
  } else if (semantic.rows !== undefined) {
    const named = new Set(semantic.rows.flatMap((row) => Object.keys(row)));
    const actual = rows.map((row) => plainRow(row, named));
    const expected = semantic.rows.map((row) => plainRow(Object.entries(row), named));
    if (semantic.ordered === true) expect(actual).toEqual(expected);
    else expect(byText(actual)).toEqual(byText(expected));
    if (semantic.columns !== undefined) expect([...(rows[0]?.keys() ?? [])]).toEqual(semantic.columns);
  } else {
    expect(rows).toHaveLength(1);
    expect(cellText(rows[0]?.get("result"))).toEqual(cellText(semantic.value));
  }
}

for (const { name, groups } of semanticFiles())
  for (const group of groups)
    describe(`${name}: ${group.page}`, () => {
      for (const semantic of group.cases) {
        const search = searchOf(semantic);
        test(`${semantic.rule}: ${search}`, () => {
          const { plan, diagnostics } = planOf(search, lookupTables(group));
          const messages = diagnostics.map(({ message }) => message);
          if (semantic.refused === true) {
            expect(plan, "a refused search has no plan").toBeUndefined();
            expect(messages).not.toEqual([]);
            return;
          }
          expect(plan, messages.join("\n")).toBeDefined();
          if (plan === undefined) return;
          if (semantic.notComputable === true) {
            expect(() => rowsOf(plan, group)).toThrow("cannot be computed");
            return;
          }
          check(plan, semantic, group);
          const table = (name: string) => lookupRows(group).get(name);
          check(lookupsAsTests.apply(plan, table), semantic, group);
          for (const rewrite of [...standardRewrites, askKeyParts, boundedPatterns])
            check(rewrite.apply(plan), semantic, group);
          check(
            standardRewrites.reduce((rewritten, rewrite) => rewrite.apply(rewritten), plan),
            semantic,
            group,
          );
        });
      }
    });
