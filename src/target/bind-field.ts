import { mapExpression } from "../plan/expression-visitor.js";
import { eventKindTest } from "../plan/event-kind-test.js";
import { dumpExpression } from "../plan/dump-expression.js";
import type { Call, ScalarExpression } from "../plan/expression.js";
import {
  fieldOf,
  matchFamily,
  unqualified,
  type Derivation,
  type EventKind,
  type LogSource,
} from "../plan/log-source.js";
import type { Span } from "../source/source-text.js";
import { bindFamily } from "./bind-family.js";
import {
  constraintWithin,
  constraintWithout,
  mayGive,
  narrowKind,
  testKind,
  type EventConstraint,
} from "./event-constraint.js";
import type { BoundField, FieldBinding, Home } from "./profile.js";

/**
 * What a field of a source is in a home: the home's own row, else the source's derivation over fields that the home
 * binds, else a rule over names. A derivation that mentions its own field refines what the home has for it.
 * `wanted` are values of which each event that counts has one. `undefined` where the source has no such field.
 */
export function bindField(
  written: string,
  source: LogSource,
  home: Home,
  constraint: EventConstraint,
  within: ReadonlySet<string> = new Set(),
  wanted?: ReadonlySet<string>,
): FieldBinding | undefined {
  const field = fieldOf(source, written);
  if (field === undefined) return undefined;
  const name = unqualified(source, written);
  const own = home.fields.get(name);
  const derivations = within.has(name)
    ? []
    : derivationsGiving(wanted, source.derivations.get(name) ?? [], source);
  const refines = derivations.some(
    ({ value }) => value.kind === "computed" && mentions(value.expression, name),
  );
  const binding =
    own !== undefined && !refines
      ? own
      : derivations.length > 0
        ? deriveField(derivations, source, home, constraint, new Set([...within, name]))
        : (own ?? byFamily(name, field.origin, home) ?? { kind: "missing", reason: noColumn });
  if (binding.kind !== "bound" || within.size > 0) return binding;
  return {
    ...binding,
    ...(field.fill === undefined ? {} : { fill: field.fill }),
    ...(isImplied(name, source, constraint) ? { always: true } : {}),
  };
}

/** Whether the source says of all events that the tests leave that they have the field. */
function isImplied(name: string, { implications = [] }: LogSource, constraint: EventConstraint): boolean {
  return implications.some(
    ({ when, then }) => then.get(name)?.kind === "present" && testKind(when, constraint) === "all",
  );
}

const noColumn = "no column is known for it";

function byFamily(name: string, origin: string | undefined, home: Home): FieldBinding | undefined {
  for (const family of home.families) {
    if (family.origin !== undefined && family.origin !== origin) continue;
    const text = matchFamily(family, name);
    if (text !== undefined) return bindFamily(family.rule, text);
  }
  return undefined;
}

/**
 * The derivations that a field is read by which has one of some values: without those of kinds of events that it has
 * another value for, where no later one takes these events.
 */
export function derivationsGiving(
  wanted: ReadonlySet<string> | undefined,
  derivations: readonly Derivation[],
  source: LogSource,
): readonly Derivation[] {
  if (wanted === undefined) return derivations;
  return derivations.filter(({ when, value }, index) => {
    if (when.size !== 1 || mayGive(value, wanted)) return true;
    const ofKind = constraintWithin(() => undefined, source, when);
    return derivations.slice(index + 1).some((later) => testKind(later.when, ofKind) !== "none");
  });
}

/** What derivations make of the fields that a home binds; `inside` are the fields that are being derived. */
export function deriveField(
  derivations: readonly Derivation[],
  source: LogSource,
  home: Home,
  constraint: EventConstraint,
  inside: ReadonlySet<string>,
): FieldBinding {
  const arms: { readonly when: ScalarExpression; readonly then: BoundField }[] = [];
  let otherwise: BoundField | undefined;
  let left = constraint;
  for (const { when, value: derived } of derivations) {
    const test = testKind(when, left);
    if (test === "none") continue;
    if (derived.kind === "missing") return derived;
    const { expression, comparable } = derived;
    const ofKind = constraintWithin(left, source, when);
    const plain = substitute(expression, (inner) => bindField(inner, source, home, ofKind, inside));
    if (plain.kind === "missing") return plain;
    const value: BoundField =
      comparable === false || plain.decoded === true ? { ...plain, comparable: false } : plain;
    if (test === "all") {
      otherwise = value;
      break;
    }
    const condition = bindKind(when, source, home, left, expression.span, inside);
    if (condition.kind === "missing") return condition;
    arms.push({ when: condition.expression, then: value });
    left = constraintWithout(left, source, when);
  }
  const comparable = arms.every(({ then }) => then.comparable !== false) && otherwise?.comparable !== false;
  while (otherwise !== undefined && isAlike(arms.at(-1)?.then, otherwise)) {
    arms.pop();
    if (!comparable) otherwise = { ...otherwise, comparable };
  }
  const [first] = arms;
  if (first === undefined)
    return (
      otherwise ?? { kind: "missing", reason: "events of the kind that the search reads do not have it" }
    );
  return {
    kind: "bound",
    expression: {
      kind: "case",
      arms: arms.map(({ when, then }) => ({ when, then: then.expression })),
      ...(otherwise === undefined ? {} : { otherwise: otherwise.expression }),
      span: first.then.expression.span,
    },
    type: first.then.type,
    multivalue: arms.some(({ then }) => then.multivalue) || (otherwise?.multivalue ?? false),
    ...(comparable ? {} : { comparable }),
  };
}

/**
 * The test that an event under a constraint is of a kind. What a field is there may depend on the fields that are asked
 * before it: a code of the events that have some names is read as the code of those.
 */
export function bindKind(
  kind: EventKind,
  source: LogSource,
  home: Home,
  constraint: EventConstraint,
  span: Span,
  inside?: ReadonlySet<string>,
): FieldBinding {
  const operands: ScalarExpression[] = [];
  let asked = constraint;
  for (const [field, set] of kind) {
    const left = narrowKind(new Map([[field, set]]), asked);
    const within = asked;
    const test = substitute(eventKindTest(left, span), (name) =>
      bindField(name, source, home, within, inside),
    );
    if (test.kind === "missing") return test;
    if (left.size > 0) operands.push(test.expression);
    asked = constraintWithin(asked, source, new Map([[field, set]]));
  }
  const [only] = operands;
  const expression: ScalarExpression =
    operands.length === 1 && only !== undefined ? only : { kind: "and", operands, span };
  return { kind: "bound", expression, type: "boolean", multivalue: false };
}

function isAlike(one: BoundField | undefined, other: BoundField): boolean {
  return one !== undefined && dumpExpression(one.expression) === dumpExpression(other.expression);
}

/** The expression with each field replaced by what it is bound to, or the first field that is missing. */
export function substitute(
  expression: ScalarExpression,
  bind: (field: string) => FieldBinding | undefined,
): FieldBinding {
  let missing: FieldBinding | undefined;
  const several = new Set<string>();
  let comparable: false | undefined;
  let isDecoded = false;
  let onlyField: BoundField | undefined;
  const replaced = mapExpression(expression, (node) => {
    if (node.kind !== "field") return node;
    const binding = bind(node.name);
    if (binding?.kind === "bound") {
      if (binding.multivalue) several.add(node.name);
      comparable ??= binding.comparable;
      isDecoded ||= binding.decoded === true;
      onlyField = binding;
      return binding.expression;
    }
    missing ??= { kind: "missing", reason: `\`${node.name}\`: ${binding?.reason ?? noColumn}` };
    return node;
  });
  if (missing !== undefined) return missing;
  const type = expression.kind === "field" ? (onlyField?.type ?? "unknown") : typeOf(expression);
  // What is computed of a decoded value is no such value.
  if (isDecoded && expression.kind !== "field") comparable = false;
  return {
    kind: "bound",
    expression: replaced,
    type,
    multivalue: holdsSeveral(expression, several),
    ...(comparable === undefined ? {} : { comparable }),
    ...(isDecoded && comparable === undefined ? { decoded: true as const } : {}),
  };
}

/** Whether an expression can give several values, where some fields hold several. */
function holdsSeveral(expression: ScalarExpression, several: ReadonlySet<string>): boolean {
  switch (expression.kind) {
    case "field":
      return several.has(expression.name);
    case "case": {
      const results = [...expression.arms.map(({ then }) => then), expression.otherwise];
      return results.some((result) => result !== undefined && holdsSeveral(result, several));
    }
    case "call":
      return (
        !givesOneValue(expression) && expression.arguments.some((argument) => holdsSeveral(argument, several))
      );
    default:
      return false;
  }
}

/** Calls that make one value of several. */
function givesOneValue(call: Call): boolean {
  if (call.function === "mvindex") return call.arguments.length === 2;
  return ["mvcount", "mvfind", "mvjoin"].includes(call.function);
}

function typeOf(expression: ScalarExpression): BoundField["type"] {
  if (expression.kind === "call") return expression.type;
  if (expression.kind === "literal" && typeof expression.value === "number") return "number";
  return expression.kind === "case" || expression.kind === "literal" ? "text" : "boolean";
}

function mentions(expression: ScalarExpression, name: string): boolean {
  let found = false;
  mapExpression(expression, (node) => {
    if (node.kind === "field" && node.name === name) found = true;
    return node;
  });
  return found;
}
