import { eventKindTest } from "../plan/event-kind-test.js";
import type { ScalarExpression } from "../plan/expression.js";
import {
  fieldOf,
  unqualified,
  type EventKind,
  type LogSource,
  type ModelEvents,
} from "../plan/log-source.js";
import type { Span } from "../source/source-text.js";
import { bindField, bindKind, deriveField, substitute } from "./bind-field.js";
import {
  constraintWithin,
  testKind,
  valuesWanted,
  withDerived,
  withImplied,
  type EventConstraint,
} from "./event-constraint.js";
import type { BoundField, FieldBinding, Home } from "./profile.js";

/** The events that a data model takes of a log source, in a home of that source. */
export interface EventsOf {
  readonly model: LogSource;
  readonly source: LogSource;
  readonly home: Home;
  /** What the search says of the events, by fields of the source. */
  readonly constraint: EventConstraint;
}

/**
 * What a field of the model is: what the source says that the model computes, else the source's field of that name, and
 * the model's fill where there is nothing. `undefined` where the model has no such field.
 */
export function bindModelField(written: string, events: EventsOf): FieldBinding | undefined {
  const { model, source, home } = events;
  const field = fieldOf(model, written);
  if (field === undefined) return undefined;
  const name = unqualified(model, written);
  const asked = constraintOfEvents(events);
  const constraint = withDerived(asked, source, model, name);
  const computed = source.models?.get(model.id)?.fields.get(name);
  const binding =
    computed === undefined
      ? bindField(name, source, home, constraint, new Set(), valuesWanted(name, asked, model))
      : deriveField(computed, source, home, constraint, new Set());
  if (binding?.kind !== "bound") return binding ?? { kind: "missing", reason: "the add-on does not give it" };
  return field.fill === undefined ? binding : withFill(binding, field.fill);
}

/** Of several values the fill takes the place where there is none: it is part of the value then. */
function withFill(bound: BoundField, fill: string): BoundField {
  if (!bound.multivalue) return { ...bound, fill };
  return { ...bound, expression: filledExpression(bound.expression, fill) };
}

function filledExpression(expression: ScalarExpression, fill: string): ScalarExpression {
  const { span } = expression;
  const literal: ScalarExpression = { kind: "literal", value: fill, span };
  if (expression.kind === "literal") return expression.value === null ? literal : expression;
  if (expression.kind === "case")
    return {
      ...expression,
      arms: expression.arms.map((arm) => ({ ...arm, then: filledExpression(arm.then, fill) })),
      otherwise: filledExpression(expression.otherwise ?? { kind: "literal", value: null, span }, fill),
    };
  const options =
    expression.kind === "call" && expression.function === "coalesce" ? expression.arguments : [expression];
  if (options.at(-1)?.kind === "literal") return expression;
  return { kind: "call", function: "coalesce", arguments: [...options, literal], type: "text", span };
}

/**
 * The rows of the source's table that the model has, as far as the search leaves it open: `undefined` where all that it
 * reads are. Refused where it depends on a field that the home does not have.
 */
export function modelFilter(events: EventsOf, span: Span): FieldBinding | undefined {
  const { model, source, home } = events;
  const kinds = kindsOf(events);
  // Where the model has one kind, its fields are read as those of that kind, tests of them included.
  const constraint = kinds.length === 1 ? events.constraint : withDerived(events.constraint, source, model);
  const possible = kinds.filter((kind) => testKind(kind, constraint) !== "none");
  // A search for other events keeps what contradicts it.
  const open = possible.length > 0 ? possible : kinds;
  if (kinds.length === 0 || open.some((kind) => testKind(kind, constraint) === "all")) return undefined;
  if (isCovered(open, source, constraint)) return undefined;
  const operands: ScalarExpression[] = [];
  for (const kind of open) {
    const test =
      possible.length > 0
        ? bindKind(kind, source, home, constraint, span)
        : substitute(eventKindTest(kind, span), (name) => bindField(name, source, home, constraint));
    if (test.kind === "missing") return test;
    operands.push(test.expression);
  }
  const [only] = operands;
  const expression: ScalarExpression =
    operands.length === 1 && only !== undefined ? only : { kind: "or", operands, span };
  return { kind: "bound", expression, type: "boolean", multivalue: false };
}

/** Whether each value that the search leaves to some field is, alone, of one of the kinds. */
function isCovered(kinds: readonly EventKind[], source: LogSource, constraint: EventConstraint): boolean {
  const fields = new Set(kinds.flatMap((kind) => [...kind.keys()]));
  return [...fields].some((field) => {
    const values = [...(constraint(field) ?? [])];
    return (
      values.length > 0 &&
      values.every((value) => {
        const only: EventKind = new Map([[field, { kind: "in", values: new Set([value]) }]]);
        const known = withImplied(constraintWithin(constraint, source, only), source);
        return kinds.some((kind) => testKind(kind, known) === "all");
      })
    );
  });
}

/** The constraint with what the model itself asks, where it takes one kind of events. */
function constraintOfEvents(events: EventsOf): EventConstraint {
  const [only, ...more] = kindsOf(events);
  return only === undefined || more.length > 0
    ? events.constraint
    : constraintWithin(events.constraint, events.source, only);
}

function kindsOf({ model, source }: EventsOf): ModelEvents["events"] {
  return source.models?.get(model.id)?.events ?? [];
}
