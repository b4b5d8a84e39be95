import { sigmaDiagnostics } from "../../diagnostics/codes/sigma.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { conjunction, disjunction } from "../../plan/build/index.js";
import type { Compare, ScalarExpression } from "../../plan/expression.js";
import { fieldsOf, mapExpression } from "../../plan/expression-visitor.js";
import type { AggregateFunction, NamedAggregate } from "../../plan/plan.js";

/** What a condition over the aggregates of a group asks of its events. */
export type GroupCondition =
  | Threshold
  /** Any event is enough for it. */
  | { readonly kind: "any-group" }
  | AnyEvent
  /** All of the parts, each by events of its own. */
  | { readonly kind: "together"; readonly parts: readonly (Threshold | AnyEvent)[] }
  | { readonly kind: "refused"; readonly diagnostic: Diagnostic };

/** An event that passes the test is enough for it. */
export interface AnyEvent {
  readonly kind: "any-event";
  readonly test: ScalarExpression;
}

/** At least so many events, or so many distinct values. */
export interface Threshold {
  readonly kind: "threshold";
  /** A count of events, or of distinct values. */
  readonly aggregate: NamedAggregate;
  readonly operator: "gt" | "gte";
  readonly number: number;
}

/**
 * Reads a condition over aggregates. What another part of a conjunction implies is left out: a group with five distinct
 * values has five events.
 */
export function groupCondition(
  condition: ScalarExpression,
  aggregates: readonly NamedAggregate[],
): GroupCondition {
  const operands = condition.kind === "and" ? condition.operands : [condition];
  const parts = operands.map((part) => readPart(part, aggregates));
  const refused = parts.find(({ kind }) => kind === "refused");
  if (refused !== undefined) return refused;
  const asking = parts.filter(({ kind }) => kind !== "any-group");
  const kept = asking.filter(
    (part, index) =>
      !asking.some(
        (other, at) => at !== index && implies(other, part) && (at < index || !implies(part, other)),
      ),
  );
  const [only, ...more] = kept;
  if (more.length === 0) return only ?? { kind: "any-group" };
  const together = kept.filter((part) => part.kind === "threshold" || part.kind === "any-event");
  return together.length < kept.length ? refuse(condition) : { kind: "together", parts: together };
}

function readPart(part: ScalarExpression, aggregates: readonly NamedAggregate[]): GroupCondition {
  return (
    anyValue(part, aggregates) ??
    (part.kind === "compare" ? threshold(part, aggregates) : undefined) ??
    alternatives(part, aggregates) ??
    refuse(part)
  );
}

const collecting: ReadonlySet<AggregateFunction> = new Set<AggregateFunction>(["values", "list"]);

/** A test of collected values holds when it holds for any of them, so for any event that has such a value. */
function anyValue(part: ScalarExpression, aggregates: readonly NamedAggregate[]): GroupCondition | undefined {
  const tested = testedField(part);
  const aggregate = aggregates.find(({ name }) => name === tested);
  const { argument } = aggregate ?? {};
  if (aggregate === undefined || argument === undefined || !collecting.has(aggregate.function))
    return undefined;
  const test = mapExpression(part, (inner) =>
    inner.kind === "field" && inner.name === aggregate.name ? argument : inner,
  );
  const { condition } = aggregate;
  return { kind: "any-event", test: condition ? conjunction([condition, test], part.span) : test };
}

/** The field that a test compares with constants. */
function testedField(part: ScalarExpression): string | undefined {
  switch (part.kind) {
    case "compare": {
      const [side, other] = part.left.kind === "field" ? [part.left, part.right] : [part.right, part.left];
      return side.kind === "field" && other.kind === "literal" ? side.name : undefined;
    }
    case "one-of":
    case "match":
    case "is-present":
      return part.value.kind === "field" ? part.value.name : undefined;
    default:
      return undefined;
  }
}

/** One of several conditions: any event that is enough for one of them. */
function alternatives(
  part: ScalarExpression,
  aggregates: readonly NamedAggregate[],
): GroupCondition | undefined {
  if (part.kind !== "or") return undefined;
  const read = part.operands.map((operand) => readPart(operand, aggregates));
  if (read.some(({ kind }) => kind === "any-group")) return { kind: "any-group" };
  const tests = read.flatMap((each) => (each.kind === "any-event" ? [each.test] : []));
  return tests.length < read.length ? undefined : { kind: "any-event", test: disjunction(tests, part.span) };
}

function threshold(compare: Compare, aggregates: readonly NamedAggregate[]): GroupCondition | undefined {
  const compared = comparisonOf(compare);
  const aggregate = compared && countOf(compared.column, aggregates);
  if (compared === undefined || aggregate === undefined) return undefined;
  const { operator, number } = compared;
  if (operator !== ">" && operator !== ">=")
    return {
      kind: "refused",
      diagnostic: sigmaDiagnostics["falling-threshold"](compare.span, { operator }),
    };
  const { argument, condition } = aggregate;
  const least = operator === ">" ? Math.floor(number) + 1 : Math.ceil(number);
  const isOfAll = argument === undefined && condition === undefined;
  if (least <= (isOfAll ? 1 : 0)) return { kind: "any-group" };
  if (least <= 1) return { kind: "any-event", test: counts(aggregate, compare) };
  return Number.isInteger(number)
    ? { kind: "threshold", aggregate, operator: operator === ">" ? "gt" : "gte", number }
    : { kind: "threshold", aggregate, operator: "gte", number: least };
}

/** That an event is counted. */
function counts({ argument, condition }: NamedAggregate, { span }: Compare): ScalarExpression {
  const present: ScalarExpression | undefined = argument && { kind: "is-present", value: argument, span };
  return conjunction(
    [condition, present].filter((test) => test !== undefined),
    span,
  );
}

const flipped = { "=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function comparisonOf({ left, right, operator }: Compare):
  | {
      readonly column: ScalarExpression;
      readonly operator: Compare["operator"];
      readonly number: number;
    }
  | undefined {
  const [column, literal, direction] =
    right.kind === "literal" ? [left, right, operator] : [right, left, flipped[operator]];
  if (literal.kind !== "literal" || literal.value === null) return undefined;
  const number = Number(literal.value);
  return Number.isFinite(number) ? { column, operator: direction, number } : undefined;
}

/** The count that a column is: one of the aggregates, or how many values one of them has collected. */
function countOf(
  column: ScalarExpression,
  aggregates: readonly NamedAggregate[],
): NamedAggregate | undefined {
  const [name, ...others] = fieldsOf(column);
  const aggregate = aggregates.find((each) => each.name === name);
  if (aggregate === undefined || others.length > 0) return undefined;
  if (column.kind === "field")
    return aggregate.function === "count" || aggregate.function === "distinct-count" ? aggregate : undefined;
  const isCountOfValues =
    column.kind === "call" && column.function === "mvcount" && column.arguments[0]?.kind === "field";
  return isCountOfValues && aggregate.function === "values"
    ? { ...aggregate, function: "distinct-count" }
    : undefined;
}

/** Whether a group that meets the first also meets the second. */
function implies(part: GroupCondition, other: GroupCondition): boolean {
  if (part.kind !== "threshold" || other.kind !== "threshold") return false;
  const { aggregate } = other;
  const isOfAll = aggregate.argument === undefined && aggregate.condition === undefined;
  return (isOfAll || part.aggregate.name === aggregate.name) && leastOf(part) >= leastOf(other);
}

function leastOf({ operator, number }: Threshold): number {
  return operator === "gt" ? number + 1 : number;
}

function refuse({ kind, span }: ScalarExpression): GroupCondition {
  const condition = kind === "compare" ? "this comparison" : "this condition";
  return { kind: "refused", diagnostic: sigmaDiagnostics["threshold-condition"](span, { condition }) };
}
