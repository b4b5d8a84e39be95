import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { evaluate } from "../../../src/evaluate/evaluate.js";
import { compileSearch } from "../../support/compile-search.js";
import { planOf } from "../../semantics/harness.js";

const logons = "EventCode IN (4720, 4726) TargetUserName=*";

async function compiled(rest: string, events = logons): Promise<string> {
  const outcome = await compileSearch(sentinel, `${events} | ${rest}`, { source: "windows.security" });
  return outcome.status === "compiled" ? outcome.query.text : outcome.reasons.join("\n");
}

interface Made {
  readonly time: number;
  readonly user: string;
  readonly code: number;
}

type Row = Record<string, unknown>;

/** The number that `scan` gives each row, those that a later filter leaves out apart: the text of the query is run. */
function numbered(query: string, rows: readonly Made[]): readonly Row[] {
  const [, declares = "", columns = ""] =
    /scan declare \((.*)\) with \(\n\s+step row: true =>\n([\s\S]*?);\n/.exec(query) ?? [];
  const marks = /\| extend (other_key[\s\S]*?)\n\| scan/.exec(query)?.[1] ?? "";
  const assigned = (text: string) =>
    text.split(/,\s*\n?\s*(?=\w+ = )/).map((part) => /^\s*(\w+) = ([\s\S]*)$/.exec(part)?.slice(1) ?? []);
  const state: Row = Object.fromEntries(
    declares.split(", ").map((each) => {
      const [, name = "", initial = "null"] = /^(\w+): \w+(?: = (\w+))?$/.exec(each) ?? [];
      return [name, JSON.parse(initial)];
    }),
  );
  const value = (expression: string, row: Row, last: Row): unknown => {
    const script = expression
      .replace(/prev\((\w+)\)/g, "last.$1")
      .replace(/\brow\./g, "last.")
      .replace(/\b(\d+)s\b/g, "$1")
      .replace(/ and /g, " && ")
      .replace(/ or /g, " || ")
      .replace(/(?<![.\w])(?!last\b|true\b|false\b|not\b|iff\b|isnull\b)([A-Za-z]\w*)/g, "row.$1");
    const names = ["row", "last", "not", "iff", "isnull"];
    const run = new Function(...names, `return ${script};`) as (...given: readonly unknown[]) => unknown;
    const iff = (when: unknown, then: unknown, otherwise: unknown) => (when === true ? then : otherwise);
    return run(
      row,
      last,
      (test: unknown) => test !== true,
      iff,
      (given: unknown) => (given ?? null) === null,
    );
  };
  const ordered = [...rows].sort((left, right) =>
    left.user === right.user ? right.time - left.time : left.user < right.user ? -1 : 1,
  );
  let last: Row = state;
  return ordered.map((made) => {
    const row: Row = { TimeGenerated: made.time, TargetUserName: made.user, EventID: made.code };
    for (const [name = "", expression = ""] of assigned(marks)) row[name] = value(expression, row, last);
    const now = Object.fromEntries(
      assigned(columns).map(([name = "", expression = ""]) => [name, value(expression, row, last)]),
    );
    last = { ...state, ...row, ...now };
    return last;
  });
}

/** The groups that the query makes of the rows, as key, earliest time, length and number of rows. */
function groupsOfQuery(query: string, rows: readonly Made[], maxRows: number): readonly string[] {
  const groups = new Map<string, Row[]>();
  for (const row of numbered(query, rows)) {
    if (query.includes("| where in_group") && row["in_group"] !== true) continue;
    const id = JSON.stringify([row["TargetUserName"], row["group_number"]]);
    groups.set(id, [...(groups.get(id) ?? []), row]);
  }
  const needsStart = query.includes(`| where starts > 0 or eventcount == ${String(maxRows)}`);
  return [...groups.values()]
    .filter(
      (group) => !needsStart || group.length === maxRows || group.some((row) => row["is_start"] === true),
    )
    .map((group) => {
      const times = group.map((row) => Number(row["TimeGenerated"]));
      const earliest = Math.min(...times);
      return JSON.stringify([
        group[0]?.["TargetUserName"],
        earliest,
        Math.max(...times) - earliest,
        group.length,
      ]);
    })
    .sort();
}

function groupsOfSearch(step: string, rows: readonly Made[]): readonly string[] {
  const { plan } = planOf(`index=test | ${step}`);
  if (plan === undefined) throw new Error("there is no plan");
  const events = [...rows]
    .sort((left, right) => right.time - left.time)
    .map(({ time, user, code }) => ({ _time: time, TargetUserName: user, EventCode: code }));
  return [...evaluate(plan, events, { now: 1000 })]
    .map((row) =>
      JSON.stringify(["TargetUserName", "_time", "duration", "eventcount"].map((name) => row.get(name))),
    )
    .sort();
}

const rows = fc.uniqueArray(
  fc.record({
    time: fc.integer({ min: 0, max: 60 }),
    user: fc.constantFrom("a", "b", "c"),
    code: fc.constantFrom(4720, 4726, 4738),
  }),
  { selector: ({ time }) => time, maxLength: 20 },
);

describe("the rows that `scan` numbers alike are a transaction of the search", () => {
  it.each([
    ["transaction TargetUserName", 1000],
    ["transaction TargetUserName maxspan=10s", 1000],
    ["transaction TargetUserName maxpause=5s", 1000],
    ["transaction TargetUserName maxspan=20s maxpause=7s maxevents=3", 3],
    ["transaction TargetUserName startswith=(EventCode=4720)", 1000],
    ["transaction TargetUserName startswith=(EventCode=4720) maxevents=2", 2],
    ["transaction TargetUserName startswith=(EventCode=4720) endswith=(EventCode=4726)", 1000],
    ["transaction TargetUserName startswith=(EventCode=4720) endswith=(EventCode=4726) maxevents=2", 2],
  ])("%s", async (step, maxRows) => {
    const query = await compiled(`${step} | table TargetUserName duration eventcount`);
    expect(query).toContain("| scan declare");
    fc.assert(
      fc.property(rows, (made) => {
        expect(groupsOfQuery(query, made, maxRows)).toEqual(groupsOfSearch(step, made));
      }),
      { numRuns: 150, seed: 20_240_106 },
    );
  });
});

describe("a transaction", () => {
  it("gives the different values of each column that something asks for", async () => {
    const query = await compiled(
      "transaction TargetUserName maxspan=1h | search Computer=a | table TargetUserName",
    );
    expect(query).toContain("Computer = array_sort_asc(make_set(Computer))");
    expect(query).not.toContain("SubjectUserName");
  });

  it.each([
    ["an account was changed by", "EventCode IN (4720, 4726)", "transaction SubjectUserName maxspan=1h"],
    ["an object had changed in it", "EventCode=5136", "transaction ObjectDN AttributeValue"],
  ])("groups by what the log always says %s", async (_, events, rest) => {
    expect(await compiled(`${rest} | table eventcount`, events)).toContain("| scan declare");
    expect(await compiled(`${rest} | table eventcount`, "Computer=a")).toContain("may lack a field");
  });

  it.each([
    ["a row may lack a key", "transaction TargetUserName maxspan=1h", "EventCode=4720", "may lack a field"],
    [
      "the rows are groups",
      "stats count by TargetUserName _time | transaction TargetUserName",
      logons,
      "newest first",
    ],
    [
      "a row may start and end a group",
      "transaction TargetUserName startswith=(EventCode=4720) endswith=(Computer=a)",
      logons,
      "both start and end",
    ],
    ["values are listed", "transaction TargetUserName mvlist=t", logons, "`mvlist`"],
    [
      "open ones stay",
      "transaction TargetUserName startswith=(EventCode=4720) keepevicted=t",
      logons,
      "`keepevicted`",
    ],
    ["the raw text is asked for", 'transaction TargetUserName | regex _raw="x"', logons, "raw text"],
  ])("is refused where %s", async (_, rest, events, reason) => {
    expect(await compiled(`${rest} | table TargetUserName`, events)).toContain(reason);
  });
});
