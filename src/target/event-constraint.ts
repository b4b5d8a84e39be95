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

/**
 * What the tests of a search leave possible for a field of the events it reads: values in lower case, in which `*`
 * stands for any run of characters.
 */
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
  const asked: EventConstraint = (field) =>
    predicates
      .map((placed) => possibleValues(placed.predicate, field, { ...placed, source }))
      .reduce(intersection, undefined);
  return (field) => asked(field) ?? implied(field, source, asked);
}

/** What the source says of the events that the tests leave. */
function implied(field: string, source: LogSource, asked: EventConstraint): ReadonlySet<string> | undefined {
  const wanted = plainField(source, field);
  for (const { when, then } of source.implications ?? []) {
    const set = then.get(wanted);
    if (set?.kind === "in" && testKind(when, asked) === "all") return set.values;
  }
  return undefined;
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
    if (set.kind === "present" || testValues(set, possible) === "all") return [];
    const values = [...set.values].filter((pattern) =>
      [...possible].some((value) => mayMeet(pattern, value)),
    );
    return [[field, { ...set, values: new Set(values) }]];
  });
  return new Map(left);
}

function testValues(set: ValueSet, possible: ReadonlySet<string> | undefined): KindTest {
  if (possible === undefined) return "some";
  const tests = [...possible].map((value) => testValue(set, value));
  const [first = "none"] = tests;
  return tests.every((test) => test === first) ? first : "some";
}

/** Whether what a value or pattern stands for is all in the set, none of it, or may be either. */
function testValue(set: ValueSet, value: string): KindTest {
  if (set.kind === "present") return "all";
  const { kind } = set;
  const patterns = [...set.values];
  // What matches a pattern as it is written matches it whatever its own wildcards stand for.
  if (patterns.some((pattern) => wildcardMatch(pattern, value))) return kind === "in" ? "all" : "none";
  if (patterns.some((pattern) => mayMeet(pattern, value))) return "some";
  return kind === "in" ? "none" : "all";
}

/** Whether some text may match both; two patterns are taken to meet unless they begin or end in other ways. */
function mayMeet(pattern: string, value: string): boolean {
  if (!value.includes("*")) return wildcardMatch(pattern, value);
  if (!pattern.includes("*")) return wildcardMatch(value, pattern);
  const [head, otherHead] = [pattern, value].map((each) => each.slice(0, each.indexOf("*")));
  const [tail, otherTail] = [pattern, value].map((each) => each.slice(each.lastIndexOf("*") + 1));
  return agree(head, otherHead, "startsWith") && agree(tail, otherTail, "endsWith");
}

function agree(left = "", right = "", how: "startsWith" | "endsWith"): boolean {
  return left[how](right) || right[how](left);
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

interface Place extends Pick<Placed, "hidden"> {
  readonly source: LogSource;
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
  field: string,
  place: Place,
): ReadonlySet<string> | undefined {
  const isWanted = (name: string) =>
    place.hidden?.has(name) !== true && plainField(place.source, name) === plainField(place.source, field);
  switch (test.kind) {
    case "and":
      return test.operands
        .map((operand) => possibleValues(operand, field, place))
        .reduce(intersection, undefined);
    case "or": {
      // Each alternative leaves events of kinds of its own.
      const parts = test.operands.map((operand) => {
        const asked: EventConstraint = (name) => possibleValues(operand, name, place);
        return asked(field) ?? implied(field, place.source, asked);
      });
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
    case "match": {
      const { value, pattern } = test;
      if (value.kind !== "field" || pattern.kind !== "wildcard" || !isWanted(value.name)) return undefined;
      const parts = pattern.parts.map((part) => (part.kind === "any" ? "*" : part.text.toLowerCase()));
      return new Set([parts.join("")]);
    }
    case "one-of":
      return test.value.kind === "field" && isWanted(test.value.name)
        ? new Set(test.options.map(({ value }) => String(value).toLowerCase()))
        : undefined;
    default:
      return undefined;
  }
}

/** What both leave possible, or more where patterns overlap. */
function intersection(
  left: ReadonlySet<string> | undefined,
  right: ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  const [kept, other] = [...left].some((value) => value.includes("*")) ? [right, left] : [left, right];
  return new Set([...kept].filter((value) => [...other].some((each) => mayMeet(each, value))));
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
