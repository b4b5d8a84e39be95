import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cortex } from "../../../src/backends/cortex/index.js";
import { xqlRows, type XqlSource } from "../../../src/backends/cortex/xql/xql-rows.js";
import { Environment } from "../../../src/backends/shared/environment.js";
import { name } from "../../../src/backends/shared/expression.js";
import { ColumnWriter } from "../../../src/backends/shared/rows/column-writer.js";
import { joined } from "../../../src/backends/shared/rows/join-rows.js";
import { queryOf, type RowsState } from "../../../src/backends/shared/rows/rows-state.js";
import { loadTargets } from "../../../src/content/load-targets.js";
import { evaluate, type Event } from "../../../src/evaluate/evaluate.js";
import { singlesOf, textOf } from "../../../src/evaluate/value.js";
import { namesOutside } from "../../../src/plan/names-outside.js";
import type { Join, LogicalPlan } from "../../../src/plan/plan.js";
import type { BackendContext } from "../../../src/target/backend.js";
import { walkPlan } from "../../../src/plan/visitor.js";
import { planOf } from "../../semantics/harness.js";
import { detectionOf } from "../../support/compile-search.js";
import { runStages, type StageRow } from "./run-stages.js";

const { profiles } = await loadTargets();

const text = fc.constantFrom("x", "X", "y", "10", "9", "-1", "2.5", "z9");
const event: fc.Arbitrary<Event> = fc
  .record({ a: text, b: text, c: text, d: text }, { requiredKeys: [] })
  .map((record) => ({ ...record }));
const events = fc
  .array(event, { maxLength: 10 })
  .map((list) => list.map((each, index) => ({ ...each, _time: 1_700_000_000 - index })));

const search = fc
  .tuple(
    fc.constantFrom("a", "a b"),
    fc.constantFrom("type=inner", "type=outer", "overwrite=false", "type=outer overwrite=false"),
    fc.constantFrom("by a", "by a c", "by c a", "by a b c d", "by a b", "latest(c) as a by d"),
    fc.constantFrom("by a b", "latest(a) as a by b"),
    fc.constantFrom("", "| where n>1", "| rename d as e"),
    fc.constantFrom("", "| table a c n", "| where isnotnull(c)"),
  )
  .map(([keys, options, right, left, more, last]) => {
    const own = keys === "a b" && !/ b\b/.test(right) ? "a" : keys;
    return (
      `index=test | stats count as n ${left} | join ${options} ${own} ` +
      `[search index=test | stats count as n ${right} ${right.endsWith("d") ? "" : more}] ${last}`
    );
  });

/** The rows of a side as the columns of a query that has them, each under the name of its field. */
function stateOf(plan: LogicalPlan, source: string): RowsState<XqlSource> {
  const columns = [...plan.row.columns.keys()].map(
    (field) =>
      [field, { expression: name(field), type: field === "n" ? "number" : "text", several: false }] as const,
  );
  return {
    source: { clause: source },
    stages: [],
    columns: Environment.of(columns),
    taken: new Set(columns.map(([field]) => field)),
    bindings: new Map(),
  };
}

function joinOf(plan: LogicalPlan): Join {
  const found: Join[] = [];
  walkPlan(plan, (step) => {
    if (step.kind === "join") found.push(step);
  });
  const [join] = found;
  if (join === undefined) throw new Error("no join");
  return join;
}

function rowsOf(plan: LogicalPlan, input: readonly Event[]): readonly StageRow[] {
  return [...evaluate(plan, input, { now: 1_700_000_000 })].map(
    (row) =>
      new Map(
        [...row].map(([field, value]) => {
          const [single = ""] = singlesOf(value).map(textOf);
          return [field, field === "n" ? Number(single) : single];
        }),
      ),
  );
}

function contextOf(plan: LogicalPlan): BackendContext {
  const profile = profiles.get(cortex.id);
  if (profile === undefined) throw new Error("no profile");
  return {
    profile,
    content: {
      detections: [],
      macros: new Map(),
      lookups: new Map(),
      dataSources: new Map(),
      stories: new Map(),
      baselines: [],
      diagnostics: [],
    },
    detection: detectionOf(plan.span.source),
    settings: { homes: new Map(), accept: new Set(), comments: false },
    report: ({ message }) => {
      throw new Error(message);
    },
    drop: () => undefined,
    differ: () => undefined,
  };
}

describe("a join that is written as groups of the rows of both sides", () => {
  it("gives the rows of the join, whatever the rows are", () => {
    let met = 0;
    fc.assert(
      fc.property(search, events, (written, input) => {
        const { plan } = planOf(written);
        if (plan === undefined) throw new Error(`no plan for ${written}`);
        const join = joinOf(plan);
        const writer = new ColumnWriter(xqlRows, contextOf(plan));
        const needed = namesOutside(plan, join.right);
        const state = joined(join, stateOf(join.input, "left"), stateOf(join.right, "right"), needed, writer);
        if (state === undefined) throw new Error("the join was refused");
        const tables = new Map([
          ["left", rowsOf(join.input, input)],
          ["right", rowsOf(join.right, input)],
        ]);
        const rows = runStages(queryOf(state), tables);
        const shown = [...join.row.columns.keys()].filter((field) => needed === "all" || needed.has(field));
        const cells = (row: (field: string) => ReturnType<StageRow["get"]>) =>
          JSON.stringify(shown.map((field) => row(field) ?? null));
        const found = rows.map((row) =>
          cells((field) => {
            const value = state.columns.get(field)?.expression;
            if (value === undefined) return undefined;
            if (value.kind !== "name") throw new Error("a computed column");
            return row.get(value.name);
          }),
        );
        const expected = rowsOf(join, input).map((row) => cells((field) => row.get(field)));
        met += expected.length;
        expect(found.sort()).toEqual(expected.sort());
      }),
      { numRuns: 400, seed: 20_240_105 },
    );
    expect(met, "rows are joined").toBeGreaterThan(200);
  });
});
