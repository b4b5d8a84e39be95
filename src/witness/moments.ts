import { walkExpression } from "../plan/expression-visitor.js";
import type { AggregateFunction, LogicalPlan } from "../plan/plan.js";
import { expressionsOf, walkPlan } from "../plan/visitor.js";

/** How far before the search its events lie: inside the window of any schedule, late events waited for. */
const age = 1800;

/** How far before the search an edge of a bucket has to lie, with room for events on both sides of it. */
const edgeAge = { least: 700, most: 3600 };

/** The moments of events: one for each place among them. */
export type Moments = (place: number) => number;

/** Every event has a moment of its own, the first one the newest: equal moments make results depend on chance. */
export function oneAfterAnother(now: number): Moments {
  return (place) => now - age - place;
}

/** All events have one moment; `undefined` where a search asks which of its events came first, and chance would decide. */
export function oneMoment(plan: LogicalPlan, now: number): Moments | undefined {
  return heedsOrder(plan) ? undefined : () => now - age;
}

/**
 * Events on both sides of an edge between two buckets of a search, the first on the edge, the second just before it, in turn;
 * `undefined` where there are no buckets, or none that has an edge shortly before the search.
 */
export function aroundAnEdge(plan: LogicalPlan, now: number): Moments | undefined {
  const edge = bucketWidths(plan)
    .map((width) => Math.floor((now - edgeAge.least) / width) * width)
    .find((moment) => moment >= now - edgeAge.most);
  return edge === undefined
    ? undefined
    : (place) => (place % 2 === 0 ? edge + place / 2 : edge - (place + 1) / 2);
}

/** Where the buckets of a search that a moment lies in begin. */
export function edgesBefore(plan: LogicalPlan, moment: number): readonly number[] {
  return [...new Set(bucketWidths(plan).map((width) => Math.floor(moment / width) * width))];
}

function bucketWidths(plan: LogicalPlan): readonly number[] {
  const widths = new Set<number>();
  walkPlan(plan, (step) => {
    for (const expression of expressionsOf(step))
      walkExpression(expression, (part) => {
        if (part.kind !== "call" || part.function !== "bucket") return;
        const [, size, unit] = part.arguments;
        const isOfSeconds = unit?.kind === "literal" && unit.value === "second";
        if (isOfSeconds && size?.kind === "literal" && Number(size.value) >= 1)
          widths.add(Number(size.value));
      });
  });
  return [...widths];
}

const ordered: ReadonlySet<AggregateFunction> = new Set<AggregateFunction>([
  "first",
  "last",
  "earliest",
  "latest",
  "list",
  "mode",
  "rate",
]);

/** Whether what a search gives depends on which of its events came first. */
function heedsOrder(plan: LogicalPlan): boolean {
  let heeds = false;
  walkPlan(plan, (step) => {
    switch (step.kind) {
      case "limit":
      case "distinct":
      case "transaction":
      case "join":
        heeds = true;
        return;
      case "sort":
        heeds ||= step.limit !== undefined;
        return;
      case "window":
        heeds ||= step.frame.kind === "running";
        heeds ||= step.aggregates.some((each) => ordered.has(each.function));
        return;
      case "aggregate":
        heeds ||= step.aggregates.some((each) => ordered.has(each.function));
        return;
      default:
        return;
    }
  });
  return heeds;
}
