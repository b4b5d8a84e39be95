import { describe, expect, test } from "vitest";
import { hasErrors, type Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { evaluate, startEvaluation, type Event, type Row } from "../../src/evaluate/evaluate.js";
import { implementations } from "../../src/evaluate/functions/index.js";
import type { Pattern, ScalarExpression } from "../../src/plan/expression.js";
import type { LogicalPlan } from "../../src/plan/plan.js";
import { functions } from "../../src/plan/functions/index.js";
import { planOf } from "../semantics/harness.js";

const now = 1_700_000_000;

function plan(search: string): LogicalPlan {
  const made = planOf(search);
  if (made.plan === undefined) throw new Error(made.diagnostics.map(({ message }) => message).join("\n"));
  return made.plan;
}

function* endless(): Generator<Event> {
  for (let n = 0; ; n++) yield { n, group: n % 3, _time: now - n };
}

function first(rows: Iterable<Row>, count: number): readonly Row[] {
  const taken: Row[] = [];
  for (const row of rows) {
    taken.push(row);
    if (taken.length === count) break;
  }
  return taken;
}

describe("a stream", () => {
  test("of endless events gives the rows of a filter as they come", () => {
    const rows = first(evaluate(plan("index=test group=1 | eval m=n*2 | table m"), endless(), { now }), 3);
    expect(rows.map((row) => row.get("m"))).toEqual([2, 8, 14]);
  });

  test("is held only where the order matters, and then behind the filters", () => {
    let emitted = 0;
    const evaluation = startEvaluation(plan("index=test n<3 | head 2 | table n"), { now }, () => emitted++);
    for (let n = 0; n < 10; n++) evaluation.push({ n, _time: n });
    expect(emitted).toBe(0);
    evaluation.finish();
    expect(emitted).toBe(2);
  });

  test("of many events with few groups takes little memory", () => {
    const search = plan("index=test | stats count sum(n) as s min(n) as low by group");
    const evaluation = startEvaluation(search, { now }, () => undefined);
    const padding = "x".repeat(1000);
    const push = (count: number): void => {
      for (let n = 0; n < count; n++)
        evaluation.push({ n, group: n % 10, padding: `${padding}${String(n)}` });
    };
    push(20_000);
    const before = process.memoryUsage().heapUsed;
    push(200_000);
    // 200 MB have gone through; what the collector has not yet taken back stays far below that.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(100 * 1024 * 1024);
    evaluation.finish();
  });

  test("goes to all scans of a plan in one pass", () => {
    const search = plan("index=test group=1 | table n | append [search index=test group=2 | stats count]");
    const events = Array.from({ length: 6 }, (_, n) => ({ n, group: n % 3, _time: now - n }));
    const rows = [...evaluate(search, events, { now })].map((row) => Object.fromEntries(row));
    expect(rows).toEqual([{ n: 1 }, { n: 4 }, { count: 2 }]);
  });

  test("of its own can be given to each scan", () => {
    const search = plan("index=test | stats count | append [search index=test | stats count]");
    let turn = 0;
    const sources = (): readonly Event[] => (turn++ === 0 ? [{ a: 1 }] : [{ a: 1 }, { a: 2 }]);
    const rows = [...evaluate(search, [], { now, sources })].map((row) => row.get("count"));
    expect(rows).toEqual([1, 2]);
  });
});

describe("the order of events", () => {
  test.each([
    [[3, 1, 2], "head 1", [3]],
    [[1, 2, 3], "stats first(n) as n", [3]],
    [[2, 3, 1], "stats last(n) as n", [1]],
    [[1, 3, 2], "dedup k | table n", [3]],
    [[1, 2, 3], "streamstats count as c | where c=1 | table n", [3]],
  ])("%j does not matter for `%s`: the newest comes first", (times, rest, expected) => {
    const events = times.map((n) => ({ n, k: "k", _time: n }));
    const rows = [...evaluate(plan(`index=test | ${rest}`), events, { now })];
    expect(rows.map((row) => row.get("n"))).toEqual(expected);
  });
});

describe("problems", () => {
  function problemsOf(search: string, event: Event, regexBudget?: number): readonly Diagnostic[] {
    const problems: Diagnostic[] = [];
    const options = {
      now,
      report: (problem: Diagnostic) => problems.push(problem),
      ...(regexBudget === undefined ? {} : { regexBudget }),
    };
    void [...evaluate(plan(search), [event, event], options)];
    return problems;
  }

  test("a spent budget of a regex is told once, and the value does not match", () => {
    const problems = problemsOf('index=test | regex f="(?!x)(a|a)+$"', { f: `${"a".repeat(40)}!` }, 10_000);
    expect(problems.map(({ code }) => code)).toEqual(["evaluate/regex-budget"]);
    expect(hasErrors(problems)).toBe(true);
  });

  test("a pattern from the data that cannot be read is told, not thrown", () => {
    const made = planOf('index=test | eval r=replace(f,p,"")');
    // A pattern that is not written in the search may be refused before; then nothing runs.
    const problems =
      made.plan === undefined
        ? made.diagnostics
        : problemsOf('index=test | eval r=replace(f,p,"")', { f: "a", p: "(" });
    expect(hasErrors(problems)).toBe(true);
  });

  function codesOf(made: LogicalPlan, event: Event = {}): readonly string[] {
    const problems: Diagnostic[] = [];
    void [...evaluate(made, [event], { now, report: (problem) => problems.push(problem) })];
    return problems.map(({ code }) => code);
  }

  /** A filter over the test events by hand: the searches that say such things are refused before they run. */
  function filtered(pattern: Pattern): LogicalPlan {
    const input = plan("index=test");
    const { span } = input;
    const value: ScalarExpression = { kind: "field", name: "f", span };
    const predicate: ScalarExpression = {
      kind: "match",
      value,
      pattern,
      caseSensitive: true,
      whenMissing: "false",
      span,
    };
    return { kind: "filter", input, predicate, row: input.row, span };
  }

  test("a pattern that cannot run, a network that is none", () => {
    const event = { f: "x" };
    expect(codesOf(filtered({ kind: "regex", source: "(?R)" }), event)).toEqual([
      "evaluate/regex-not-supported",
    ]);
    expect(codesOf(filtered({ kind: "network", cidr: "10.0.0.0/99" }), event)).toEqual([
      "evaluate/network-not-readable",
    ]);
  });

  test("a time that is none, a number whose digits are not known", () => {
    const { span, row } = plan("index=test");
    const scan: LogicalPlan = {
      kind: "scan",
      source: { kind: "log", id: "test" },
      time: { earliest: "yesterday", span },
      row,
      span,
    };
    expect(codesOf(scan)).toEqual(["evaluate/time-not-readable"]);
    const literal: ScalarExpression = { kind: "literal", value: 1.5, span };
    const expression: ScalarExpression = {
      kind: "call",
      function: "sigfig",
      arguments: [literal],
      type: "number",
      span,
    };
    const extended: LogicalPlan = {
      kind: "extend",
      input: plan("index=test"),
      columns: [{ name: "r", expression, span }],
      row,
      span,
    };
    expect(codesOf(extended)).toEqual(["evaluate/not-computable"]);
  });

  test.each([
    ["transaction u", [{ u: "x" }], "a row has no `_time`"],
    [
      "sort _time | transaction u",
      [
        { _time: 1, u: "x" },
        { _time: 2, u: "x" },
      ],
      "its rows have to come newest first, as `sort - _time` puts them",
    ],
    ["transaction u", [{ _time: 1, v: "x" }], "a row has none of the fields that it groups by"],
    [
      "transaction u v connected=f",
      [
        { _time: 3, u: "x" },
        { _time: 2, u: "y" },
        { _time: 1, v: "z" },
      ],
      "a row fits several groups",
    ],
    [
      "transaction u startswith=(a=1) endswith=(b=1)",
      [{ _time: 1, u: "x", a: 1, b: 1 }],
      "a row satisfies both `startswith` and `endswith`",
    ],
    [
      "foreach f* [eval all=coalesce(all, '<<FIELD>>', \"none\")]",
      [{ f1: "x" }, { other: "y" }],
      "what it sets `all` to depends on whether other events have the field `f1`",
    ],
  ])("`%s` over %j: what no page says is told", (command, events, reason) => {
    const problems: Diagnostic[] = [];
    void [
      ...evaluate(plan(`index=test | ${command}`), events, { now, report: (each) => problems.push(each) }),
    ];
    expect(problems.map(({ message }) => message.split("computed: ")[1])).toEqual([reason]);
    expect(hasErrors(problems)).toBe(true);
  });

  test("a lookup without rows is told", () => {
    const inner = plan("| makeresults");
    const scan: LogicalPlan = {
      kind: "scan",
      source: { kind: "lookup", table: "gone" },
      row: inner.row,
      span: inner.span,
    };
    const problems: Diagnostic[] = [];
    expect([...evaluate(scan, [], { now, report: (problem) => problems.push(problem) })]).toEqual([]);
    expect(problems.map(({ code }) => code)).toEqual(["evaluate/unknown-lookup"]);
  });
});

test("the same seed gives the same random numbers", () => {
  const numbers = (randomSeed: number): readonly unknown[] =>
    [...evaluate(plan("index=test | eval r=random() | table r"), [{}, {}, {}], { now, randomSeed })].map(
      (row) => row.get("r"),
    );
  expect(numbers(7)).toEqual(numbers(7));
  expect(numbers(7)).not.toEqual(numbers(8));
  for (const number of numbers(7)) {
    expect(number).toBeGreaterThanOrEqual(0);
    expect(number).toBeLessThan(2 ** 31);
  }
});

test("every function of the plan has a meaning", () => {
  const special = ["mvmap", "mvfilter"];
  expect([...Object.keys(implementations), ...special].sort()).toEqual(Object.keys(functions).sort());
});

test("places of addresses come from outside", () => {
  const options = {
    now,
    locateAddress: (address: string) => (address === "1.2.3.4" ? { country: "Nowhere" } : undefined),
  };
  const search = plan("index=test | iplocation ip | table Country");
  const rows = [...evaluate(search, [{ ip: "1.2.3.4" }, { ip: "1.2.3.5" }], options)];
  expect(rows.map((row) => row.get("Country"))).toEqual(["Nowhere", undefined]);
});

test("a field is its own and never one that every object has", () => {
  const rows = [...evaluate(plan("index=test hasOwnProperty=*"), [{ a: 1 }], { now })];
  expect(rows).toEqual([]);
});
