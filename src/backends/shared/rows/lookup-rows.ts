import type { LookupTable } from "../../../content/model.js";
import { targetDiagnostics } from "../../../diagnostics/codes/target.js";
import { lookupRowsOf } from "../../../evaluate/lookup-rows.js";
import type { Lookup } from "../../../plan/plan.js";
import { columnOf } from "../../../plan/row-type.js";
import { addedField } from "../../../plan/shipped-lookup.js";
import { whyNoChoice } from "../../../rewrite/index.js";
import { name } from "../expression.js";
import type { ColumnWriter } from "./column-writer.js";
import { keyedTable, type KeyedTable } from "./keyed-table.js";
import type { RowValue } from "./row-value.js";
import { isRefusal, refusal, type AskedTable, type FoundTable, type RowRefusal } from "./rows-language.js";
import { withStages, writerFor, type RowsState } from "./rows-state.js";

/**
 * Columns of a table that is kept beside the events, added to the rows whose keys are in it. Tables that stand in the
 * query are choices between its values by now, so that these are the ones that do not: their rows are not known, or too many.
 */
export function lookedUp<Source>(
  plan: Lookup,
  state: RowsState<Source>,
  writer: ColumnWriter<Source>,
): RowsState<Source> | undefined {
  const { language, context } = writer;
  const refuse = (reason: string, help?: string): undefined => {
    const construct = `the lookup \`${plan.table}\``;
    context.report(
      targetDiagnostics.unsupported(
        plan.span,
        { construct, language: language.title, reason },
        help === undefined ? {} : { help },
      ),
    );
    return undefined;
  };
  const table = context.content.lookups.get(plan.table);
  if (table === undefined)
    return refuse(
      "the content does not define it",
      "a file in `lookups/` with its `collection` and `fields_list` would say how it is matched",
    );
  const unchosen = whyInline(plan, table);
  if (language.lookup === undefined) return refuse(unchosen ?? "its rows are not part of the content");
  const keyed = keyedTable(
    table,
    plan.keys.map(({ column }) => column),
  );
  if (typeof keyed === "string") return refuse(unchosen ?? keyed);
  const lacking = plan.outputs.find(({ column }) => !keyed.columns.includes(column));
  if (lacking !== undefined) return refuse(`it has no column \`${lacking.column}\``);
  if (new Set(plan.outputs.map(({ field }) => field)).size < plan.outputs.length)
    return refuse("it sets a field twice");
  if (table.minMatches > 1) return refuse("its default may be wanted several times");
  const keys = keysOf(plan, state, writer);
  if (keys === undefined) return undefined;
  if (isRefusal(keys)) return refuse(keys.refused);
  const found = language.lookup({
    table,
    keyed,
    keys,
    outputs: [...new Set(plan.outputs.map(({ column }) => column))],
    taken: state.taken,
    context,
  });
  if (isRefusal(found)) return refuse(found.refused);
  const added = withFound(plan, table, keyed, state, found, writer);
  return isRefusal(added) ? refuse(added.refused) : added;
}

/** Why a table whose rows are known does not stand in the query; nothing where no query could hold it. */
function whyInline(plan: Lookup, table: LookupTable): string | undefined {
  const rows = lookupRowsOf(table);
  return rows === undefined ? undefined : whyNoChoice(plan, rows);
}

/** The values that are compared, as texts: cells are texts. */
function keysOf<Source>(
  { keys, span }: Lookup,
  state: RowsState<Source>,
  { language, context }: ColumnWriter<Source>,
): AskedTable["keys"] | RowRefusal | undefined {
  const written: { column: string; value: RowValue }[] = [];
  for (const { column, field } of keys) {
    const value = writerFor(state, language, context).value({ kind: "field", name: field, span });
    if (value === undefined) return undefined;
    if (value.several) return refusal("it is asked for a field that may have several values");
    if (value.comparable === false)
      return refusal(`the product spells the values of \`${field}\` another way`);
    if (value.type === "boolean" || value.type === "time")
      return refusal(`it is asked for a ${value.type}, and its cells are texts`);
    const asText = language.asText?.(value) ?? value;
    if (isRefusal(asText)) return asText;
    written.push({ column, value: asText });
  }
  return written;
}

/** The rows with what was found in the columns that the plan names. */
function withFound<Source>(
  plan: Lookup,
  table: LookupTable,
  keyed: KeyedTable,
  input: RowsState<Source>,
  found: FoundTable<Source>,
  writer: ColumnWriter<Source>,
): RowsState<Source> | RowRefusal | undefined {
  const { language } = writer;
  const taken = new Set([...input.taken, ...found.names]);
  // Rows come out of a join in no order: what was sorted is sorted again.
  const order = input.stages.findLast(
    ({ kind }) => kind === "sort" || kind === "aggregate" || kind === "union",
  );
  let state: RowsState<Source> = {
    ...withStages(input, ...found.stages, ...(order?.kind === "sort" ? [order] : [])),
    taken,
    bindings: new Map([
      ...input.bindings,
      [`lookup ${found.place}`, { source: table.name, table: found.place, connectors: [] }],
    ]),
  };
  for (const { column, field } of plan.outputs) {
    const cell = found.columns.get(column);
    if (cell === undefined) continue;
    const filled = orDefault(cell, column, table, keyed, found, writer);
    const before = beforeOf(plan, field, input, writer);
    if (isRefusal(filled)) return filled;
    if (before === undefined || isRefusal(before)) return before;
    const value = before === "none" ? filled : either(plan, filled, before, writer);
    if (isRefusal(value)) return value;
    const own = language.columnName(field, taken);
    taken.add(own);
    state = withStages(
      { ...state, taken: new Set(taken) },
      {
        kind: "assign",
        name: own,
        expression: value.expression,
      },
    );
    state = { ...state, columns: state.columns.with(field, { ...value, expression: name(own) }) };
  }
  return state;
}

/** The default stands where no row is met; a row that is met and lacks the cell gives nothing. */
function orDefault<Source>(
  cell: RowValue,
  column: string,
  { minMatches, defaultMatch = "" }: LookupTable,
  { rows }: KeyedTable,
  { met }: FoundTable<Source>,
  { language }: ColumnWriter<Source>,
): RowValue | RowRefusal {
  if (minMatches === 0 || defaultMatch === "") return cell;
  const fallback = language.literal(defaultMatch);
  if (isRefusal(fallback)) return fallback;
  if (rows?.every(({ cells }) => cells.has(column)) === true) return language.coalesce([cell, fallback]);
  if (cell.several) return refusal("several of its rows may be met, and some of them lack the value");
  return language.conditional([[met, cell]], fallback);
}

/** What the row has under the name of an output; `none` where no event does. */
function beforeOf<Source>(
  { input, table, span }: Lookup,
  field: string,
  state: RowsState<Source>,
  { language, context }: ColumnWriter<Source>,
): RowValue | RowRefusal | "none" | undefined {
  const known = state.columns.get(field);
  if (known !== undefined) return known;
  if (columnOf(input.row, field) === undefined || state.open === undefined) return "none";
  if (state.open.removed.has(field)) return "none";
  // What Splunk itself adds to events no event has without it.
  if (addedField(context.profile.automaticLookups, field)?.table === table) return "none";
  const bound = state.open.binding.field(field);
  if (bound === undefined) return "none";
  if (bound.kind !== "bound")
    return refusal(`an event may have \`${field}\` already, for which no column is known`);
  return writerFor(state, language, context).value({ kind: "field", name: field, span });
}

function either<Source>(
  { mode }: Lookup,
  found: RowValue,
  before: RowValue,
  { language }: ColumnWriter<Source>,
): RowValue | RowRefusal {
  const [first, second] = mode === "overwrite" ? [found, before] : [before, found];
  return first.present === true ? first : language.coalesce([first, second]);
}
