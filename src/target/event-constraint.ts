import type { ScalarExpression } from "../plan/expression.js";
import {
  unqualified,
  wildcardMatch,
  type EventKind,
  type LogSource,
  type ValueSet,
} from "../plan/log-source.js";
import type { LogicalPlan, Scan } from "../plan/plan.js";
import { inputsOf } from "../plan/visitor.js";

/** What the tests of a search leave possible for a field of the events it reads; values in lower case. */
export type EventConstraint = (field: string) => ReadonlySet<string> | undefined;

/** Whether events under a constraint are all of a kind, are none of it, or may be either. */
export type KindTest = "all" | "none" | "some";

/**
 * The constraint that a plan or a predicate puts on the events of a scan. Of a plan, the filters count that stand
 * above the scan with nothing between them that changes which events there are.
 */
export function eventConstraint(
  scan: Scan,
  source: LogSource,
  within: LogicalPlan | ScalarExpression | undefined,
): EventConstraint {
  const predicates =
    within === undefined ? [] : isPlan(within) ? predicatesAbove(scan, within) : [{ predicate: within }];
  return (field) => {
    const wanted = plainField(source, field);
    let possible: ReadonlySet<string> | undefined;
    for (const { predicate, hidden } of predicates) {
      const values = possibleValues(predicate, (name) => {
        if (hidden?.has(name)) return false;
        return plainField(source, name) === wanted;
      });
      possible = intersection(possible, values);
    }
    return possible;
  };
}

/** Whether events under a constraint are of a kind. */
export function testKind(kind: EventKind, constraint: EventConstraint): KindTest {
  let result: KindTest = "all";
  for (const [field, set] of kind) {
    const test = testValues(set, constraint(field));
    if (test === "none") return "none";
    if (test === "some") result = "some";
  }
  return result;
}

/** What is left to ask of events under a constraint that may be of a kind: without fields and values that it settles. */
export function narrowKind(kind: EventKind, constraint: EventConstraint): EventKind {
  const left = [...kind].flatMap(([field, set]): [string, ValueSet][] => {
    const possible = constraint(field);
    if (possible === undefined) return [[field, set]];
    if (testValues(set, possible) === "all") return [];
    const values = [...set.values].filter((pattern) =>
      [...possible].some((value) => wildcardMatch(pattern, value)),
    );
    return [[field, { ...set, values: new Set(values) }]];
  });
  return new Map(left);
}

function testValues(set: ValueSet, possible: ReadonlySet<string> | undefined): KindTest {
  if (possible === undefined) return "some";
  const inside = [...possible].filter((value) =>
    [...set.values].some((pattern) => wildcardMatch(pattern, value)),
  ).length;
  const matching = set.kind === "in" ? inside : possible.size - inside;
  if (matching === 0) return "none";
  return matching === possible.size ? "all" : "some";
}

/** The field that a name stands for: a derivation that is nothing but another field is that field. */
export function plainField(source: LogSource, written: string): string {
  const name = unqualified(source, written);
  const [only, ...more] = source.derivations.get(name) ?? [];
  if (only === undefined || more.length > 0 || only.when.size > 0) return name;
  const { value } = only;
  return value.kind === "computed" && value.expression.kind === "field" ? value.expression.name : name;
}

interface Placed {
  readonly predicate: ScalarExpression;
  /** Names that no longer mean the event's own field where the predicate stands. */
  readonly hidden?: ReadonlySet<string>;
}

function predicatesAbove(scan: Scan, plan: LogicalPlan): readonly Placed[] {
  const path = pathTo(scan, plan) ?? [];
  const found: Placed[] = [];
  const hidden = new Set<string>();
  for (const node of path) {
    switch (node.kind) {
      case "scan":
      case "project":
      case "unnest":
        break;
      case "filter":
        found.push({ predicate: node.predicate, hidden: new Set(hidden) });
        break;
      case "extend":
        for (const { name } of node.columns) hidden.add(name);
        break;
      case "rename":
        for (const { from, to } of node.columns) {
          hidden.add(from);
          hidden.add(to);
        }
        break;
      case "lookup":
        for (const { field } of node.outputs) hidden.add(field);
        break;
      case "each-field":
      case "transaction":
      case "reshape":
      case "aggregate":
      case "window":
      case "sort":
      case "limit":
      case "distinct":
      case "join":
      case "union":
        return found;
    }
  }
  return found;
}

/** The nodes from the scan up to the root. */
function pathTo(scan: Scan, plan: LogicalPlan): readonly LogicalPlan[] | undefined {
  if (plan === scan) return [plan];
  for (const input of inputsOf(plan)) {
    const path = pathTo(scan, input);
    if (path !== undefined) return [...path, plan];
  }
  return undefined;
}

function possibleValues(
  test: ScalarExpression,
  isWanted: (field: string) => boolean,
): ReadonlySet<string> | undefined {
  switch (test.kind) {
    case "and":
      return test.operands
        .map((operand) => possibleValues(operand, isWanted))
        .reduce(intersection, undefined);
    case "or": {
      const parts = test.operands.map((operand) => possibleValues(operand, isWanted));
      return parts.every((part) => part !== undefined)
        ? new Set(parts.flatMap((part) => [...part]))
        : undefined;
    }
    case "compare": {
      const { left, right } = test;
      if (test.operator !== "=" || left.kind !== "field" || right.kind !== "literal") return undefined;
      return isWanted(left.name) && right.value !== null
        ? new Set([String(right.value).toLowerCase()])
        : undefined;
    }
    case "one-of":
      return test.value.kind === "field" && isWanted(test.value.name)
        ? new Set(test.options.map(({ value }) => String(value).toLowerCase()))
        : undefined;
    default:
      return undefined;
  }
}

function intersection(
  left: ReadonlySet<string> | undefined,
  right: ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  return new Set([...left].filter((value) => right.has(value)));
}

const planKinds: ReadonlySet<string> = new Set<LogicalPlan["kind"]>([
  "scan",
  "filter",
  "extend",
  "each-field",
  "project",
  "rename",
  "aggregate",
  "window",
  "sort",
  "limit",
  "distinct",
  "join",
  "union",
  "unnest",
  "lookup",
  "transaction",
  "reshape",
]);

function isPlan(within: LogicalPlan | ScalarExpression): within is LogicalPlan {
  return planKinds.has(within.kind);
}
