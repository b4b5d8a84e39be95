import type { LookupTable } from "../../../content/model.js";
import type { Lookup } from "../../../plan/plan.js";
import { boolean, call, name, text, type Expression } from "../../shared/expression.js";
import type { KqlPipeline } from "../tree.js";
import { asArray } from "./calls/multivalue.js";
import { asColumns, withColumn } from "./columns.js";
import { conditional, toText } from "./convert.js";
import { eitherPresence, firstPresent } from "./first-present.js";
import { allOf, isBoolean } from "./logic.js";
import { cellsOf, collectionOf, readTable, tablePipeline, type TableRows } from "./lookup-table.js";
import { lookupOfEach } from "./lookup-values.js";
import { freeName, plainName, takenNames } from "./names.js";
import { disturbed } from "./order.js";
import { patternLookup } from "./pattern-lookup.js";
import { isDeferred, withStage, type Relation } from "./relation.js";
import { Scope } from "./scope.js";
import type { Session } from "./session.js";
import { storedLookupOfEach } from "./stored-lookup-of-each.js";
import { gatherTogether } from "./together.js";
import { absent, filled, missingValue, present, valueOf, type KqlValue } from "./value.js";

/**
 * Columns of a table, added to the rows whose keys are in it: KQL's `lookup`. Of a KV store, whose rows are not known,
 * several may have a key, so that a row gets all their values.
 */
export function lookupStage(plan: Lookup, input: Relation, session: Session): Relation {
  const table = session.context.content.lookups.get(plan.table);
  const stored = table === undefined ? undefined : collectionOf(table);
  const content = table === undefined ? undefined : (readTable(table) ?? stored);
  const refuse = (reason: string): Relation => {
    session.unsupported(`the lookup \`${plan.table}\``, reason, plan.span);
    return plan.outputs.reduce((relation, { field }) => withColumn(relation, field, missingValue()), input);
  };
  if (table === undefined)
    return refuse(
      "the content does not define it; a file in `lookups/` with its `collection` and `fields_list` would say how it is " +
        "matched, and have its rows read from a watchlist of its name",
    );
  if (content === undefined) return refuse("its rows are not part of the content");
  const wantedColumns = [...plan.keys, ...plan.outputs].map(({ column }) => column);
  const lacking = wantedColumns.find((column) => !content.columns.includes(column));
  if (lacking !== undefined) return refuse(`it has no column \`${lacking}\``);
  const several = stored !== undefined;
  if (several && plan.keys.some(({ column }) => table.matchTypes.has(column)))
    return refuse("its patterns are not part of the content");
  if (several && table.maxMatches === 1) return refuse("which of its rows comes first is not known");
  const scope = Scope.of(session, input);
  const values = plan.keys.map((key) => scope.value({ kind: "field", name: key.field, span: plan.span }));
  const ofSeveral = values.find(({ multivalue }) => multivalue);
  const byPattern =
    ofSeveral !== undefined &&
    content.rows.length > 0 &&
    plan.keys.some(({ column }) => table.matchTypes.has(column));
  if (!several && (byPattern || !matchesOnce(plan, table, content))) {
    const found = patternLookup(plan, table, content, input, session);
    return typeof found === "string" ? refuse(found) : found;
  }
  if (ofSeveral !== undefined) {
    const found = several
      ? storedLookupOfEach(plan, table, content, values, input, session)
      : lookupOfEach(plan, table, content, ofSeveral, input, session);
    return typeof found === "string" ? refuse(found) : found;
  }
  const isKey = (column: string): boolean => plan.keys.some((key) => key.column === column);
  // An output is shown as the table has it, also where it is compared without case.
  const folds = table.caseSensitive
    ? "no"
    : plan.outputs.some(({ column }) => isKey(column))
      ? "key"
      : "cell";
  const fold = (cell: string, column: string): string =>
    folds === "cell" && isKey(column) ? cell.toLowerCase() : cell;
  const keys = plan.keys.map((key, index) => {
    const value = toText(filled(values[index] ?? missingValue()));
    return {
      wish: key.field,
      value: table.caseSensitive ? value : { ...value, expression: call("tolower", value.expression) },
    };
  });
  const keyed = asColumns(input, keys, session);
  const { together } = table;
  const gathered = plan.outputs.some(({ column }) => column === together?.column) ? together : undefined;
  if (gathered !== undefined && plan.outputs.some(({ column }) => column !== gathered.column))
    return refuse(`what stands together in \`${gathered.column}\` is asked for beside other columns`);
  const wanted = [
    ...plan.keys,
    ...plan.outputs,
    ...(gathered === undefined ? [] : [{ column: gathered.by }]),
  ].map(({ column }) => column);
  const { pipeline, names } = tablePipeline(table, content, [...new Set(wanted)], fold, session);
  const unique = [...new Set(wanted)];
  const nameOf = (column: string): string => names[unique.indexOf(column)] ?? plainName(column);

  const taken = takenNames(keyed.relation, session);
  for (const each of keyed.names) taken.add(each);
  const fallback = table.minMatches > 0 && table.defaultMatch !== "" ? table.defaultMatch : undefined;
  // What a value is still to be computed of leaves it the name of the field.
  const isComputed = (field: string): boolean =>
    fallback !== undefined || input.columns.get(field) !== undefined;
  const outputs = plan.outputs.map(({ column, field }) => ({
    field,
    of: column,
    column: freeName(isComputed(field) ? `${plainName(field)}_found` : plainName(field), taken),
    from: nameOf(column),
  }));
  const keyNames = plan.keys.map(({ column }) => freeName(`${nameOf(column)}_key`, taken));
  const keyColumns = plan.keys.map(({ column }, index) => ({
    name: keyNames[index] ?? column,
    expression: folds === "key" ? call("tolower", name(nameOf(column))) : name(nameOf(column)),
  }));
  // A row that lacks a key matches nothing, and in KQL an empty text equals another.
  const isGiven = allOf(
    plan.keys.flatMap(({ column }, index) =>
      keys[index]?.value.nullable === true && (several || cellsOf(content, column).includes(""))
        ? [call("isnotempty", name(nameOf(column)))]
        : [],
    ),
  );
  // Which rows matched is not seen from their cells where these may be empty.
  const holes = outputs.some(({ of }) => cellsOf(content, of).includes(""));
  const matched = !several && fallback !== undefined && holes ? freeName("matched", taken) : undefined;
  const gathering =
    gathered === undefined ? undefined : gatherTogether(gathered, table, content, nameOf, taken, session);
  const right: KqlPipeline = {
    ...pipeline,
    stages: [
      ...pipeline.stages,
      ...(isBoolean(isGiven, true) ? [] : [{ kind: "where", predicate: isGiven } as const]),
      ...(gathering?.stages ?? []),
      several
        ? {
            kind: "summarize",
            aggregates: outputs.map(({ column, from }) => ({
              name: column,
              expression:
                gathering?.values ?? call("make_list_if", name(from), call("isnotempty", name(from))),
            })),
            keys: keyColumns,
          }
        : {
            kind: "project",
            columns: [
              ...keyColumns,
              ...outputs.map(({ column, from }) => ({ name: column, expression: name(from) })),
              ...(matched === undefined ? [] : [{ name: matched, expression: boolean(true) }]),
            ],
          },
    ],
  };
  const joined = withStage(disturbed(keyed.relation), {
    kind: "lookup",
    right,
    on: keyed.names.map((left, index) => ({ left, right: keyNames[index] ?? left })),
  });
  const found = outputs.reduce((relation, { field, column }) => {
    const before = relation.columns.get(field);
    const old = before === undefined || isDeferred(before) ? undefined : before;
    const value = several
      ? severalFound(plan, name(column), old, fallback)
      : oneFound(plan, name(column), old, fallback, matched);
    return withColumn(relation, field, value);
  }, joined);
  return found;
}

/** The value of a row's only match: what it says, else the default where nothing matches, else what the row had. */
function oneFound(
  { mode }: Lookup,
  column: Expression,
  old: KqlValue | undefined,
  fallback: string | undefined,
  matched: string | undefined,
): KqlValue {
  const found =
    fallback === undefined
      ? column
      : matched === undefined
        ? call("coalesce", column, text(fallback))
        : conditional([{ when: call("isnull", name(matched)), then: text(fallback) }], column);
  const nullable = fallback === undefined || matched !== undefined;
  if (old === undefined) return valueOf(found, "string", { nullable });
  if (mode === "keep-existing" && !old.nullable) return old;
  const both = [valueOf(found, "string", { nullable }), toText(old)];
  return valueOf(firstPresent(mode === "overwrite" ? both : both.reverse()), "string", {
    nullable: nullable && old.nullable,
    ...eitherPresence(both),
  });
}

/** The values of all matches; a row without any has no array. */
function severalFound(
  { mode }: Lookup,
  column: Expression,
  old: KqlValue | undefined,
  fallback: string | undefined,
): KqlValue {
  const found = valueOf(column, "dynamic", { multivalue: true });
  const values =
    fallback === undefined
      ? column
      : conditional([{ when: absent(found), then: call("pack_array", text(fallback)) }], column);
  const value: KqlValue = { ...found, expression: values, nullable: fallback === undefined };
  if (old === undefined) return value;
  if (mode === "keep-existing" && !old.nullable) return old;
  const [first, second] = mode === "overwrite" ? [value, old] : [old, value];
  const mayBeEmpty = old.presence !== undefined || old.emptyElements === true;
  return {
    ...value,
    ...(mayBeEmpty ? { emptyElements: true } : {}),
    expression: conditional([{ when: present(first), then: asArray(first) }], asArray(second)),
    nullable: value.nullable && old.nullable,
  };
}

/**
 * Whether a row is matched by equality, and by one row at most: what KQL's `lookup` does. A pattern without a wildcard
 * is the text itself.
 */
function matchesOnce(plan: Lookup, table: LookupTable, content: TableRows): boolean {
  const isPattern = (column: string): boolean =>
    table.matchTypes.get(column) === "cidr" ||
    (table.matchTypes.get(column) === "wildcard" &&
      cellsOf(content, column).some((cell) => cell.includes("*")));
  if (plan.keys.some(({ column }) => isPattern(column))) return false;
  const places = plan.keys.map(({ column }) => content.columns.indexOf(column));
  const keys = content.rows.map((row) => {
    const cells = places.map((place) => row[place] ?? "");
    return JSON.stringify(table.caseSensitive ? cells : cells.map((cell) => cell.toLowerCase()));
  });
  return new Set(keys).size === keys.length;
}
