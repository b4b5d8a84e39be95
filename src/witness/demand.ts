import type { ScalarExpression } from "../plan/expression.js";
import { mapExpression } from "../plan/expression-visitor.js";
import type { LogicalPlan, Scan } from "../plan/plan.js";

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

/** The same before it is known of which scan: what the steps above one want of its rows. */
export type Wanted = Omit<Demand, "scan">;

/** Wants a value in each of these columns, too. */
export function withPresent(wanted: Wanted, columns: readonly string[], { span }: LogicalPlan): Wanted {
  const present = columns.map((name): ScalarExpression => ({
    kind: "is-present",
    value: { kind: "field", name, span },
    span,
  }));
  return { ...wanted, predicates: [...wanted.predicates, ...present] };
}

/** Writes out the columns that a step computes. */
export function replaced(wanted: Wanted, columns: ReadonlyMap<string, ScalarExpression>): Wanted {
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
