import type { Span } from "../../source/source-text.js";
import type { LogicalPlan, Project } from "../plan.js";
import { columnOf } from "../row-type.js";
import { alwaysMissing } from "../type-of.js";
import { closedRow } from "./rows.js";

/** Keeps exactly these columns, in this order. */
export function project(input: LogicalPlan, columns: readonly string[], span: Span): Project {
  const row = closedRow(columns.map((name) => [name, columnOf(input.row, name) ?? alwaysMissing]));
  return { kind: "project", input, columns: [...row.columns.keys()], row, span };
}
