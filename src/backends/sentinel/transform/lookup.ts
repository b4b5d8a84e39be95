import type { LookupTable } from "../../../content/model.js";
import type { Lookup } from "../../../plan/plan.js";
import { call, text } from "../../shared/expression.js";
import { toText } from "./convert.js";
import { asColumns, withColumn } from "./columns.js";
import { readTable, tablePipeline, type TableRows } from "./lookup-table.js";
import { freeName, plainName, takenNames } from "./names.js";
import { disturbed } from "./order.js";
import { patternLookup } from "./pattern-lookup.js";
import { isDeferred, withStage, type Relation } from "./relation.js";
import { Scope } from "./scope.js";
import type { Session } from "./session.js";
import { columnValue, filled, missingValue, valueOf } from "./value.js";

/** Columns of a table, added to the rows whose keys are in it: KQL's `lookup`. */
export function lookupStage(plan: Lookup, input: Relation, session: Session): Relation {
  const table = session.context.content.lookups.get(plan.table);
  const content = table === undefined ? undefined : readTable(table);
  const refuse = (reason: string): Relation => {
    session.unsupported(`the lookup \`${plan.table}\``, reason, plan.span);
    return plan.outputs.reduce((relation, { field }) => withColumn(relation, field, missingValue()), input);
  };
  if (table === undefined || content === undefined) return refuse("its rows are not part of the content");
  const wantedColumns = [...plan.keys, ...plan.outputs].map(({ column }) => column);
  const lacking = wantedColumns.find((column) => !content.columns.includes(column));
  if (lacking !== undefined) return refuse(`it has no column \`${lacking}\``);
  if (!matchesOnce(plan, table, content)) {
    const found = patternLookup(plan, table, content, input, session);
    return typeof found === "string" ? refuse(found) : found;
  }

  const scope = Scope.of(session, input);
  const fold = (cell: string, column: string): string =>
    !table.caseSensitive && plan.keys.some((key) => key.column === column) ? cell.toLowerCase() : cell;
  const keys = plan.keys.map((key) => {
    const value = toText(filled(scope.value({ kind: "field", name: key.field, span: plan.span })));
    return {
      wish: key.field,
      value: table.caseSensitive ? value : { ...value, expression: call("tolower", value.expression) },
    };
  });
  const keyed = asColumns(input, keys, session);
  const wanted = [...plan.keys.map(({ column }) => column), ...plan.outputs.map(({ column }) => column)];
  const { pipeline, names } = tablePipeline(table, content, [...new Set(wanted)], fold, session);
  const unique = [...new Set(wanted)];
  const nameOf = (column: string): string => names[unique.indexOf(column)] ?? plainName(column);

  const taken = takenNames(keyed.relation, session);
  for (const each of keyed.names) taken.add(each);
  const outputs = plan.outputs.map(({ column, field }) => ({
    field,
    column: freeName(plainName(field), taken),
    from: nameOf(column),
  }));
  const keyNames = plan.keys.map(({ column }) => freeName(`${nameOf(column)}_key`, taken));
  const right = {
    ...pipeline,
    stages: [
      ...pipeline.stages,
      {
        kind: "project" as const,
        columns: [
          ...plan.keys.map(({ column }, index) => ({
            name: keyNames[index] ?? column,
            expression: { kind: "name" as const, name: nameOf(column) },
          })),
          ...outputs.map(({ column, from }) => ({
            name: column,
            expression: { kind: "name" as const, name: from },
          })),
        ],
      },
    ],
  };
  const joined = withStage(disturbed(keyed.relation), {
    kind: "lookup",
    right,
    on: keyed.names.map((left, index) => ({ left, right: keyNames[index] ?? left })),
  });
  return outputs.reduce((relation, { field, column }) => {
    const fallback = table.minMatches > 0 ? table.defaultMatch : undefined;
    const found = valueOf({ kind: "name", name: column }, "string");
    const before = relation.columns.get(field);
    if (fallback !== undefined && fallback !== "")
      return withColumn(
        relation,
        field,
        valueOf(call("coalesce", found.expression, text(fallback)), "string", { nullable: false }),
      );
    if (before === undefined || isDeferred(before))
      return withColumn(relation, field, columnValue(column, found));
    const old = toText(before).expression;
    const [first, second] = plan.mode === "overwrite" ? [found.expression, old] : [old, found.expression];
    return withColumn(relation, field, valueOf(call("coalesce", first, second), "string"));
  }, joined);
}

/** Whether a row is matched by equality, and by one row at most: what KQL's `lookup` does. */
function matchesOnce(plan: Lookup, table: LookupTable, content: TableRows): boolean {
  if (plan.keys.some(({ column }) => table.matchTypes.has(column))) return false;
  const places = plan.keys.map(({ column }) => content.columns.indexOf(column));
  const keys = content.rows.map((row) => {
    const cells = places.map((place) => row[place] ?? "");
    return JSON.stringify(table.caseSensitive ? cells : cells.map((cell) => cell.toLowerCase()));
  });
  return new Set(keys).size === keys.length;
}
