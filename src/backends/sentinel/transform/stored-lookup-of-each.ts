import type { LookupTable } from "../../../content/model.js";
import type { Lookup } from "../../../plan/plan.js";
import { call, name, number, operation, text, type Expression } from "../../shared/expression.js";
import type { KqlPipeline, KqlStage } from "../tree.js";
import { jsonMember } from "./calls/structured.js";
import { asColumns } from "./columns.js";
import { toText } from "./convert.js";
import { elementsOf } from "./elements.js";
import { defaultMaxMatches, withFound } from "./lookup-result.js";
import { tablePipeline, type TableRows } from "./lookup-table.js";
import { allOf } from "./logic.js";
import { freeName, plainName, takenNames } from "./names.js";
import { disturbed } from "./order.js";
import { withStage, type Relation } from "./relation.js";
import type { Session } from "./session.js";
import { filled, valueOf, type KqlValue } from "./value.js";

/**
 * A lookup in a table whose rows are not known, asked for fields of which one has several values: `max_matches` counts
 * "for each value input to the lookup table". The rows of the keys with one value come to a row as an array, of which a
 * stage takes those that any of the values meets. Gives the reason where the table cannot be asked so.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/Knowledge/Addfieldmatchingrulestoyourlookupconfiguration
 */
export function storedLookupOfEach(
  plan: Lookup,
  table: LookupTable,
  content: TableRows,
  values: readonly KqlValue[],
  input: Relation,
  session: Session,
): Relation | string {
  const keys = plan.keys.flatMap(({ column, field }, index) => {
    const value = values[index];
    return value === undefined ? [] : [{ column, field, value }];
  });
  const single = keys.filter(({ value }) => !value.multivalue);
  const several = keys.filter(({ value }) => value.multivalue);
  // The rows of a key are few; a whole table may be more than an array holds.
  if (single.length === 0) return "it is asked for a field with several values";
  if (table.together !== undefined) return "it is asked for a field with several values";
  const outputs = [...new Set(plan.outputs.map(({ column }) => column))];
  const wanted = [...new Set([...keys.map(({ column }) => column), ...outputs])];
  const { pipeline, names } = tablePipeline(table, content, wanted, (cell) => cell, session);
  const nameOf = (column: string): string => names[wanted.indexOf(column)] ?? plainName(column);
  const folded = (value: Expression): Expression => (table.caseSensitive ? value : call("tolower", value));

  const keyed = asColumns(
    input,
    single.map(({ field, value }) => {
      const shown = toText(filled(value));
      return { wish: field, value: { ...shown, expression: folded(shown.expression) } };
    }),
    session,
  );
  const taken = takenNames(keyed.relation, session);
  for (const each of keyed.names) taken.add(each);
  const rows = freeName(`${plainName(plan.table)}_rows`, taken);
  const keyNames = single.map(({ column }) => freeName(`${nameOf(column)}_key`, taken));
  const inRow = [...new Set([...several.map(({ column }) => column), ...outputs])];
  const right: KqlPipeline = {
    ...pipeline,
    stages: [
      ...pipeline.stages,
      // A missing value is an empty text, and matches no row.
      {
        kind: "where",
        predicate: allOf(keys.map(({ column }) => call("isnotempty", name(nameOf(column))))),
      },
      {
        kind: "summarize",
        aggregates: [
          {
            name: rows,
            expression: call(
              "make_list",
              call("bag_pack", ...inRow.flatMap((column) => [text(nameOf(column)), name(nameOf(column))])),
            ),
          },
        ],
        keys: single.map(({ column }, index) => ({
          name: keyNames[index] ?? column,
          expression: folded(name(nameOf(column))),
        })),
      },
    ],
  };
  const joined = withStage(disturbed(keyed.relation), {
    kind: "lookup",
    right,
    on: keyed.names.map((left, index) => ({ left, right: keyNames[index] ?? left })),
  });

  const row = freeName("row", taken);
  const cell = (column: string): Expression => call("tostring", jsonMember(name(row), nameOf(column)));
  const stages: KqlStage[] = [];
  const tests = several.map(({ column, value }) => {
    const item = freeName("element", taken);
    const count = freeName("matching_values", taken);
    const element = valueOf(call("tostring", name(item)), "string");
    const same = operation(table.caseSensitive ? "==" : "=~", element.expression, cell(column));
    stages.push({
      kind: "mv-apply",
      item: { name: item, expression: elementsOf(value.expression) },
      stages: [
        {
          kind: "summarize",
          aggregates: [{ name: count, expression: call("countif", same) }],
          keys: [],
        },
      ],
    });
    return operation(">", name(count), number(0));
  });
  const meets = freeName("meets", taken);
  const found = outputs.map((column) => ({ column, own: freeName(`${nameOf(column)}_found`, taken) }));
  const asked = withStage(joined, {
    kind: "mv-apply",
    item: { name: row, expression: elementsOf(name(rows)) },
    stages: [
      ...stages,
      {
        kind: "extend",
        // A row of the query without rows of the table is asked as one that has nothing.
        columns: [{ name: meets, expression: allOf([call("isnotnull", name(row)), ...tests]) }],
      },
      {
        kind: "summarize",
        aggregates: found.map(({ column, own }) => ({
          name: own,
          expression: call(
            "make_list_if",
            cell(column),
            allOf([name(meets), call("isnotempty", cell(column))]),
          ),
        })),
        keys: [],
      },
    ],
  });
  const limit = Math.min(table.maxMatches ?? defaultMaxMatches, defaultMaxMatches);
  return withFound(plan, table, input, asked, found, limit, taken);
}
