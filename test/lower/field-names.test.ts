import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { printSearch } from "../../grammar/printer.js";
import { understand, type Compiler } from "../../src/compile.js";
import { lookupRows } from "../../src/cli/search-context.js";
import { loadTargets } from "../../src/content/load-targets.js";
import type { LookupTable } from "../../src/content/model.js";
import { startEvaluation } from "../../src/evaluate/evaluate.js";
import type { Event } from "../../src/evaluate/value.js";
import { emptyContent } from "../support/compile-search.js";

const { catalog } = await loadTargets();
const seen: LookupTable = {
  name: "seen",
  description: "",
  kind: "csv",
  csv: { path: "seen.csv", text: "agent,word\nx,x\n" },
  columns: ["agent", "word"],
  matchTypes: new Map(),
  caseSensitive: true,
  minMatches: 0,
  file: { name: "seen.yml", text: "" },
};
const lookups = new Map([[seen.name, seen]]);
const compiler: Compiler = {
  content: { ...emptyContent, lookups },
  catalog,
  targets: [],
  defaultSource: "aws.cloudtrail",
};

/** A name in double quotes, where a quote and a backslash are escaped. */
const double = (name: string): string => `"${name.replace(/["\\]/gu, "\\$&")}"`;
/** A name in single quotes, where nothing is. */
const single = (name: string): string => `'${name}'`;

const forms: readonly (readonly [string, (name: string) => string])[] = [
  ["search", (name) => `${double(name)}=x`],
  ["search, one of several", (name) => `${double(name)} IN (x, y)`],
  ["where", (name) => `* | where ${single(name)}="x"`],
  ["eval", (name) => `* | eval ${double(name)}=userAgent | where ${single(name)}="x"`],
  ["stats by", (name) => `* | stats count as n by ${double(name)} | search ${double(name)}=x`],
  ["stats as", (name) => `* | stats values(userAgent) as ${double(name)} | where ${single(name)}="x"`],
  ["rename as", (name) => `* | rename userAgent as ${double(name)} | where ${single(name)}="x"`],
  ["rename", (name) => `* | rename ${double(name)} as own | where own="x"`],
  ["table", (name) => `* | table ${double(name)} | where ${single(name)}="x"`],
  ["fields", (name) => `* | fields ${double(name)} | where ${single(name)}="x"`],
  ["rex", (name) => `* | rex field=${double(name)} "(?<own>x)" | where own="x"`],
  [
    "lookup as",
    (name) => `* | lookup seen agent as userAgent output word as ${double(name)} | where ${single(name)}="x"`,
  ],
  ["lookup of", (name) => `* | lookup seen agent as ${double(name)} output word | where word="x"`],
  ["dedup", (name) => `* | dedup ${double(name)} | where ${single(name)}="x"`],
  ["fillnull", (name) => `* | fillnull value=x ${double(name)} | where ${single(name)}="x"`],
  ["mvexpand", (name) => `* | mvexpand ${double(name)} | where ${single(name)}="x"`],
];

// `*` is a wildcard in a name, a backtick begins a macro, and nothing puts a single quote into single quotes.
const names = fc
  .oneof(
    fc.string({
      unit: fc.constantFrom(...'"\\|/#.,:;=?$%@{}[]()<>+-~&!aé _0\u{1f600}\u2028'),
      minLength: 1,
      maxLength: 8,
    }),
    fc.constantFrom(
      "where",
      "NOT",
      "by",
      "as",
      "OR",
      "null",
      "true",
      "//",
      "a // b",
      "| a",
      "a\nb",
      "[x]",
      "a=b",
    ),
  )
  .filter((name) => name.trim() !== "");

function rows(search: string, event: Event): number | string {
  const { plan, pipeline, diagnostics } = understand({ name: "search", text: search }, compiler);
  const error = diagnostics.find(({ severity }) => severity === "error");
  if (plan === undefined || pipeline === undefined || error !== undefined) return error?.message ?? "no plan";
  let count = 0;
  const options = { now: 0, lookups: lookupRows(lookups), report: () => undefined };
  const evaluation = startEvaluation(plan, options, () => count++);
  evaluation.push(event, () => event);
  evaluation.finish();
  const printed = printSearch(pipeline);
  if (printed !== printSearch(understand({ name: "printed", text: printed }, compiler).pipeline ?? pipeline))
    return "printed in another way";
  return count;
}

describe.each(forms)("a name of a field that means something elsewhere, in %s", (_, search) => {
  it("is that name", () => {
    fc.assert(
      fc.property(names, (name) => {
        const text = search(name);
        expect(rows(text, { _time: 1, _raw: "", userAgent: "x", [name]: "x" }), text).toBe(1);
      }),
      { numRuns: 60 },
    );
  });
});

test.each(["a b", "a|b", 'a\\"b', "a-b", "1a", "a//b", ""])(
  "a group of `rex` that is called %j is no expression",
  (name) => {
    const found = rows(`* | rex field=userAgent "(?<${name}>x)"`, { _time: 1, _raw: "", userAgent: "x" });
    expect(found).toEqual(expect.any(String));
  },
);
