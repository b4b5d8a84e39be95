import { targetDiagnostics } from "../../../diagnostics/codes/target.js";
import type { FieldReference } from "../../../plan/expression.js";
import type { Scan } from "../../../plan/plan.js";
import { bindingFacts, bindScan, requireField, type ScanBinding } from "../../../target/bind.js";
import { Environment } from "../../shared/environment.js";
import { call, name, operation, type Expression } from "../../shared/expression.js";
import { defenderSettings } from "../defender-settings.js";
import type { Assignment, KqlStage } from "../tree.js";
import { scansOf, walkExpression } from "../../../plan/visitor.js";
import { toText } from "./convert.js";
import { fieldMark } from "./field-uses.js";
import { allOf } from "./logic.js";
import { lookupRelation } from "./lookup-table.js";
import { plainName, freeName } from "./names.js";
import { collectStage, elementsValue, ofOneArray, type Collected } from "./elements.js";
import { isTrue } from "./predicate.js";
import { namesIn, type Column, type FieldSource, type Relation } from "./relation.js";
import { fromNow, readRelativeTime, withoutSnap } from "./relative-time.js";
import { Scope } from "./scope.js";
import { scalar } from "./scalar.js";
import { defenderTime, language, timeColumn, type Session } from "./session.js";
import { columnValue, missingValue, valueOf, type KqlValue } from "./value.js";

/** The rows of a source: the table, its time range, the rows that belong to the source. */
export function scanRelation(scan: Scan, session: Session): Relation | undefined {
  switch (scan.source.kind) {
    case "log":
      return logRelation(scan, session);
    case "lookup":
      return lookupRelation(scan.source.table, scan.span, session);
    case "rows": {
      const now = valueOf(name("TimeGenerated"), "datetime", { nullable: false });
      if (scan.source.count !== 1)
        session.unsupported("`makeresults` of several rows", "`print` gives one", scan.span);
      return {
        pipeline: {
          source: { kind: "print", columns: [{ name: "TimeGenerated", expression: call("now") }] },
          stages: [],
        },
        columns: Environment.of<Column>([["_time", now]]),
        order: { kind: "unknown" },
      };
    }
  }
}

function logRelation(scan: Scan, session: Session): Relation | undefined {
  const context = { ...session.context, report: session.refuse.bind(session) };
  const binding = bindScan(scan, context, session.plan);
  if (binding === undefined) return undefined;
  session.addBinding(bindingFacts(binding));

  const fields = fieldSource(scan, binding, session);
  const empty = Scope.ofTable(session);
  const tests = [
    ...timeTest(scan, binding, session),
    ...(binding.filter === undefined ? [] : [isTrue(binding.filter, empty)]),
  ];
  for (const test of tests) namesIn(test, session.tableColumns);
  const stages: KqlStage[] = tests.map((predicate) => ({ kind: "where", predicate }));
  const computed = computedFields(scan, fields, session);
  return {
    pipeline: { source: { kind: "table", name: binding.table }, stages: [...stages, ...computed.stages] },
    columns: Environment.of(computed.columns),
    fields,
    order: { kind: "newest-first", time: timeOf(binding, session) },
    computed: computed.stages,
    ...evidenceOf(binding.table, scan, session),
  };
}

/** Columns that a custom detection needs, of the tables that have them: data of `target.yml`. */
function evidenceOf(
  table: string,
  scan: Scan,
  session: Session,
): { readonly evidence: readonly string[] } | undefined {
  if (session.form !== "defender") return undefined;
  const asset = defenderSettings(session.context.profile).assets.get(table);
  if (asset === undefined) {
    session.unsupported(`the table \`${table}\``, "Defender's advanced hunting does not have it", scan.span);
    return undefined;
  }
  const evidence = [defenderTime, "ReportId", asset.column];
  for (const column of evidence) session.tableColumns.add(column);
  return session.isAside ? undefined : { evidence };
}

/** Fields that are used more than once and are not plain columns get a column of their own. */
function computedFields(
  scan: Scan,
  fields: FieldSource,
  session: Session,
): {
  readonly stages: readonly KqlStage[];
  readonly columns: readonly (readonly [string, Column])[];
} {
  const taken = new Set(session.knownColumns);
  const assignments: Assignment[] = [];
  const collected: Collected[] = [];
  const columns: (readonly [string, Column])[] = [];
  for (const field of session.computed.get(scan) ?? []) {
    const value = fields.resolve({ kind: "field", name: field, span: scan.span });
    const column = freeName(plainName(field), taken);
    if (value.elements !== undefined) {
      const { elements, ...rest } = value;
      collected.push({ column, elements });
      columns.push([field, columnValue(column, rest)]);
      continue;
    }
    assignments.push({ name: column, expression: value.expression });
    columns.push([field, columnValue(column, value)]);
  }
  const extend: readonly KqlStage[] =
    assignments.length === 0 ? [] : [{ kind: "extend", columns: assignments }];
  const stages = [...extend, ...ofOneArray(collected).map((group) => collectStage(group, taken))];
  return { stages, columns };
}

function fieldSource(scan: Scan, binding: ScanBinding, session: Session): FieldSource {
  const index = scansOf(session.plan).indexOf(scan);
  const known = new Map<string, KqlValue>();
  return {
    removed: new Set(),
    binding,
    has: (field) => binding.field(field)?.kind === "bound",
    each(pattern, staging) {
      const all = binding.each(pattern);
      if (all === undefined) return undefined;
      walkExpression(all, (part) => {
        if (part.kind === "column") session.tableColumns.add(session.columnOf(part.name));
      });
      return scalar(all, Scope.ofTable(session, staging));
    },
    resolve(reference) {
      const found = known.get(reference.name) ?? resolveField(reference, binding, session);
      known.set(reference.name, found);
      if (found.elements !== undefined) session.stagedFields.add(fieldMark(index, reference.name));
      const isPlain = ["name", "text", "number"].includes(found.expression.kind);
      return session.probing && (found.elements !== undefined || !isPlain)
        ? columnValue(fieldMark(index, reference.name), found)
        : found;
    },
  };
}

function resolveField(reference: FieldReference, binding: ScanBinding, session: Session): KqlValue {
  const context = { ...session.context, report: session.refuse.bind(session) };
  const bound = requireField(reference, binding, context);
  if (bound === undefined) return missingValue();
  const scope = Scope.ofTable(session);
  const raw = elementsValue(bound.expression, scope) ?? scalar(bound.expression, scope);
  const plain = raw.type === "dynamic" && !bound.multivalue ? toText(raw) : raw;
  if (bound.multivalue && raw.type !== "dynamic")
    return session.refusedValue(
      targetDiagnostics.unsupported(reference.span, {
        construct: `the field \`${reference.name}\` with several values`,
        language,
        reason: "the column that it is bound to holds one text",
      }),
    );
  namesIn(plain.expression, session.tableColumns);
  if (reference.name === "_raw" && plain.expression.kind === "name")
    session.eventTexts.set(plain.expression.name, binding);
  const meaning = bound.type === "unknown" ? plain.meaning : bound.type;
  const always =
    bound.fill === undefined &&
    (bound.always === true ||
      (bound.expression.kind === "column" && binding.source.fields.get(reference.name)?.always === true));
  return {
    ...plain,
    meaning,
    multivalue: bound.multivalue,
    nullable: plain.nullable && !always,
    ...(bound.fill === undefined ? {} : { fill: bound.fill }),
    ...(bound.comparable === undefined ? {} : { comparable: bound.comparable }),
  };
}

/**
 * The window of the search: the range it states itself, else the schedule's. The rule's `queryPeriod` only bounds it,
 * as it cannot end before now. Of a schedule the snap is left out, so that windows of consecutive runs still meet.
 */
function timeTest(scan: Scan, binding: ScanBinding, session: Session): readonly Expression[] {
  // Such a rule sees the events that came in since its last run, whenever they happened.
  if (session.form === "nrt") return [];
  const { schedule } = session.context.detection;
  const time = timeOf(binding, session);
  const earliest = scan.time?.earliest ?? withoutSnap(schedule.earliest);
  const latest = scan.time?.latest ?? withoutSnap(schedule.latest);
  const from = boundOf(earliest, scan, session);
  const to = boundOf(latest, scan, session);
  const limit = session.context.profile.schedule.longestLookback;
  const start = readRelativeTime(earliest);
  const back = start === undefined ? 0 : start.snap - start.seconds;
  if (limit !== undefined && back > limit)
    session.unsupported(
      `the time range \`${earliest}\``,
      `a rule sees at most ${limit / 86_400} days`,
      scan.time?.span ?? scan.span,
    );
  session.lookbackSeconds = Math.max(session.lookbackSeconds, back);
  if (from === undefined || to === undefined) return [];
  const open = readRelativeTime(latest)?.seconds === 0 && !latest.includes("@");
  if (open) return [operation(">=", time, from)];
  return [allOf([operation(">=", time, from), operation("<", time, to)])];
}

function boundOf(modifier: string, scan: Scan, session: Session): Expression | undefined {
  const seconds = /^\d+(\.\d+)?$/.test(modifier) ? Number(modifier) : undefined;
  if (seconds !== undefined && seconds > 0)
    return call("unixtime_seconds_todatetime", { kind: "number", value: seconds });
  const bound = seconds === undefined ? fromNow(modifier) : undefined;
  if (bound === undefined)
    session.unsupported(
      `the time \`${modifier}\``,
      "it is no offset of a fixed length from now",
      scan.time?.span ?? scan.span,
    );
  return bound;
}

function timeOf(binding: ScanBinding, session: Session): Expression {
  const bound = binding.field("_time");
  return bound?.kind === "bound" && bound.expression.kind === "column"
    ? name(session.columnOf(bound.expression.name))
    : name(session.columnOf(timeColumn));
}
