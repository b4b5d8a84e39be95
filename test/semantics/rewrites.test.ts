import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { evaluate, type Event } from "../../src/evaluate/evaluate.js";
import type { LogicalPlan } from "../../src/plan/plan.js";
import type { Rewrite } from "../../src/rewrite/rewrite.js";
import {
  askKeyParts,
  boundedPatterns,
  knownPatterns,
  eventRewrites,
  inlineLookupRewrites,
  lookupsAsChoices,
  lookupsAsTests,
  standardRewrites,
} from "../../src/rewrite/index.js";
import { lookupRows, lookupTables, plainRow, planOf, type SemanticGroup } from "./harness.js";

const fields = ["a", "b", "c", "d"] as const;
const field = fc.constantFrom(...fields);
const word = fc.constantFrom("x", "X", "y", "xy", "1", "2", "10", "01");
const value = fc.oneof(word, fc.integer({ min: 0, max: 11 }));

const event: fc.Arbitrary<Event> = fc
  .record(
    { a: value, b: value, c: fc.oneof(value, fc.array(value, { minLength: 2, maxLength: 3 })), d: value },
    { requiredKeys: [] },
  )
  .map((record) => ({ ...record }));
const events = fc
  .array(event, { maxLength: 8 })
  .map((list) => list.map((each, index) => ({ ...each, _time: 1_700_000_000 - index })));

const operator = fc.constantFrom("=", "!=", "<", "<=", ">", ">=");
const quoted = word.map((text) => `"${text}"`);

/** A condition of the language of `search`. */
const searchCondition: fc.Arbitrary<string> = fc.letrec<{ node: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(
    fc.tuple(field, operator, quoted).map((parts) => parts.join("")),
    fc.tuple(field, fc.constantFrom("x*", "*y", "*")).map(([name, pattern]) => `${name}=${pattern}`),
    fc
      .tuple(field, fc.array(quoted, { minLength: 1, maxLength: 3 }))
      .map(([name, list]) => `${name} IN (${list.join(", ")})`),
  ),
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    fc.tuple(tie("node"), fc.constantFrom("AND", "OR"), tie("node")).map(([l, o, r]) => `(${l} ${o} ${r})`),
    tie("node").map((inner) => `NOT (${inner})`),
  ),
})).node;

/** A condition of the language of `eval`, over the fields that never hold several values. */
const single = fc.constantFrom("a", "b", "d");
const evalCondition: fc.Arbitrary<string> = fc.letrec<{ node: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(
    fc
      .tuple(single, operator, fc.oneof(quoted, single, fc.integer({ min: 0, max: 11 }).map(String)))
      .map((parts) => parts.join("")),
    single.map((name) => `isnull(${name})`),
    fc.tuple(single, fc.constantFrom("x%", "_", "%y")).map(([name, pattern]) => `like(${name},"${pattern}")`),
    single.map((name) => `match(${name},"^[xX1]")`),
    fc.constantFrom("true()", "false()", "1=1", "1=2", "2>1"),
  ),
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("leaf"),
    fc.tuple(tie("node"), fc.constantFrom("AND", "OR"), tie("node")).map(([l, o, r]) => `(${l} ${o} ${r})`),
    tie("node").map((inner) => `NOT (${inner})`),
  ),
})).node;

const evalExpression = fc.oneof(
  single,
  quoted,
  fc.tuple(single, single).map(([l, r]) => `${l}+${r}`),
  fc.tuple(single, quoted).map(([l, r]) => `${l}.${r}`),
  fc.tuple(evalCondition, single, quoted).map(([p, t, e]) => `if(${p},${t},${e})`),
  fc.tuple(single, single).map(([l, r]) => `coalesce(${l},${r})`),
  single.map((name) => `upper(${name})`),
  fc.constantFrom("1+2", '"x"."y"', 'upper("x")', "null()"),
);

const step = fc.oneof(
  searchCondition.map((condition) => `search ${condition}`),
  evalCondition.map((condition) => `where ${condition}`),
  fc.tuple(fc.constantFrom("a", "b", "d", "e"), evalExpression).map(([name, body]) => `eval ${name}=${body}`),
  fc.constantFrom("rename a as e", "rename b as a", "rename d as f", "fields - b", "fields a b c d e"),
  fc.constantFrom("sort a", "sort - b", "dedup a", "head 3", "mvexpand c", "fillnull value=z a d"),
  fc.constantFrom(
    "transaction a maxpause=2s",
    "transaction a d connected=f mvlist=c",
    "transaction startswith=(b=x)",
  ),
  fc.constantFrom(
    "untable a b d",
    "xyseries a b d",
    "chart count over a by b",
    "chart max(d) over a by b usenull=f",
  ),
  fc.constantFrom(
    "appendcols [search index=test | stats count as e by a]",
    "appendcols override=t [search index=test b=x]",
  ),
  fc.constantFrom("timechart span=1s fixedrange=f count by b", "timechart span=2s fixedrange=f count as b"),
  fc.constantFrom("foreach c* [eval e=coalesce(e,'<<FIELD>>')]"),
);
const ending = fc.constantFrom(
  "",
  "| table a b c d",
  "| stats count by a",
  "| stats count dc(b) as n values(c) as v by a d",
  "| stats count | where count>1",
  '| stats count as n by a | where n>1 AND a!="x"',
  "| eventstats count as n by a | where n>1",
  "| streamstats count as n | search n>1",
);

/** A whole search; many have no meaning (they name a field that is gone), and those are left out. */
const plan: fc.Arbitrary<{ readonly search: string; readonly plan: LogicalPlan }> = fc
  .tuple(fc.array(step, { minLength: 1, maxLength: 5 }), ending)
  .map(([steps, last]) => ["index=test", ...steps.map((each) => `| ${each}`), last].join(" "))
  .map((search) => ({ search, ...planOf(search) }))
  .filter((made): made is typeof made & { plan: LogicalPlan } => made.plan !== undefined);

function rowsOf(
  of: LogicalPlan,
  input: readonly Event[],
  lookups: ReturnType<typeof lookupRows> = new Map(),
): readonly string[] {
  const named = new Set<string>();
  return [...evaluate(of, input, { now: 1_700_000_000, lookups })].map((row) =>
    JSON.stringify(plainRow(row, named)),
  );
}

/** Columns that a closed row does not list may not appear: rows are compared as a whole, in their order. */
describe("a rewrite keeps the rows of any plan over any events", () => {
  for (const rewrite of [...standardRewrites, askKeyParts, boundedPatterns])
    test(rewrite.name, () => {
      fc.assert(
        fc.property(plan, events, ({ plan: before }, input) => {
          expect(rowsOf(rewrite.apply(before), input)).toEqual(rowsOf(before, input));
        }),
        { numRuns: 150, seed: 20_240_101 },
      );
    });

  test("all of them, one after the other", () => {
    fc.assert(
      fc.property(plan, events, ({ plan: before }, input) => {
        const after = standardRewrites.reduce((rewritten, rewrite) => rewrite.apply(rewritten), before);
        expect(rowsOf(after, input)).toEqual(rowsOf(before, input));
      }),
      { numRuns: 300, seed: 20_240_102 },
    );
  });
});

/** A table of two columns, of which `k` is compared by any of the rules that a definition may set. */
const table: fc.Arbitrary<SemanticGroup> = fc
  .record({
    rows: fc.array(
      fc.record({
        k: fc.oneof(word, fc.constantFrom("x*", "*", "")),
        v: fc.constantFrom("bad", "good", "1", ""),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    caseSensitive: fc.boolean(),
    matchTypes: fc.constantFrom({}, { k: "wildcard" as const }),
    defaults: fc.constantFrom(
      {},
      { minMatches: 1, defaultMatch: "none" },
      { minMatches: 1, defaultMatch: "bad" },
    ),
  })
  .map(({ defaults, ...definition }) => ({
    page: "lookup",
    lookups: { t: { ...definition, ...defaults } },
    cases: [],
  }));

const lookupTest = fc.oneof(
  fc.constantFrom("bad", "good", "1", "none", "BAD", "*").map((text) => `search found=${text}`),
  fc.constantFrom("bad", "1").map((text) => `search NOT found="${text}"`),
  fc.constantFrom("bad", "1").map((text) => `search found!="${text}" a=x`),
  fc.constantFrom('where found="bad"', 'where found!="bad"', "where isnull(found)", "where isnotnull(found)"),
  fc.constantFrom('where found="good" OR b="x"', "search found IN (bad, good) NOT b=x"),
  fc.constantFrom(
    "fillnull value=no found | search found=no",
    "fillnull value=bad found | search found=bad b=x",
    'eval grade=coalesce(upper(found), "NO") | where grade="NO" OR grade="BAD"',
    'eval found=if(found="bad", "x", found), b=found | where found="x" AND b="x"',
  ),
);

const lookupPlan = fc
  .tuple(
    table,
    fc.constantFrom("a", "c"),
    fc.constantFrom("OUTPUT", "OUTPUTNEW"),
    fc.constantFrom("", "| table a b c"),
    lookupTest,
    ending,
  )
  .map(([group, key, mode, before, condition, last]) => {
    const search = `index=test ${before} | lookup t k as ${key} ${mode} v as found | ${condition} ${last}`;
    return { search, group, ...planOf(search, lookupTables(group)) };
  })
  .filter((made): made is typeof made & { plan: LogicalPlan } => made.plan !== undefined);

/** That plans with lookups give the same rows after the rewrites, which write more than so many of them. */
function keepRows(
  rewrites: readonly Rewrite[],
  plans: typeof lookupPlan,
  { written: enough, ...runs }: { readonly numRuns: number; readonly seed: number; readonly written: number },
): void {
  let written = 0;
  fc.assert(
    fc.property(plans, events, ({ plan: before, group }, input) => {
      const tables = lookupRows(group);
      const after = rewrites.reduce(
        (rewritten, rewrite) => rewrite.apply(rewritten, (name) => tables.get(name)),
        before,
      );
      if (after !== before) written++;
      expect(rowsOf(after, input, tables)).toEqual(rowsOf(before, input, tables));
    }),
    runs,
  );
  expect(written, "the rewrite has something to do").toBeGreaterThan(enough);
}

describe("a test of what a lookup adds keeps the rows of any table", () => {
  test.each([
    ["by itself", [lookupsAsTests]],
    ["with the others for targets that judge each event", eventRewrites],
  ])("%s", (_, rewrites) => keepRows(rewrites, lookupPlan, { numRuns: 300, seed: 20_240_103, written: 100 }));
});

const patternTest = fc.constantFrom(
  'where like(b, found . "%")',
  'where NOT like(b, "%" . found . "%")',
  'where like(c, "%" . found)',
  "where NOT like(c, found)",
  'where NOT match(b, "^" . found)',
  'eval e=if(match(b, found), b, "no")',
);

const patternPlan = fc
  .tuple(
    table,
    fc.constantFrom("OUTPUT v as found", "OUTPUTNEW v as found", "OUTPUT v as found k as a"),
    patternTest,
  )
  .map(([group, outputs, test]) => {
    const search = `index=test | stats count values(c) as c by a b | lookup t k as a ${outputs} | ${test}`;
    return { search, group, ...planOf(search, lookupTables(group)) };
  })
  .filter((made): made is typeof made & { plan: LogicalPlan } => made.plan !== undefined);

test("a pattern out of a lookup table, written as the patterns that it can be, keeps the rows of any table", () => {
  let written = 0;
  fc.assert(
    fc.property(patternPlan, events, ({ plan: before, group }, input) => {
      const tables = lookupRows(group);
      const after = knownPatterns.apply(before, (name) => tables.get(name));
      if (after !== before) written++;
      expect(rowsOf(after, input, tables)).toEqual(rowsOf(before, input, tables));
    }),
    { numRuns: 300, seed: 20_240_105 },
  );
  expect(written, "the rewrite has something to do").toBeGreaterThan(50);
});

/** Lookups by one or two fields, whose outputs may be new, in the row, or what was compared. */
const chosenPlan = fc
  .tuple(
    table,
    fc.constantFrom({}, { maxMatches: 1 }, { maxMatches: 2 }),
    fc.constantFrom("| stats count by a b", "| stats count values(c) as c by a b", "| table a b c", ""),
    fc.constantFrom("k as a", "k as c", "k as a v as b"),
    fc.constantFrom("OUTPUT", "OUTPUTNEW"),
    fc.constantFrom("v as found", "v as b", "v as a", "v as found k as met", "k as a v as found"),
    fc.oneof(
      fc.constant(""),
      lookupTest.map((test) => `| ${test}`),
    ),
    ending,
  )
  .map(([group, most, before, keys, mode, outputs, condition, last]) => {
    const lookups = Object.fromEntries(
      Object.entries(group.lookups ?? {}).map(([name, definition]) => [name, { ...definition, ...most }]),
    );
    const limited = { ...group, lookups };
    const search = `index=test ${before} | lookup t ${keys} ${mode} ${outputs} ${condition} ${last}`;
    return { search, group: limited, ...planOf(search, lookupTables(limited)) };
  })
  .filter((made): made is typeof made & { plan: LogicalPlan } => made.plan !== undefined);

describe("a lookup as a choice between the values of its table keeps the rows of any table", () => {
  test.each([
    ["by itself", [lookupsAsChoices]],
    ["with the others for languages of rows", inlineLookupRewrites],
  ])("%s", (_, rewrites) =>
    keepRows(rewrites, chosenPlan, { numRuns: 1200, seed: 20_240_104, written: 250 }),
  );
});
