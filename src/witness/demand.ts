import type { LookupRows } from "../evaluate/lookup-rows.js";
import { ownColumns } from "../plan/build/transaction.js";
import { fieldsOf, mapExpression } from "../plan/expression-visitor.js";
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
}

/** What a search wants of all its events, and the numbers that its groups are tested against. */
export interface Demands {
  readonly scans: readonly Demand[];
  readonly thresholds: readonly number[];
}

interface Wanted {
  readonly predicates: readonly ScalarExpression[];
  readonly shown: readonly ScalarExpression[];
  readonly links: Demand["links"];
}

/** Collects what has to hold of the events of each scan for the search to give a row. A good guess, to be tried. */
export function demandsOf(plan: LogicalPlan, lookups: ReadonlyMap<string, LookupRows>): Demands {
  const collector = new Collector(lookups);
  const columns = plan.row.open ? [] : [...plan.row.columns.keys()];
  const shown = columns.map((name): ScalarExpression => ({ kind: "field", name, span: plan.span }));
  collector.visit(plan, { predicates: [], shown, links: [] });
  return { scans: collector.scans, thresholds: [...collector.thresholds].sort((a, b) => a - b) };
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
]);

class Collector {
  readonly scans: Demand[] = [];
  readonly thresholds = new Set<number>();
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
    const kept: ScalarExpression[] = [];
    for (const predicate of wanted.predicates)
      if ([...fieldsOf(predicate)].some((name) => counted.has(name))) this.rememberNumbers(predicate);
      else kept.push(predicate);
    const below = replaced({ ...wanted, predicates: kept }, inside);
    const present = plan.keys
      .filter(({ fill }) => plan.kind === "aggregate" && fill === undefined)
      .map(({ expression }): ScalarExpression => ({
        kind: "is-present",
        value: expression,
        span: plan.span,
      }));
    return {
      predicates: [...below.predicates, ...present],
      shown: [
        ...below.shown.filter((each) => ![...fieldsOf(each)].some((name) => counted.has(name))),
        ...keys.values(),
        ...plan.aggregates.flatMap(partsOfAggregate),
      ],
      links: below.links,
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
    mapExpression(predicate, (part) => {
      if (part.kind === "literal" && typeof part.value === "number" && Number.isFinite(part.value))
        this.thresholds.add(part.value);
      return part;
    });
  }

  /** The value of a row of the table whose outputs pass the tests takes the place of the tests. */
  private beforeLookup(plan: Extract<LogicalPlan, { readonly kind: "lookup" }>, wanted: Wanted): Wanted {
    const outputs = new Set(plan.outputs.map(({ column }) => column));
    const mentions = (expression: ScalarExpression) =>
      [...fieldsOf(expression)].some((name) => outputs.has(name));
    const tests = wanted.predicates.filter(mentions);
    const rest = { ...wanted, predicates: wanted.predicates.filter((each) => !mentions(each)) };
    const rows = this.lookups.get(plan.table)?.rows ?? [];
    const literals = new Set(tests.flatMap(literalTexts));
    const fitting = [...rows].sort((a, b) => score(b, literals) - score(a, literals)).slice(0, 4);
    const keys = plan.keys.flatMap(({ column, field }): readonly ScalarExpression[] => {
      const options = fitting
        .map((row) => row.get(field))
        .filter((value) => value !== undefined)
        .map((value): Literal => ({ kind: "literal", value: value.replaceAll("*", "w"), span: plan.span }));
      if (options.length === 0 || tests.length === 0) return [];
      const value: ScalarExpression = { kind: "field", name: column, span: plan.span };
      return [
        {
          kind: "one-of",
          value,
          options,
          mode: "text",
          caseSensitive: true,
          whenMissing: "false",
          span: plan.span,
        },
      ];
    });
    const shown = plan.keys.map(({ column }): ScalarExpression => ({
      kind: "field",
      name: column,
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
  };
}

function literalTexts(expression: ScalarExpression): readonly string[] {
  const texts: string[] = [];
  mapExpression(expression, (part) => {
    if (part.kind === "literal") texts.push(String(part.value).toLowerCase());
    return part;
  });
  return texts;
}

function score(row: ReadonlyMap<string, string>, literals: ReadonlySet<string>): number {
  return [...row.values()].filter((value) => literals.has(value.toLowerCase())).length;
}
