import { mapExpression } from "../plan/expression-visitor.js";
import { eventKindTest } from "../plan/event-kind-test.js";
import { dumpExpression } from "../plan/dump-expression.js";
import type { ScalarExpression } from "../plan/expression.js";
import { fieldOf, matchFamily, unqualified, type LogSource } from "../plan/log-source.js";
import { bindFamily } from "./bind-family.js";
import { narrowKind, testKind, type EventConstraint } from "./event-constraint.js";
import type { BoundField, FieldBinding, Home } from "./profile.js";

/**
 * What a field of a source is in a home: the home's own row, else the source's derivation over fields that the home
 * binds, else a rule over names. A derivation that mentions its own field refines what the home has for it.
 * `undefined` where the source has no such field.
 */
export function bindField(
  written: string,
  source: LogSource,
  home: Home,
  constraint: EventConstraint,
  within: ReadonlySet<string> = new Set(),
): FieldBinding | undefined {
  const field = fieldOf(source, written);
  if (field === undefined) return undefined;
  const name = unqualified(source, written);
  const own = home.fields.get(name);
  const derivations = within.has(name) ? [] : (source.derivations.get(name) ?? []);
  const refines = derivations.some(
    ({ value }) => value.kind === "computed" && mentions(value.expression, name),
  );
  const binding =
    own !== undefined && !refines
      ? own
      : derivations.length > 0
        ? derive(name, source, home, constraint, within)
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

function derive(
  name: string,
  source: LogSource,
  home: Home,
  constraint: EventConstraint,
  within: ReadonlySet<string>,
): FieldBinding {
  const inside = new Set([...within, name]);
  const arms: { readonly when: ScalarExpression; readonly then: BoundField }[] = [];
  let otherwise: BoundField | undefined;
  for (const { when, value: derived } of source.derivations.get(name) ?? []) {
    const test = testKind(when, constraint);
    if (test === "none") continue;
    if (derived.kind === "missing") return derived;
    const { expression, comparable } = derived;
    const plain = substitute(expression, (inner) => bindField(inner, source, home, constraint, inside));
    if (plain.kind === "missing") return plain;
    const value = comparable === false ? { ...plain, comparable } : plain;
    if (test === "all") {
      otherwise = value;
      break;
    }
    const condition = substitute(eventKindTest(narrowKind(when, constraint), expression.span), (inner) =>
      bindField(inner, source, home, constraint, inside),
    );
    if (condition.kind === "missing") return condition;
    arms.push({ when: condition.expression, then: value });
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

function isAlike(one: BoundField | undefined, other: BoundField): boolean {
  return one !== undefined && dumpExpression(one.expression) === dumpExpression(other.expression);
}

/** The expression with each field replaced by what it is bound to, or the first field that is missing. */
function substitute(
  expression: ScalarExpression,
  bind: (field: string) => FieldBinding | undefined,
): FieldBinding {
  let missing: FieldBinding | undefined;
  let multivalue = false;
  let comparable: false | undefined;
  let onlyField: BoundField | undefined;
  const replaced = mapExpression(expression, (node) => {
    if (node.kind !== "field") return node;
    const binding = bind(node.name);
    if (binding?.kind === "bound") {
      multivalue ||= binding.multivalue;
      comparable ??= binding.comparable;
      onlyField = binding;
      return binding.expression;
    }
    missing ??= { kind: "missing", reason: `\`${node.name}\`: ${binding?.reason ?? noColumn}` };
    return node;
  });
  if (missing !== undefined) return missing;
  const type = expression.kind === "field" ? (onlyField?.type ?? "unknown") : typeOf(expression);
  return {
    kind: "bound",
    expression: replaced,
    type,
    multivalue: multivalue && !givesOneValue(expression),
    ...(comparable === undefined ? {} : { comparable }),
  };
}

/** Calls that make one value of several. */
function givesOneValue(expression: ScalarExpression): boolean {
  if (expression.kind !== "call") return false;
  if (expression.function === "mvindex") return expression.arguments.length === 2;
  return ["mvcount", "mvfind", "mvjoin"].includes(expression.function);
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
