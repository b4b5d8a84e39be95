import { EvaluationContext } from "../evaluate/context.js";
import { compilePredicate } from "../evaluate/expression.js";
import { wildcardParts } from "../evaluate/wildcard.js";
import type { LookupRows } from "../evaluate/lookup-rows.js";
import { disjunction } from "../plan/build/index.js";
import { ownColumns } from "../plan/build/transaction.js";
import { fieldsOf, mapExpression, walkExpression } from "../plan/expression-visitor.js";
import type { Literal, ScalarExpression } from "../plan/expression.js";
import type { AggregateFunction, LogicalPlan, NamedAggregate, Scan } from "../plan/plan.js";

/** What a search wants of the events of one of its scans, in terms of their own fields. */
export interface Demand {
  readonly scan: Scan;
  readonly predicates: readonly ScalarExpression[];
  /** What results show, group by, and count, beyond what the predicates name. */
  readonly shown: readonly ScalarExpression[];
  /** Fields whose value is the same in the events of another scan; by the name of what they share. */
  readonly links: readonly { readonly link: string; readonly expression: ScalarExpression }[];
  /** What the last groups are made by; absent where there are none. */
  readonly keys?: readonly ScalarExpression[];
  /** Of what a test wants many different values. */
  readonly varying: readonly ScalarExpression[];
}

/** What a search wants of all its events, and the numbers that its groups are tested against. */
export interface Demands {
  readonly scans: readonly Demand[];
  readonly thresholds: readonly number[];
  /** Whether a test compares groups with each other, so that one has to stand apart. */
  readonly apart: boolean;
}

type Wanted = Omit<Demand, "scan">;

/** Collects what has to hold of the events of each scan for the search to give a row. A good guess, to be tried. */
export function demandsOf(plan: LogicalPlan, lookups: ReadonlyMap<string, LookupRows>): Demands {
  const collector = new Collector(lookups);
  const columns = plan.row.open ? [] : [...plan.row.columns.keys()];
  const shown = columns.map((name): ScalarExpression => ({ kind: "field", name, span: plan.span }));
  collector.visit(plan, { predicates: [], shown, links: [], varying: [] });
  return {
    scans: collector.scans,
    thresholds: [...collector.thresholds].sort((a, b) => a - b),
    apart: collector.apart,
  };
}

/** Aggregates that give one of the values of a group, or all: a test of the result can be met by one event. */
const passing: ReadonlySet<AggregateFunction> = new Set<AggregateFunction>([
  "values",
  "list",
  "first",
  "last",
  "earliest",
  "latest",
  "mode",
  "minimum",
  "maximum",
  "sum",
  "average",
  "median",
  "percentile",
]);

class Collector {
  readonly scans: Demand[] = [];
  readonly thresholds = new Set<number>();
  apart = false;
  private joins = 0;

  constructor(private readonly lookups: ReadonlyMap<string, LookupRows>) {}

  visit(plan: LogicalPlan, wanted: Wanted): void {
    switch (plan.kind) {
      case "scan":
        if (plan.source.kind === "log") this.scans.push({ scan: plan, ...wanted });
        return;
      case "filter":
        return this.visit(plan.input, {
          ...wanted,
          predicates: [
            ...wanted.predicates,
            ...(plan.predicate.kind === "and" ? plan.predicate.operands : [plan.predicate]),
          ],
        });
      case "extend":
        return this.visit(
          plan.input,
          plan.columns.reduceRight<Wanted>(
            (current, { name, expression }) => replaced(current, new Map([[name, expression]])),
            wanted,
          ),
        );
      case "rename":
        return this.visit(
          plan.input,
          replaced(
            wanted,
            new Map(plan.columns.map(({ from, to, span }) => [to, { kind: "field", name: from, span }])),
          ),
        );
      case "aggregate":
      case "window":
        return this.visit(plan.input, this.beforeGroups(plan, wanted));
      case "distinct":
        return this.visit(plan.input, plan.keepMissing ? wanted : withPresent(wanted, plan.columns, plan));
      case "lookup":
        return this.visit(plan.input, this.beforeLookup(plan, wanted));
      case "join":
        return this.visitJoin(plan, wanted);
      case "union":
        for (const input of plan.inputs) this.visit(input, wanted);
        return;
      case "transaction":
        return this.visit(plan.input, this.beforeTransaction(plan, wanted));
      case "reshape":
        // A test of what a value names is no test of one event.
        return this.visit(
          plan.input,
          plan.form.kind === "continuous" ? wanted : { ...wanted, predicates: [], shown: [] },
        );
      case "each-field":
      case "project":
      case "sort":
      case "limit":
      case "unnest":
        return this.visit(plan.input, wanted);
    }
  }

  private beforeGroups(
    plan: Extract<LogicalPlan, { readonly kind: "aggregate" | "window" }>,
    wanted: Wanted,
  ): Wanted {
    const keys = new Map(plan.keys.map(({ name, expression }) => [name, expression]));
    const inside = new Map(keys);
    for (const { name, function: kind, argument } of plan.aggregates)
      if (passing.has(kind) && argument !== undefined) inside.set(name, argument);
    const counted = new Set(plan.aggregates.filter((each) => !inside.has(each.name)).map(({ name }) => name));
    const collected = new Set(plan.aggregates.filter(isCollected).map(({ name }) => name));
    const kept: ScalarExpression[] = [];
    const tested = new Set<string>();
    const rising = new Set<string>();
    for (const predicate of wanted.predicates) {
      const names = fieldsOf(predicate);
      if ([...names].some((name) => counted.has(name)) || countsValues(predicate, collected)) {
        this.rememberNumbers(predicate);
        this.apart ||= names.size > 1 && numbersOf(predicate).every((number) => number < 10);
        for (const name of names) tested.add(name);
        if (isRising(predicate)) for (const name of names) rising.add(name);
      } else kept.push(predicate);
    }
    // What a tested aggregate counts, one of several at a time.
    const conditions = plan.aggregates.flatMap(({ name, condition }) =>
      condition !== undefined && tested.has(name) ? [condition] : [],
    );
    const below = replaced({ ...wanted, predicates: kept }, inside);
    const present = plan.keys
      .filter(({ fill }) => plan.kind === "aggregate" && fill === undefined)
      .map(({ expression }): ScalarExpression => ({
        kind: "is-present",
        value: expression,
        span: plan.span,
      }));
    return {
      predicates: [
        ...below.predicates,
        ...(conditions.length === 0 ? [] : [disjunction(conditions, plan.span)]),
        ...present,
      ],
      shown: [
        ...below.shown.filter((each) => ![...fieldsOf(each)].some((name) => counted.has(name))),
        ...keys.values(),
        ...plan.aggregates.flatMap(partsOfAggregate),
      ],
      links: below.links,
      keys: keysOf(plan, below.keys, tested.size > 0),
      varying: [
        ...below.varying,
        ...plan.aggregates.flatMap(({ name, argument }) =>
          argument !== undefined && rising.has(name) ? [argument] : [],
        ),
      ],
    };
  }

  /** What a transaction counts and measures is no test of one event. */
  private beforeTransaction(
    plan: Extract<LogicalPlan, { readonly kind: "transaction" }>,
    wanted: Wanted,
  ): Wanted {
    const own = new Set(ownColumns(plan));
    const measures = (expression: ScalarExpression) =>
      [...fieldsOf(expression)].some((name) => own.has(name));
    for (const predicate of wanted.predicates) if (measures(predicate)) this.rememberNumbers(predicate);
    const rest = {
      ...wanted,
      predicates: wanted.predicates.filter((each) => !measures(each)),
      shown: wanted.shown.filter((each) => !measures(each)),
    };
    return withPresent(rest, plan.keys, plan);
  }

  private rememberNumbers(predicate: ScalarExpression): void {
    for (const number of numbersOf(predicate)) this.thresholds.add(number);
  }

  /** The value of a row of the table whose outputs pass the tests takes the place of the tests. */
  private beforeLookup(plan: Extract<LogicalPlan, { readonly kind: "lookup" }>, wanted: Wanted): Wanted {
    const outputs = new Set(plan.outputs.map(({ field }) => field));
    const mentions = (expression: ScalarExpression) =>
      [...fieldsOf(expression)].some((name) => outputs.has(name));
    const tests = wanted.predicates.filter(mentions);
    const table = this.lookups.get(plan.table);
    const fitting = table === undefined ? [] : fittingRows(table.rows, plan, tests).slice(0, 4);
    // A table that cannot help leaves its outputs missing.
    const nothing = new Map([...outputs].map((name) => [name, missing(plan)]));
    const kept =
      fitting.length > 0
        ? wanted.predicates.filter((each) => !mentions(each))
        : replaced({ ...wanted, predicates: wanted.predicates }, nothing).predicates;
    const rest = { ...wanted, predicates: kept };
    const keys = plan.keys.flatMap(({ column, field }): readonly ScalarExpression[] => {
      const texts = fitting.map((row) => row.get(column)).filter((value) => value !== undefined);
      if (texts.length === 0 || tests.length === 0) return [];
      const value: ScalarExpression = { kind: "field", name: field, span: plan.span };
      return [keyTest(value, texts, table?.matchTypes.get(column))];
    });
    const shown = plan.keys.map(({ field }): ScalarExpression => ({
      kind: "field",
      name: field,
      span: plan.span,
    }));
    return {
      ...rest,
      predicates: [...rest.predicates, ...keys],
      shown: [...rest.shown.filter((each) => !mentions(each)), ...shown],
    };
  }

  private visitJoin(plan: Extract<LogicalPlan, { readonly kind: "join" }>, wanted: Wanted): void {
    const { left, right } = { left: plan.input.row, right: plan.right.row };
    const ofRight = (expression: ScalarExpression): boolean => {
      const names = [...fieldsOf(expression)];
      return (
        names.length > 0 &&
        names.every((name) => right.columns.has(name) && (plan.overwrite || !left.columns.has(name))) &&
        !names.some((name) => plan.keys.some((key) => key.left === name))
      );
    };
    const links = plan.keys.map(({ left: leftName, right: rightName }) => ({
      link: `join ${String(this.joins++)}`,
      leftName,
      rightName,
    }));
    const side = (
      of: (expression: ScalarExpression) => boolean,
      nameOf: (link: (typeof links)[number]) => string,
      linked: boolean,
    ): Wanted => ({
      predicates: wanted.predicates.filter(of),
      shown: wanted.shown.filter(of),
      ...(wanted.keys === undefined ? {} : { keys: wanted.keys.filter(of) }),
      varying: wanted.varying.filter(of),
      links: [
        ...wanted.links.filter(({ expression }) => of(expression)),
        ...(linked
          ? links.map((link) => ({
              link: link.link,
              expression: { kind: "field", name: nameOf(link), span: plan.span } as const,
            }))
          : []),
      ],
    });
    const linked = plan.type !== "anti";
    this.visit(
      plan.input,
      side(
        (each) => !ofRight(each),
        ({ leftName }) => leftName,
        linked,
      ),
    );
    this.visit(
      plan.right,
      side(ofRight, ({ rightName }) => rightName, linked),
    );
  }
}

function numbersOf(expression: ScalarExpression): readonly number[] {
  const numbers: number[] = [];
  walkExpression(expression, (part) => {
    if (part.kind === "literal" && typeof part.value === "number" && Number.isFinite(part.value))
      numbers.push(part.value);
  });
  return numbers;
}

/** Whether a test asks for more than a number. */
function isRising(predicate: ScalarExpression): boolean {
  if (predicate.kind !== "compare") return false;
  const { operator, left } = predicate;
  const more = operator === ">" || operator === ">=";
  const less = operator === "<" || operator === "<=";
  return left.kind === "literal" ? less : more;
}

/** The keys of the last groups; where groups are compared with each other, those inside which they are. */
function keysOf(
  { kind, keys }: Extract<LogicalPlan, { readonly kind: "aggregate" | "window" }>,
  known: readonly ScalarExpression[] | undefined,
  isTested: boolean,
): readonly ScalarExpression[] {
  const own = keys.map(({ expression }) => expression);
  return known === undefined || (kind === "window" && isTested) ? own : known;
}

function isCollected({ function: kind }: NamedAggregate): boolean {
  return kind === "values" || kind === "list";
}

/** Whether a test asks how many values a column has collected. */
function countsValues(predicate: ScalarExpression, collected: ReadonlySet<string>): boolean {
  let counts = false;
  walkExpression(predicate, (part) => {
    if (part.kind !== "call" || part.function !== "mvcount") return;
    const [values] = part.arguments;
    counts ||= values?.kind === "field" && collected.has(values.name);
  });
  return counts;
}

function partsOfAggregate({ argument, condition }: NamedAggregate): readonly ScalarExpression[] {
  return [...(argument === undefined ? [] : [argument]), ...(condition === undefined ? [] : [condition])];
}

function withPresent(wanted: Wanted, columns: readonly string[], { span }: LogicalPlan): Wanted {
  const present = columns.map((name): ScalarExpression => ({
    kind: "is-present",
    value: { kind: "field", name, span },
    span,
  }));
  return { ...wanted, predicates: [...wanted.predicates, ...present] };
}

/** Writes out the columns that a step computes. */
function replaced(wanted: Wanted, columns: ReadonlyMap<string, ScalarExpression>): Wanted {
  const write = (expression: ScalarExpression): ScalarExpression =>
    mapExpression(expression, (part) => (part.kind === "field" ? (columns.get(part.name) ?? part) : part));
  return {
    predicates: wanted.predicates.map(write),
    shown: wanted.shown.map(write),
    links: wanted.links.map(({ link, expression }) => ({ link, expression: write(expression) })),
    ...(wanted.keys === undefined ? {} : { keys: wanted.keys.map(write) }),
    varying: wanted.varying.map(write),
  };
}

/** The rows of a table whose outputs pass the most of the tests, at least one. */
function fittingRows(
  rows: LookupRows["rows"],
  { outputs }: Extract<LogicalPlan, { readonly kind: "lookup" }>,
  tests: readonly ScalarExpression[],
): LookupRows["rows"] {
  const context = new EvaluationContext({ now: 0, report: () => undefined });
  const predicates = tests.map((test) => compilePredicate(test, context));
  const passed = (row: ReadonlyMap<string, string>): number => {
    const seen = new Map(outputs.flatMap(({ column, field }) => entry(field, row.get(column))));
    return predicates.filter((test) => test(seen) === true).length;
  };
  return rows
    .map((row) => ({ row, passed: passed(row) }))
    .filter((each) => tests.length === 0 || each.passed > 0)
    .sort((left, right) => right.passed - left.passed)
    .map(({ row }) => row);
}

/** That a value is found under one of these keys of a table. */
function keyTest(
  value: ScalarExpression,
  texts: readonly string[],
  matching: "wildcard" | "cidr" | undefined,
): ScalarExpression {
  const { span } = value;
  const common = { value, caseSensitive: true, whenMissing: "false", span } as const;
  if (matching === undefined)
    return {
      kind: "one-of",
      options: texts.map((text) => ({ kind: "literal", value: text, span })),
      mode: "text",
      ...common,
    };
  const patterns = texts.map((text): ScalarExpression => ({
    kind: "match",
    pattern:
      matching === "cidr"
        ? { kind: "network", cidr: text }
        : { kind: "wildcard", parts: wildcardParts(text) },
    ...common,
  }));
  return disjunction(patterns, span);
}

function missing({ span }: LogicalPlan): Literal {
  return { kind: "literal", value: null, span };
}

function entry(name: string, value: string | undefined): readonly (readonly [string, string])[] {
  return value === undefined ? [] : [[name, value]];
}
