import type { ScalarExpression } from "../plan/expression.js";
import {
  unqualified,
  type DerivedValue,
  type EventKind,
  type LogSource,
  type ValueSet,
} from "../plan/log-source.js";
import type { LogicalPlan, Scan } from "../plan/plan.js";
import { inputsOf } from "../plan/visitor.js";
import { anyValue, possibleValues } from "./possible-values.js";
import { intersection, isMet, mayMeet, testValue, testValues, type KindTest } from "./value-patterns.js";

/**
 * What the tests of a search leave possible for a field of the events it reads: values in lower case, in which `*`
 * stands for any run of characters.
 */
export type EventConstraint = (field: string) => ReadonlySet<string> | undefined;

/**
 * The constraint that a plan or a predicate puts on the events of a scan. Of a plan, the filters count that stand
 * above the scan with nothing between them that changes which events there are. `source` is the source whose events
 * they are: the scan's own, or the one that a data model has them of, whose fields the model names as its `own`.
 */
export function eventConstraint(
  scan: Scan,
  source: LogSource,
  within: LogicalPlan | ScalarExpression | undefined,
  own: LogSource = source,
): EventConstraint {
  const predicates =
    within === undefined ? [] : isPlan(within) ? predicatesAbove(scan, within) : [{ predicate: within }];
  const asked = remembered((field) =>
    predicates
      .map((placed) => valuesAsked(placed.predicate, field, { ...placed, source, own }))
      .reduce(intersection, undefined),
  );
  return withImplied(asked, source);
}

/** The constraint that works out the values of a field once: a field is asked for with each kind of events. */
function remembered(constraint: EventConstraint): EventConstraint {
  const known = new Map<string, ReadonlySet<string> | undefined>();
  return (field) => {
    if (!known.has(field)) known.set(field, constraint(field));
    return known.get(field);
  };
}

/** The constraint with what the source says of the events that it leaves. */
export function withImplied(asked: EventConstraint, source: LogSource): EventConstraint {
  return remembered((field) => asked(field) ?? implied(field, source, asked));
}

function implied(field: string, source: LogSource, asked: EventConstraint): ReadonlySet<string> | undefined {
  const wanted = plainField(source, field);
  for (const { when, then } of source.implications ?? []) {
    const set = then.get(wanted);
    if (set?.kind === "in" && testKind(when, asked) === "all") return set.values;
  }
  return undefined;
}

/**
 * The constraint with what tests of derived fields tell of the fields that they are derived of: `action=created` of the
 * names of the calls that have this action. That holds as long as those tests are made, so that of two fields which are
 * tested only one may be read under what the other tells: the later one in the source.
 */
export function withDerived(
  asked: EventConstraint,
  source: LogSource,
  own: LogSource,
  reader?: string,
): EventConstraint {
  const names = [...source.derivations.keys()];
  const place = reader === undefined || asked(reader) === undefined ? -1 : names.indexOf(reader);
  const tellers = place === -1 ? names : names.slice(0, place);
  return remembered((field) => asked(field) ?? ofDerived(field, source, asked, own, tellers));
}

function ofDerived(
  field: string,
  source: LogSource,
  asked: EventConstraint,
  own: LogSource,
  tellers: readonly string[],
): ReadonlySet<string> | undefined {
  const wanted = plainField(source, field);
  let possible: ReadonlySet<string> | undefined;
  for (const name of tellers) {
    const derivations = source.derivations.get(name) ?? [];
    const values = derivations.some(({ when }) => when.has(wanted))
      ? valuesWanted(name, asked, own)
      : undefined;
    if (values === undefined) continue;
    const kinds = derivations
      .filter(({ value }) => mayGive(value, values))
      .map(({ when }) => when.get(wanted));
    const isListed = kinds.every((set) => set?.kind === "in");
    if (isListed) possible = intersection(possible, new Set(kinds.flatMap((set) => listedIn(set))));
  }
  return possible;
}

/** The values that the tests leave to a field, unless the fill of a data model is among them. */
export function valuesWanted(
  name: string,
  asked: EventConstraint,
  own: LogSource,
): ReadonlySet<string> | undefined {
  const values = asked(name);
  return values === undefined || isMet(own.fields.get(name)?.fill, values) ? undefined : values;
}

function listedIn(set: ValueSet | undefined): readonly string[] {
  return set?.kind === "in" ? [...set.values] : [];
}

/** Whether what a derivation gives can be one of some values. */
export function mayGive(derived: DerivedValue, wanted: ReadonlySet<string>): boolean {
  if (derived.kind === "missing") return true;
  const { literals, characters } = possibleValues(derived.expression, () => anyValue);
  const isListed = literals !== undefined && characters.length === 0;
  return !isListed || literals.some(({ value }) => isMet(String(value), wanted));
}

/** The constraint with that of a kind of events. */
export function constraintWithin(
  constraint: EventConstraint,
  source: LogSource,
  kind: EventKind,
): EventConstraint {
  return remembered((field) => {
    const set = kind.get(plainField(source, field));
    return set?.kind === "in" ? intersection(constraint(field), set.values) : constraint(field);
  });
}

/** The constraint without the events of a kind, where one field tells them. */
export function constraintWithout(
  constraint: EventConstraint,
  source: LogSource,
  kind: EventKind,
): EventConstraint {
  const [[told, set] = [], ...more] = kind;
  if (told === undefined || set?.kind !== "in" || more.length > 0) return constraint;
  const wanted = plainField(source, told);
  return remembered((field) => {
    const possible = constraint(field);
    if (possible === undefined || plainField(source, field) !== wanted) return possible;
    return new Set([...possible].filter((value) => testValue(set, value) !== "all"));
  });
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
    const patterns = [...set.values];
    const met = patterns.filter((pattern) => [...possible].some((value) => mayMeet(pattern, value)));
    const isListed = [...possible].every((value) => !value.includes("*"));
    const listed = [...possible].filter((value) => patterns.some((pattern) => mayMeet(pattern, value)));
    // Both say the same of what is possible: the shorter one.
    const values = isListed && listed.length <= met.length ? listed : met;
    return [[field, { ...set, values: new Set(values) }]];
  });
  return new Map(left);
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
  /** The data model whose names the test uses, or the source itself. */
  readonly own: LogSource;
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
export function pathTo(scan: Scan, plan: LogicalPlan): readonly LogicalPlan[] | undefined {
  if (plan === scan) return [plan];
  for (const input of inputsOf(plan)) {
    const path = pathTo(scan, input);
    if (path !== undefined) return [...path, plan];
  }
  return undefined;
}

/** The field of the source that a name of the search stands for, also where the data model calls it otherwise. */
function fieldNamed(name: string, { source, own }: Place): string {
  const plain = unqualified(own, name);
  const [only, ...more] = source.models?.get(own.id)?.fields.get(plain) ?? [];
  if (only === undefined || more.length > 0 || only.when.size > 0) return plainField(source, plain);
  const { value } = only;
  const isField = value.kind === "computed" && value.expression.kind === "field";
  return plainField(source, isField ? value.expression.name : plain);
}

function valuesAsked(test: ScalarExpression, field: string, place: Place): ReadonlySet<string> | undefined {
  const isWanted = (name: string) =>
    place.hidden?.has(name) !== true && fieldNamed(name, place) === plainField(place.source, field);
  switch (test.kind) {
    case "and":
      return test.operands
        .map((operand) => valuesAsked(operand, field, place))
        .reduce(intersection, undefined);
    case "or": {
      // Each alternative leaves events of kinds of its own.
      const parts = test.operands.map((operand) => {
        const asked: EventConstraint = (name) => valuesAsked(operand, name, place);
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

/** Whether it is a plan and no predicate. */
export function isPlan(within: LogicalPlan | ScalarExpression): within is LogicalPlan {
  return planKinds.has(within.kind);
}
