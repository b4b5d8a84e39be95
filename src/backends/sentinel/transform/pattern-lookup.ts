import type { LookupTable } from "../../../content/model.js";
import type { Lookup } from "../../../plan/plan.js";
import { boolean, call, name, number, operation, text, type Expression } from "../../shared/expression.js";
import type { Assignment } from "../tree.js";
import { asArray } from "./calls/multivalue.js";
import { jsonMember } from "./calls/structured.js";
import { withColumn } from "./columns.js";
import { conditional, toText, verbatim } from "./convert.js";
import { cellsOf, tablePipeline, type TableRows } from "./lookup-table.js";
import { allOf } from "./logic.js";
import { freeName, plainName, takenNames } from "./names.js";
import { disturbed } from "./order.js";
import { isDeferred, withStage, type Column, type Relation } from "./relation.js";
import { Scope } from "./scope.js";
import type { Session } from "./session.js";
import { columnValue, filled, present, valueOf, type KqlValue } from "./value.js";

/** Splunk's `max_matches` of a table without a time field. */
const defaultMaxMatches = 1000;

/** Rows in their order are worth more text than rows of a watchlist, which has none. */
const longestInline = 6000;

/**
 * A lookup whose columns match by wildcard or network, or that has several rows for a key. The table becomes one array
 * of its rows, and a stage asks each of them: the operators of KQL, other than those of regular expressions, take a
 * column on their right side. Gives the reason where the table cannot be asked so.
 */
export function patternLookup(
  plan: Lookup,
  table: LookupTable,
  content: TableRows,
  input: Relation,
  session: Session,
): Relation | string {
  const scope = Scope.of(session, input);
  const keys = plan.keys.map(({ column, field }) => ({
    column,
    value: toText(filled(scope.value({ kind: "field", name: field, span: plan.span }))),
    several: scope.value({ kind: "field", name: field, span: plan.span }).multivalue,
  }));
  if (keys.some(({ several }) => several)) return "it is asked for a field with several values";
  const wanted = [...new Set([...plan.keys, ...plan.outputs].map(({ column }) => column))];
  const { pipeline, names } = tablePipeline(table, content, wanted, (cell) => cell, session, {
    longest: longestInline,
    ordered: true,
  });
  const several = (table.maxMatches ?? defaultMaxMatches) > 1;
  const outputColumns = plan.outputs.map(({ column }) => column);
  if (several && outputColumns.some((column) => cellsOf(content, column).includes("")))
    return "several rows may match, and some of them lack the value";
  const outputs = [...new Set(outputColumns)];
  const nameOf = (column: string): string => names[wanted.indexOf(column)] ?? plainName(column);
  const rows = session.define(`${plainName(plan.table)}_rows`, {
    ...pipeline,
    stages: [
      ...pipeline.stages,
      {
        kind: "summarize",
        aggregates: [
          {
            name: "rows",
            expression: call(
              "make_list",
              call("bag_pack", ...wanted.flatMap((column) => [text(nameOf(column)), name(nameOf(column))])),
            ),
          },
        ],
        keys: [],
      },
    ],
  });
  const taken = takenNames(input, session);
  const row = freeName("row", taken);
  const meets = freeName("meets", taken);
  const cell = (column: string): Expression => call("tostring", jsonMember(name(row), nameOf(column)));
  const matches = allOf(
    keys.flatMap(({ column, value }) => [
      present(value),
      keyTest(table, content, column, cell(column), value),
    ]),
  );
  const limit = Math.min(table.maxMatches ?? defaultMaxMatches, defaultMaxMatches);
  const found = outputs.map((column) => {
    const own = freeName(`${nameOf(column)}_found`, taken);
    return { column, own };
  });
  const stage = withStage(disturbed(input), {
    kind: "mv-apply",
    item: { name: row, expression: call("toscalar", name(rows)) },
    stages: [
      { kind: "extend", columns: [{ name: meets, expression: matches }] },
      {
        kind: "summarize",
        aggregates: found.map(({ column, own }) => ({
          name: own,
          expression: call("make_list_if", cell(column), name(meets)),
        })),
        keys: [],
      },
    ],
  });
  const assignments: Assignment[] = [];
  const columns = plan.outputs.map(({ column, field }): readonly [string, KqlValue] => {
    const list = name(found.find((each) => each.column === column)?.own ?? field);
    const result = resultOf(plan, table, input.columns.get(field), list, limit);
    if (result.expression.kind === "name") return [field, result];
    const own = freeName(plainName(field), taken);
    assignments.push({ name: own, expression: result.expression });
    return [field, columnValue(own, result)];
  });
  const extended =
    assignments.length === 0 ? stage : withStage(stage, { kind: "extend", columns: assignments });
  return columns.reduce((relation, [field, value]) => withColumn(relation, field, value), extended);
}

/** Whether a value meets a cell, as the definition says of its column. */
function keyTest(
  table: LookupTable,
  content: TableRows,
  column: string,
  cell: Expression,
  value: KqlValue,
): Expression {
  const own = value.expression;
  const sensitive = table.caseSensitive;
  switch (table.matchTypes.get(column)) {
    case undefined:
      return operation(sensitive ? "==" : "=~", own, cell);
    case "cidr":
      return call("coalesce", call("ipv4_is_in_range", own, cell), boolean(false));
    case "wildcard":
      return wildcardTest(cellsOf(content, column), cell, own, table.caseSensitive);
  }
}

/**
 * Each form that the patterns of the table have is asked for. One with a wildcard between two texts is told by its
 * text, as KQL takes no computed regular expression.
 */
function wildcardTest(
  patterns: readonly string[],
  cell: Expression,
  value: Expression,
  caseSensitive: boolean,
): Expression {
  const hasInner = (pattern: string): boolean => /[^*]\*+[^*]/.test(pattern);
  const outer = patterns.filter((pattern) => !hasInner(pattern));
  const inner = [...new Set(patterns.filter(hasInner))].map((pattern) => ({
    when: operation("==", cell, text(pattern)),
    then: operation("matches regex", value, verbatim(wildcardRegex(pattern, caseSensitive))),
  }));
  const plain = call("trim", verbatim("[*]+"), cell);
  const suffix = caseSensitive ? "_cs" : "";
  const start = operation("startswith", cell, text("*"));
  const end = operation("endswith", cell, text("*"));
  const forms = [
    { of: (it: string) => /^\*.*\*$|^\*$/s.test(it), when: allOf([start, end]), then: "contains" },
    { of: (it: string) => /^\*.*[^*]$/s.test(it), when: start, then: "endswith" },
    { of: (it: string) => /^[^*].*\*$/s.test(it), when: end, then: "startswith" },
  ]
    .filter(({ of }) => outer.some(of))
    .map(({ when, then }) => ({ when, then: operation(`${then}${suffix}`, value, plain) }));
  const [only] = forms;
  if (
    only !== undefined &&
    forms.length === 1 &&
    inner.length === 0 &&
    outer.every((each) => each.includes("*"))
  )
    return only.then;
  return conditional([...inner, ...forms], operation(caseSensitive ? "==" : "=~", value, cell));
}

function wildcardRegex(pattern: string, caseSensitive: boolean): string {
  const parts = pattern.split(/\*+/).map((part) => part.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&"));
  return `(?${caseSensitive ? "" : "i"}s)^${parts.join(".*")}$`.replace("^.*", "").replace(/\.\*\$$/, "");
}

/** The values of an output: those of the rows that match, the default where none does, else what the row had. */
function resultOf(
  plan: Lookup,
  table: LookupTable,
  before: Column | undefined,
  list: Expression,
  limit: number,
): KqlValue {
  const fallback = table.minMatches > 0 && table.defaultMatch !== "" ? table.defaultMatch : undefined;
  const old = before === undefined || isDeferred(before) ? undefined : before;
  const none = operation("==", call("array_length", list), number(0));
  if (limit === 1) {
    const first = call("tostring", { kind: "template", template: "{0}[0]", arguments: [list] });
    const found = fallback === undefined ? first : conditional([{ when: none, then: text(fallback) }], first);
    if (old === undefined) return valueOf(found, "string");
    const texts = [found, toText(old).expression];
    return valueOf(call("coalesce", ...(plan.mode === "overwrite" ? texts : texts.reverse())), "string");
  }
  const values = limit < defaultMaxMatches ? call("array_slice", list, number(0), number(limit - 1)) : list;
  if (fallback !== undefined) {
    const found = conditional([{ when: none, then: call("pack_array", text(fallback)) }], values);
    const kept = old === undefined || plan.mode === "overwrite" ? found : undefined;
    const own = old === undefined ? found : conditional([{ when: present(old), then: asArray(old) }], found);
    return valueOf(kept ?? own, "dynamic", { multivalue: true, nullable: false });
  }
  if (old === undefined) return valueOf(values, "dynamic", { multivalue: true });
  const arms =
    plan.mode === "overwrite"
      ? { when: none, then: asArray(old), otherwise: values }
      : { when: present(old), then: asArray(old), otherwise: values };
  return valueOf(conditional([arms], arms.otherwise), "dynamic", { multivalue: true });
}
