import type { ScalarExpression } from "../plan/expression.js";
import { unqualified, type LogSource } from "../plan/log-source.js";
import type { LogicalPlan, Scan } from "../plan/plan.js";
import { pathTo, testKind, type EventConstraint } from "./event-constraint.js";

/**
 * The fields of its events that a plan asks a scan for a value of, in filters and as keys of groups: an event that
 * lacks one has no part in the result. Of a derived field, the field that it is under the constraint.
 */
export function fieldsAskedFor(
  scan: Scan,
  source: LogSource,
  plan: LogicalPlan,
  constraint: EventConstraint,
): ReadonlySet<string> {
  const asked = new Set<string>();
  // What a name means at a step; `undefined` where it is no longer a field of the event.
  let meaning = new Map<string, string | undefined>();
  const ask = (expression: ScalarExpression): void => {
    if (expression.kind !== "field") return;
    const { name } = expression;
    const own = meaning.has(name) ? meaning.get(name) : name;
    const field = own === undefined ? undefined : plainUnder(constraint, source, unqualified(source, own));
    if (field !== undefined) asked.add(field);
  };
  for (const node of pathTo(scan, plan) ?? []) {
    switch (node.kind) {
      case "scan":
      case "project":
      case "unnest":
        break;
      case "filter":
        for (const value of valuesAskedFor(node.predicate)) ask(value);
        break;
      case "extend":
        for (const { name } of node.columns) meaning.set(name, undefined);
        break;
      case "lookup":
        for (const { field } of node.outputs) meaning.set(field, undefined);
        break;
      case "rename": {
        const before = meaning;
        meaning = new Map(before);
        for (const { from } of node.columns) meaning.set(from, undefined);
        for (const { from, to } of node.columns) meaning.set(to, before.has(from) ? before.get(from) : from);
        break;
      }
      case "aggregate":
        for (const { expression, fill } of node.keys) if (fill === undefined) ask(expression);
        return asked;
      case "each-field":
      case "transaction":
      case "reshape":
      case "window":
      case "sort":
      case "limit":
      case "distinct":
      case "join":
      case "union":
        return asked;
    }
  }
  return asked;
}

/** What a predicate is true of only where it has a value. */
function valuesAskedFor(predicate: ScalarExpression): readonly ScalarExpression[] {
  switch (predicate.kind) {
    case "and":
      return predicate.operands.flatMap(valuesAskedFor);
    case "is-present":
      return [predicate.value];
    default:
      return [];
  }
}

/** The one field that a name stands for in the events that the constraint leaves, where each of them has it of a field. */
function plainUnder(constraint: EventConstraint, source: LogSource, name: string): string | undefined {
  const derivations = source.derivations.get(name);
  if (derivations === undefined) return name;
  const names = new Set<string | undefined>();
  for (const { when, value } of derivations) {
    const test = testKind(when, constraint);
    if (test === "none") continue;
    names.add(
      value.kind === "computed" && value.expression.kind === "field" ? value.expression.name : undefined,
    );
    if (test === "all") break;
  }
  const [only, ...more] = names;
  return more.length === 0 ? only : undefined;
}
