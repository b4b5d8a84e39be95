import type { LookupRows } from "../evaluate/lookup-rows.js";
import { ownColumns } from "../plan/build/transaction.js";
import { fieldsOf } from "../plan/expression-visitor.js";
import type { ScalarExpression } from "../plan/expression.js";
import type { LogicalPlan } from "../plan/plan.js";
import { replaced, withPresent, type Demand, type Wanted } from "./demand.js";
import { beforeGroups } from "./groups-demand.js";
import { beforeJoin } from "./join-demand.js";
import { beforeLookup } from "./lookup-demand.js";
import { numbersOf } from "./threshold.js";

/** What a search wants of all its events, and the numbers that its groups are tested against. */
export interface Demands {
  readonly scans: readonly Demand[];
  readonly thresholds: readonly number[];
  /** Whether a test compares groups with each other, so that one has to stand apart. */
  readonly apart: boolean;
}

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
        return this.visitGroups(plan, wanted);
      case "distinct":
        return this.visit(plan.input, plan.keepMissing ? wanted : withPresent(wanted, plan.columns, plan));
      case "lookup":
        return this.visit(plan.input, beforeLookup(plan, wanted, this.lookups));
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

  private visitGroups(
    plan: Extract<LogicalPlan, { readonly kind: "aggregate" | "window" }>,
    wanted: Wanted,
  ): void {
    const { rows, thresholds, apart } = beforeGroups(plan, wanted);
    for (const number of thresholds) this.thresholds.add(number);
    this.apart ||= apart;
    this.visit(plan.input, rows);
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

  private visitJoin(plan: Extract<LogicalPlan, { readonly kind: "join" }>, wanted: Wanted): void {
    const { left, right } = beforeJoin(plan, wanted, this.joins);
    this.joins += plan.keys.length;
    this.visit(plan.input, left);
    this.visit(plan.right, right);
  }
}
