import type { LookupTable, Together } from "../../../content/model.js";
import { call, name, type Expression } from "../../shared/expression.js";
import type { KqlStage } from "../tree.js";
import { tablePipeline, type TableRows } from "./lookup-table.js";
import { freeName, plainName } from "./names.js";
import type { Session } from "./session.js";

/** Stages that put beside each row of a list all the values that Splunk's table has in one row with it. */
export interface Gathering {
  readonly stages: readonly KqlStage[];
  /** The aggregate of these values. */
  readonly values: Expression;
}

/**
 * The values of a column that belong together, for rows of a list of the table. A row that does not say which others it
 * belongs to stands for itself.
 */
export function gatherTogether(
  together: Together,
  table: LookupTable,
  content: TableRows,
  nameOf: (column: string) => string,
  taken: Set<string>,
  session: Session,
): Gathering {
  const { pipeline, names } = tablePipeline(
    table,
    content,
    [together.column, together.by],
    (cell) => cell,
    session,
  );
  const [column, by] = names;
  const own = freeName("same_row", taken);
  const other = freeName("other_row", taken);
  const value = freeName(`${plainName(together.column)}_beside`, taken);
  const row = (mark: string | undefined, each: string | undefined): Expression =>
    call("coalesce", name(mark ?? together.by), name(each ?? together.column));
  return {
    stages: [
      {
        kind: "extend",
        columns: [{ name: own, expression: row(nameOf(together.by), nameOf(together.column)) }],
      },
      {
        kind: "join",
        join: "inner",
        right: {
          ...pipeline,
          stages: [
            ...pipeline.stages,
            {
              kind: "project",
              columns: [
                { name: other, expression: row(by, column) },
                { name: value, expression: name(column ?? together.column) },
              ],
            },
          ],
        },
        on: [{ left: own, right: other }],
      },
    ],
    values: call("array_sort_asc", call("make_set_if", name(value), call("isnotempty", name(value)))),
  };
}
