import type { LookupTable } from "../../../content/model.js";
import type { Lookup } from "../../../plan/plan.js";
import {
  boolean,
  call,
  name,
  number,
  operation,
  template,
  text,
  type Expression,
} from "../../shared/expression.js";
import type { KqlStage } from "../tree.js";
import { jsonMember } from "./calls/structured.js";
import { conditional, toText, verbatim } from "./convert.js";
import { elementsOf } from "./elements.js";
import { defaultMaxMatches, withFound } from "./lookup-result.js";
import { cellsOf, tablePipeline, type TableRows } from "./lookup-table.js";
import { allOf } from "./logic.js";
import { freeName, plainName, takenNames } from "./names.js";
import { disturbed } from "./order.js";
import { withStage, type Relation } from "./relation.js";
import { Scope } from "./scope.js";
import type { Session } from "./session.js";
import { filled, present, valueOf, type KqlValue } from "./value.js";

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
  const keys = plan.keys.map(({ column, field }) => {
    const value = scope.value({ kind: "field", name: field, span: plan.span });
    return { column, value: value.multivalue ? value : toText(filled(value)) };
  });
  // What equals comes in the order of the values, what meets a pattern in that of the rows.
  if (keys.some(({ column, value }) => value.multivalue && !table.matchTypes.has(column)))
    return "it is asked for a field with several values";
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
  const valueStages: KqlStage[] = [];
  const matches = allOf(
    keys.flatMap(({ column, value }) => {
      const test = (one: KqlValue): readonly Expression[] => [
        present(one),
        keyTest(table, content, column, cell(column), one),
      ];
      if (!value.multivalue) return test(value);
      const item = freeName("element", taken);
      const count = freeName("matching_values", taken);
      const anyValue = call("countif", allOf(test(valueOf(call("tostring", name(item)), "string"))));
      valueStages.push({
        kind: "mv-apply",
        item: { name: item, expression: elementsOf(value.expression) },
        stages: [{ kind: "summarize", aggregates: [{ name: count, expression: anyValue }], keys: [] }],
      });
      return [operation(">", name(count), number(0))];
    }),
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
      ...valueStages,
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
  return withFound(plan, table, input, stage, found, limit, taken);
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
 * Each form that the patterns of the table have is asked for. One with wildcards and texts in turn is told by its text,
 * as KQL takes no computed regular expression; with one wildcard between two texts the value begins and ends with them,
 * and is as long as both.
 */
function wildcardTest(
  patterns: readonly string[],
  cell: Expression,
  value: Expression,
  caseSensitive: boolean,
): Expression {
  const isBetween = (pattern: string): boolean => /^[^*]+\*[^*]+$/.test(pattern);
  const hasInner = (pattern: string): boolean => /[^*]\*+[^*]/.test(pattern) && !isBetween(pattern);
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
    .map(({ when, then }): Arm => ({ when, then: operation(`${then}${suffix}`, value, plain) }));
  const part = (place: number): Expression =>
    call("tostring", template(`{0}[${String(place)}]`, [call("split", cell, text("*"))]));
  if (outer.some(isBetween))
    forms.push({
      when: operation("contains", cell, text("*")),
      then: allOf([
        operation(`startswith${suffix}`, value, part(0)),
        operation(`endswith${suffix}`, value, part(1)),
        operation(">=", call("strlen", value), operation("-", call("strlen", cell), number(1))),
      ]),
    });
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

interface Arm {
  readonly when: Expression;
  readonly then: Expression;
}

function wildcardRegex(pattern: string, caseSensitive: boolean): string {
  const parts = pattern.split(/\*+/).map((part) => part.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&"));
  return `(?${caseSensitive ? "" : "i"}s)^${parts.join(".*")}$`.replace("^.*", "").replace(/\.\*\$$/, "");
}
