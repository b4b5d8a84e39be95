import type { LookupTable } from "../../../content/model.js";
import type { Lookup } from "../../../plan/plan.js";
import { call, name, text, type Expression } from "../../shared/expression.js";
import type { Assignment } from "../tree.js";
import { jsonMember } from "./calls/structured.js";
import { elementsOf } from "./elements.js";
import { cellsOf, tablePipeline, type TableRows } from "./lookup-table.js";
import { defaultMaxMatches, withFound } from "./lookup-result.js";
import { freeName, plainName, takenNames } from "./names.js";
import { disturbed } from "./order.js";
import { withStage, type Relation } from "./relation.js";
import type { Session } from "./session.js";
import type { KqlValue } from "./value.js";

/**
 * A lookup in a table with one row for a key, asked for a field with several values: each value is looked up, and what
 * is found comes in their order. The table becomes one bag of its rows by their key, as `mv-apply` asks only what
 * stands in a row. Gives the reason where the table cannot be asked so.
 */
export function lookupOfEach(
  plan: Lookup,
  table: LookupTable,
  content: TableRows,
  value: KqlValue,
  input: Relation,
  session: Session,
): Relation | string {
  const [key, ...others] = plan.keys;
  if (key === undefined || others.length > 0) return "it is asked for fields with several values";
  const limit = Math.min(table.maxMatches ?? defaultMaxMatches, defaultMaxMatches);
  const outputs = [...new Set(plan.outputs.map(({ column }) => column))];
  if (limit > 1 && outputs.some((column) => cellsOf(content, column).includes("")))
    return "several rows may match, and some of them lack the value";
  const wanted = [...new Set([key.column, ...outputs])];
  const { pipeline, names } = tablePipeline(table, content, wanted, (cell) => cell, session);
  const nameOf = (column: string): string => names[wanted.indexOf(column)] ?? plainName(column);
  const folded = (cell: Expression): Expression => (table.caseSensitive ? cell : call("tolower", cell));
  const keyCell = name(nameOf(key.column));
  const row = call("bag_pack", ...outputs.flatMap((column) => [text(nameOf(column)), name(nameOf(column))]));
  const rows = session.define(`${plainName(plan.table)}_rows`, {
    ...pipeline,
    stages: [
      ...pipeline.stages,
      // A missing value is an empty text in the query, and matches no row.
      ...(cellsOf(content, key.column).includes("")
        ? [{ kind: "where", predicate: call("isnotempty", keyCell) } as const]
        : []),
      {
        kind: "summarize",
        aggregates: [
          {
            name: "rows",
            expression: call("make_bag", call("bag_pack", folded(keyCell), row)),
          },
        ],
        keys: [],
      },
    ],
  });
  const taken = takenNames(input, session);
  const bag = freeName(`${plainName(plan.table)}_by_key`, taken);
  const item = freeName("element", taken);
  const match = freeName("match", taken);
  const element = call("tostring", name(item));
  const found = outputs.map((column) => ({ column, own: freeName(`${nameOf(column)}_found`, taken) }));
  const asked: Assignment = { name: bag, expression: call("toscalar", name(rows)) };
  const entry: Expression = {
    kind: "template",
    template: "{0}[{1}]",
    arguments: [name(bag), folded(element)],
  };
  const matches = call("isnotnull", name(match));
  const stage = withStage(
    disturbed(input),
    { kind: "extend", columns: [asked] },
    {
      kind: "mv-apply",
      item: { name: item, expression: elementsOf(value.expression) },
      stages: [
        { kind: "extend", columns: [{ name: match, expression: entry }] },
        {
          kind: "summarize",
          aggregates: found.map(({ column, own }) => ({
            name: own,
            expression: call(
              "make_list_if",
              call("tostring", jsonMember(name(match), nameOf(column))),
              matches,
            ),
          })),
          keys: [],
        },
      ],
    },
  );
  return withFound(plan, table, input, stage, found, limit, taken);
}
