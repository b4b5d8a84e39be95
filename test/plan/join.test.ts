import { describe, expect, it } from "vitest";
import { join, project, scan } from "../../src/plan/build/index.js";
import type { Column, RowType } from "../../src/plan/row-type.js";
import type { Span } from "../../src/source/source-text.js";

const span: Span = { source: { name: "search", text: "" }, start: 0, end: 0 };
const column = (nullable: boolean): Column => ({ type: "text", multivalue: false, nullable });

function rowOf(columns: Readonly<Record<string, boolean>>): RowType {
  return {
    columns: new Map(Object.entries(columns).map(([name, nullable]) => [name, column(nullable)])),
    open: false,
    removed: new Set(),
  };
}

/** The left columns that a semi join over these keys knows to be there. */
function presentBehind(right: Readonly<Record<string, boolean>>): readonly string[] {
  const names = Object.keys(right);
  const events = scan({ kind: "log", id: "events" }, rowOf({ a: true, b: true }), span);
  const rows = project(scan({ kind: "lookup", table: "t" }, rowOf(right), span), names, span);
  const { row } = join(
    events,
    rows,
    {
      type: "semi",
      keys: names.map((name) => ({ left: name, right: name })),
      overwrite: false,
      caseSensitive: false,
    },
    span,
  );
  return [...row.columns].flatMap(([name, { nullable }]) => (nullable ? [] : [name]));
}

describe("a semi join", () => {
  it("knows its only key to be there", () => {
    expect(presentBehind({ a: true })).toEqual(["a"]);
  });
  it("knows those of several keys that every row is compared by", () => {
    expect(presentBehind({ a: false, b: true })).toEqual(["a"]);
    expect(presentBehind({ a: false, b: false })).toEqual(["a", "b"]);
  });
});
