import type { Compare, ScalarExpression } from "../../../plan/expression.js";
import type { NamedAggregate, Transaction } from "../../../plan/plan.js";
import { ownColumns } from "../../../plan/build/transaction.js";
import { typeOf } from "../../../plan/type-of.js";
import { walkPlan } from "../../../plan/visitor.js";
import { namesSet } from "../../../target/fold-paths.js";
import { Environment } from "../../shared/environment.js";
import {
  call,
  keyword,
  name,
  number,
  operation,
  template,
  type Expression,
} from "../../shared/expression.js";
import type { Assignment, KqlStage } from "../tree.js";
import { newestEvidence } from "./aggregate.js";
import { asColumns, removing, withColumn } from "./columns.js";
import { allOf, anyOf, negated } from "./logic.js";
import { freeName, plainName, takenNames } from "./names.js";
import { neededFields } from "./needed-fields.js";
import { isTrue } from "./predicate.js";
import { withStage, type Column, type Relation } from "./relation.js";
import { Scope } from "./scope.js";
import type { Session } from "./session.js";
import { summaryOf } from "./summary.js";
import { columnValue, filled, missingValue, valueOf, type KqlValue } from "./value.js";

/**
 * `transaction`: rows that belong together as one. The rows of each combination of keys are walked through, the newest
 * first, and `scan` numbers the groups as it goes; a group is then what `stats values` makes of it.
 * https://learn.microsoft.com/kusto/query/scan-operator
 */
export function transactionRelation(plan: Transaction, input: Relation, session: Session): Relation {
  const scope = Scope.of(session, input);
  const value = (field: string): KqlValue =>
    filled(scope.value({ kind: "field", name: field, span: plan.span }));
  const reason = refusal(plan, input, value, session);
  if (reason !== undefined) {
    session.unsupported("`transaction`", reason, plan.span);
    return ownColumns(plan).reduce(
      (relation, column) => withColumn(relation, column, missingValue("long")),
      input,
    );
  }
  const { order } = input;
  const time = order.kind === "newest-first" && order.time.kind === "name" ? order.time.name : "";
  const keyed = asColumns(
    input,
    plan.keys.map((key) => ({ wish: key, value: value(key) })),
    session,
  );
  const taken = takenNames(keyed.relation, session);
  for (const each of [...keyed.names, time]) taken.add(each);
  const own = (wish: string): string => freeName(wish, taken);
  const names: ScanNames = {
    time,
    changes: own("other_key"),
    starts: own("is_start"),
    ends: own("is_end"),
    place: own("place"),
    newest: own("newest"),
    number: own("group_number"),
    open: own("in_group"),
  };
  const ascending = (each: string) => ({ expression: name(each), descending: false });
  const changes = anyOf(keyed.names.map((each) => operation("!=", name(each), call("prev", name(each)))));
  const marks: readonly Assignment[] = [
    { name: names.changes, expression: changes },
    ...(plan.starts === undefined ? [] : [{ name: names.starts, expression: isTrue(plan.starts, scope) }]),
    ...(plan.ends === undefined ? [] : [{ name: names.ends, expression: isTrue(plan.ends, scope) }]),
  ];
  const walked = withStage(
    keyed.relation,
    {
      kind: "sort",
      keys: [...keyed.names.map(ascending), { expression: name(time), descending: true }],
    },
    { kind: "extend", columns: marks },
    scanStage(plan, names),
    ...(plan.ends === undefined ? [] : [{ kind: "where", predicate: name(names.open) } as const]),
  );
  return grouped(plan, walked, keyed.names, names, session);
}

interface ScanNames {
  readonly time: string;
  readonly changes: string;
  readonly starts: string;
  readonly ends: string;
  readonly place: string;
  readonly newest: string;
  readonly number: string;
  readonly open: string;
}

/** Why the groups are not known, or are more than the rows of a `scan` tell. */
function refusal(
  plan: Transaction,
  { order, columns }: Relation,
  value: (field: string) => KqlValue,
  session: Session,
): string | undefined {
  const { keys, starts, ends, keepOpen, lists, input } = plan;
  const column = (field: string) => typeOf({ kind: "field", name: field, span: plan.span }, input.row);
  if (order.kind !== "newest-first" || order.time.kind !== "name" || columns.get("_time") !== undefined)
    return "its rows have to come as events do, the newest first";
  if (keys.some((key) => column(key).nullable && value(key).nullable))
    return "a row may lack a field that it groups by, and no page says which group that row is of";
  if (keys.some((key) => column(key).multivalue !== false))
    return "a field that it groups by may have several values";
  if (starts !== undefined && keepOpen) return "`keepevicted` is not translated";
  if (lists === "all" || lists.length > 0) return "`mvlist` is not translated";
  if (
    starts !== undefined &&
    ends !== undefined &&
    !excludeEachOther(starts, ends, (field) => column(field).multivalue === false)
  )
    return "a row may both start and end a group, and no page says what becomes of it";
  return neededFields(session.plan, session.context.detection, plan).has("_raw")
    ? "the raw text of a group is that of all its rows"
    : undefined;
}

/** Whether one field of one value would have to have two values for both tests to be true. */
function excludeEachOther(
  first: ScalarExpression,
  second: ScalarExpression,
  isSingle: (field: string) => boolean,
): boolean {
  return equalities(first).some(({ left, right }) =>
    equalities(second).some(
      (other) =>
        left.kind === "field" &&
        other.left.kind === "field" &&
        left.name === other.left.name &&
        isSingle(left.name) &&
        right.kind === "literal" &&
        other.right.kind === "literal" &&
        differ(right.value, other.right.value),
    ),
  );
}

function equalities(test: ScalarExpression): readonly Compare[] {
  const tests = test.kind === "and" ? test.operands : [test];
  return tests.flatMap((each) => (each.kind === "compare" && each.operator === "=" ? [each] : []));
}

/** Whether no value equals both, whichever of the rules of comparison holds. */
function differ(first: unknown, second: unknown): boolean {
  const [one, other] = [String(first), String(second)];
  return (
    one.toLowerCase() !== other.toLowerCase() && (Number(one) !== Number(other) || Number.isNaN(Number(one)))
  );
}

/** What was known of the row before, in the only step of the `scan`. */
function before(column: string): Expression {
  return template("row.{0}", [name(column)]);
}

function scanStage(plan: Transaction, names: ScanNames): KqlStage {
  const { maxSpan, maxPause, maxRows } = plan;
  const isFull = operation(">=", before(names.place), number(maxRows));
  const distance = (from: string) => operation("-", before(from), name(names.time));
  const seconds = (length: number) => template("{0}", [keyword(`${String(length)}s`)]);
  const isFirst = call("isnull", before(names.newest));
  const begins =
    plan.ends !== undefined
      ? name(names.ends)
      : anyOf([
          isFirst,
          name(names.changes),
          ...(plan.starts === undefined ? [] : [before(names.starts)]),
          ...(maxSpan === undefined ? [] : [operation(">=", distance(names.newest), seconds(maxSpan))]),
          ...(maxPause === undefined ? [] : [operation(">", distance(names.time), seconds(maxPause))]),
          isFull,
        ]);
  const goesOn = allOf([
    before(names.open),
    negated(name(names.changes)),
    negated(before(names.starts)),
    negated(isFull),
  ]);
  const choose = (then: Expression, otherwise: Expression) => call("iff", begins, then, otherwise);
  return {
    kind: "scan",
    step: "row",
    declares: [
      { name: names.number, type: "long", initial: number(0) },
      { name: names.place, type: "long", initial: number(0) },
      ...(plan.ends === undefined ? [{ name: names.newest, type: "datetime" } as const] : []),
      ...(plan.ends === undefined
        ? []
        : [{ name: names.open, type: "bool", initial: keyword("false") } as const]),
    ],
    columns: [
      { name: names.number, expression: operation("+", before(names.number), choose(number(1), number(0))) },
      { name: names.place, expression: choose(number(1), operation("+", before(names.place), number(1))) },
      ...(plan.ends === undefined
        ? [{ name: names.newest, expression: choose(name(names.time), before(names.newest)) }]
        : [{ name: names.open, expression: anyOf([name(names.ends), goesOn]) }]),
    ],
  };
}

/** One row of the rows of each number: the earliest time, and of each other column the different values. */
function grouped(
  plan: Transaction,
  walked: Relation,
  keyNames: readonly string[],
  names: ScanNames,
  session: Session,
): Relation {
  const { fields, evidence = [] } = walked;
  const keys = new Set(plan.keys);
  // Of events with all their fields what the search sets, and what is asked for later.
  const above = new Set(neededFields(session.plan, session.context.detection, plan));
  walkPlan(plan.input, (step) => {
    for (const set of namesSet(step)) above.add(set);
  });
  const columns =
    fields === undefined
      ? walked.columns.columns
      : [...new Set([...walked.columns.columns, ...above])].filter(
          (field) =>
            above.has(field) &&
            (walked.columns.get(field) !== undefined || (!fields.removed.has(field) && fields.has(field))),
        );
  const merged = columns.filter((field) => !keys.has(field) && field !== "_time");
  const aggregates = merged.map((field): NamedAggregate => ({
    name: field,
    function: "values",
    argument: { kind: "field", name: field, span: plan.span },
    span: plan.span,
  }));
  const results = new Set<string>([...keyNames, names.number, names.time, ...evidence]);
  const result = (wish: string): string => freeName(plainName(wish), results);
  const summary = summaryOf(aggregates, plan.row, walked, Scope.of(session, walked), (wish) => result(wish));
  const [latest, rows, started] = [result("newest_time"), result("eventcount"), result("starts")];
  const duration = result("duration");
  const isWhole =
    plan.starts === undefined
      ? []
      : [
          {
            kind: "where",
            predicate: anyOf([
              operation(">", name(started), number(0)),
              operation("==", name(rows), number(plan.maxRows)),
            ]),
          } as const,
        ];
  const newest = newestEvidence(evidence);
  const { pipeline } = withStage(
    walked,
    {
      kind: "summarize",
      aggregates: [
        { name: names.time, expression: call("min", name(names.time)) },
        { name: latest, expression: call("max", name(names.time)) },
        { name: rows, expression: call("count") },
        ...(plan.starts === undefined
          ? []
          : [{ name: started, expression: call("countif", name(names.starts)) }]),
        ...summary.aggregates,
        ...newest,
      ],
      keys: [...keyNames, names.number].map((each) => ({ name: each, expression: name(each) })),
    },
    ...summary.stages,
    ...isWhole,
    {
      kind: "extend",
      columns: [
        {
          name: duration,
          expression: operation("/", operation("-", name(latest), name(names.time)), keyword("1s")),
        },
      ],
    },
    {
      kind: "project-away",
      columns: [names.number, latest, ...(plan.starts === undefined ? [] : [started])],
    },
  );
  const scope = Scope.of(session, walked);
  const known: (readonly [string, Column])[] = [
    ["_time", valueOf(name(names.time), "datetime", { nullable: false })],
    ...plan.keys.map((key, index): readonly [string, Column] => {
      const value = filled(scope.value({ kind: "field", name: key, span: plan.span }));
      return [key, columnValue(keyNames[index] ?? key, { ...value, nullable: false })];
    }),
    ...summary.columns,
    ["duration", valueOf(name(duration), "real", { nullable: false })],
    ["eventcount", valueOf(name(rows), "long", { nullable: false, whole: true })],
    ...(plan.starts === undefined
      ? []
      : [["closed_txn", valueOf(number(1), "long", { nullable: false, whole: true })] as const]),
  ];
  return {
    pipeline,
    columns: Environment.of(known),
    // What no step named is asked for as it was, so that it is reported where the table lacks it.
    ...(fields === undefined ? {} : { fields: removing({ ...fields, has: () => false }, merged) }),
    order: { kind: "newest-first", time: name(names.time) },
    ...(evidence.length === 0 ? {} : { evidence }),
  };
}
