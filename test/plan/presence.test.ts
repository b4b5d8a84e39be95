import { describe, expect, it } from "vitest";
import { filter } from "../../src/plan/build/index.js";
import { presenceOf } from "../../src/plan/presence-of.js";
import { plainRow, planOf, rowsOf, type SemanticGroup } from "../semantics/harness.js";

const texts = [undefined, "x", "x:y", "a:", ":", "w/x", "/", "xx"];
const group: SemanticGroup = {
  page: "presence",
  events: texts.flatMap((a) =>
    texts.map((b) => ({ ...(a === undefined ? {} : { a }), ...(b === undefined ? {} : { b }) })),
  ),
  cases: [],
};

/** The rows that have a value, as the value says and as the test says that does without it; nothing where none does. */
function rowsWith(step: string): readonly [unknown, unknown] | undefined {
  const { plan } = planOf(`index=test | ${step}`);
  if (plan?.kind !== "extend") throw new Error("the search is no computed column");
  const [column] = plan.columns;
  const test = column && presenceOf(column.expression);
  if (column === undefined || test === undefined) return undefined;
  const { span } = column;
  const value = { kind: "field", name: column.name, span } as const;
  const plain = (filtered: typeof plan | ReturnType<typeof filter>) =>
    rowsOf(filtered, group).map((row) => plainRow(row, new Set()));
  return [
    plain(filter(plan, { kind: "is-present", value, span }, span)),
    plain({ ...plan, input: filter(plan.input, test, span) }),
  ];
}

describe("which rows have a value is told without the value", () => {
  it.each([
    ["a field", "a"],
    ["a constant", '""'],
    ["nothing", "null()"],
    ["a change of a text", 'replace(lower(a), "x", "")'],
    ["the rest of a text", "substr(a, 3)"],
    ["texts together", "a . b"],
    ["the first that is there", "coalesce(trim(a), b)"],
    ["a choice", 'if(a="x", b, replace(b, "x", ""))'],
    ["a choice of which no branch may be taken", 'case(a="x", b, b="xx", a)'],
    ["the first piece", 'mvindex(split(a, ":"), 0)'],
    ["the last piece", 'mvindex(split(a, ":"), -1)'],
    ["a further piece", 'mvindex(split(a, ":"), 1)'],
    ["a piece from the end", 'mvindex(split(a, ":"), -2)'],
    ["several values", "mvappend(a, b)"],
    ["a number of a text", "tonumber(a)"],
    ["the text of a number beside another", 'tostring(len(a)) . ":" . b'],
  ])("%s", (_, expression) => {
    const [byValue, byTest] = rowsWith(`eval v=${expression}`) ?? [[], undefined];
    expect(byTest).toEqual(byValue);
  });

  it.each([
    ["a group", "^(?<v>[^:]*):"],
    ["a group in a repetition", "^(?:(?<v>[^:]*)[:/])+"],
    ["a group of either of two patterns", "^(?:x(?<v>.*)|(?<v>/))"],
  ])("%s", (_, pattern) => {
    const [byValue, byTest] = rowsWith(`rex field=a "${pattern}"`) ?? [[], undefined];
    expect(byTest).toEqual(byValue);
  });

  it.each([
    ["a value of a record", 'json_extract(a, "b")'],
    ["a place that the row says", 'mvindex(split(a, ":"), b)'],
  ])("is not known of %s", (_, expression) => {
    expect(rowsWith(`eval v=${expression}`)).toBeUndefined();
  });

  it.each([
    ["that a match may do without", "^(?:(?<v>[^:]*):)?"],
    ["of one of two patterns", "^(?:(?<v>x)|/)"],
  ])("is not known of a group %s", (_, pattern) => {
    expect(rowsWith(`rex field=a "${pattern}"`)).toBeUndefined();
  });
});
