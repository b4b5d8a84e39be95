import { call, keyword, name, number, operation, text, type Expression } from "../../shared/expression.js";
import type { Stage } from "../../shared/rows/row-query.js";
import type { RowValue } from "../../shared/rows/row-value.js";
import {
  refusal,
  type AskedTable,
  type FoundTable,
  type RowRefusal,
} from "../../shared/rows/rows-language.js";
import { conjunction } from "../../shared/truth.js";
import { lookupDataset } from "../lookup-dataset.js";
import { xqlColumnName } from "./column-name.js";
import type { XqlSource } from "./xql-rows.js";

/**
 * A lookup in a lookup dataset, written as a join is: the rows of the dataset stand behind those of the query with 0 as
 * `side`, and each row of the query takes what the first of the group of its keys has. Rows of a dataset that have the same
 * keys become one, in which the values of a column are one text, since `first_value` is documented for single values.
 */
export function xqlLookup({
  table,
  keyed,
  keys,
  outputs,
  taken,
  context,
}: AskedTable): FoundTable<XqlSource> | RowRefusal {
  const dataset = lookupDataset(table, context.content.lookups);
  if (dataset === undefined) return refusal("its name or a column of it can be none of a dataset");
  const { rows } = keyed;
  const isOne = rows?.every(({ count }) => count === 1) === true;
  if (table.maxMatches === 1 && !isOne) return refusal("which of its rows comes first is not known there");
  if (rows?.some(({ cells }) => keys.some(({ column }) => cells.get(column)?.includes("") === true)) === true)
    return refusal("a row of it has an empty key");
  const used = new Set([...taken, ...keyed.columns]);
  const names: string[] = [];
  const fresh = (wanted: string): string => {
    const column = xqlColumnName(wanted, used);
    used.add(column);
    names.push(column);
    return column;
  };
  const compared = keys.map(({ column, value }) => ({ column, value, key: fresh(`${column}_key`) }));
  const cells = outputs.map((column) => ({
    column,
    cell: fresh(`${column}_cell`),
    values: fresh(`${column}_values`),
    right: fresh(`${column}_right`),
    found: fresh(`${column}_found`),
  }));
  const side = fresh("side");
  const partner = fresh("partner");
  const folded = (expression: Expression): Expression =>
    table.caseSensitive ? expression : call("lowercase", expression);
  const keyNames = compared.map(({ key }) => key);
  const right: readonly Stage<XqlSource>[] = [
    ...compared.flatMap(({ column, key }): readonly Stage<XqlSource>[] => [
      assign(key, folded(call("to_string", name(column)))),
      { kind: "where", predicate: operation("!=", name(key), keyword("null")) },
    ]),
    // An empty cell is no value.
    ...cells.map(({ column, cell }) => {
      const written = call("to_string", name(column));
      return assign(cell, call("if", operation("!=", written, text("")), written));
    }),
    ...(isOne
      ? cells.map(({ cell, right: column }) => assign(column, name(cell)))
      : [
          {
            kind: "aggregate" as const,
            aggregates: cells.map(({ cell, values }) => ({
              name: values,
              expression: call("values", name(cell)),
            })),
            keys: keyNames,
          },
          ...cells.map(({ values, right: column }) =>
            assign(column, call("arraystring", name(values), text("\n"))),
          ),
        ]),
    assign(side, number(0)),
    { kind: "keep", columns: [...keyNames, ...cells.map(({ right: column }) => column), side] },
  ];
  const first = (column: string): Expression => call("first_value", name(column));
  const stages: readonly Stage<XqlSource>[] = [
    ...compared.map(({ key, value }) => assign(key, folded(keyText(value)))),
    assign(side, number(1)),
    { kind: "union", query: { source: { clause: `dataset = ${dataset}`, timeless: true }, stages: right } },
    {
      kind: "window",
      aggregates: [
        { name: partner, expression: first(side) },
        ...cells.map(({ right: column, found }) => ({ name: found, expression: first(column) })),
      ],
      keys: keyNames,
      order: [{ name: side, descending: false }],
    },
    { kind: "where", predicate: operation("=", name(side), number(1)) },
  ];
  return {
    stages,
    columns: new Map(cells.map(({ column, found }) => [column, foundValue(found, isOne)])),
    met: operation("=", name(partner), number(0)),
    names,
    place: dataset,
  };
}

function assign(column: string, expression: Expression): Stage<XqlSource> {
  return { kind: "assign", name: column, expression };
}

/** Cells are texts, and so is what is compared with them. */
function keyText({ expression, type }: RowValue): Expression {
  return type === "text" ? expression : call("to_string", expression);
}

/** The text of all values is taken apart again; of no value there may be an empty one. */
function foundValue(found: string, isOne: boolean): RowValue {
  if (isOne) return { expression: name(found), type: "text", several: false };
  const isFull = conjunction([
    operation("!=", name(found), keyword("null")),
    operation("!=", name(found), text("")),
  ]);
  return {
    expression: call("if", isFull, call("split", name(found), text("\n"))),
    type: "text",
    several: true,
  };
}
