import { dropDecoration } from "../shared/drop-decoration.js";
import { sigmaDiagnostics } from "../../diagnostics/codes/sigma.js";
import type { Compare, ScalarExpression } from "../../plan/expression.js";
import type { NamedAggregate } from "../../plan/plan.js";
import type { EventBranch, ThresholdShape } from "../../plan/shape/shape.js";
import type { BackendContext, Transformed } from "../../target/backend.js";
import { groupFields } from "./group-field.js";
import { timespanOf } from "./timespan.js";
import { bindingsOf, boundBranches, rulesOf, type BoundBranch } from "./branches.js";
import type { SigmaCorrelation, SigmaRules } from "./rule.js";

/**
 * A threshold as an event rule and a correlation that counts its matches.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-correlation-rules-specification.md
 */
export function transformThreshold(
  shape: ThresholdShape,
  context: BackendContext,
): Transformed<SigmaRules> | undefined {
  const threshold = thresholdOf(shape, context);
  const timespan = timespanOf(
    { branches: shape.branches, bucketSeconds: shape.bucketSeconds, span: shape.aggregate.span },
    context,
  );
  const counted = threshold?.aggregate;
  const branches = shape.branches.map((branch) =>
    counted === undefined ? branch : onlyCounted(branch, counted),
  );
  const bound = boundBranches(branches, shape.condition.span, context);
  const [only] = bound ?? [];
  if (bound !== undefined && new Set(bound.map(({ binding }) => binding.table)).size > 1)
    context.report(sigmaDiagnostics["threshold-over-sources"](shape.aggregate.span, { count: bound.length }));
  if (only === undefined || bound === undefined || threshold === undefined || timespan === undefined)
    return undefined;

  const groups = groupFields(shape.keys, only.binding, context);
  const field = counted?.function === "distinct-count" ? countedField(counted, only, context) : undefined;
  if (groups === undefined || (counted?.function === "distinct-count" && field === undefined))
    return undefined;
  if (groups.length === 0) {
    context.report(sigmaDiagnostics["no-group"](shape.aggregate.span, {}));
    return undefined;
  }
  for (const { what, span } of shape.decoration) dropDecoration(context, what, span);
  const correlation: SigmaCorrelation = {
    type: field === undefined ? "event_count" : "value_count",
    groupBy: [...new Set(groups.map(({ column }) => column))],
    timespan,
    operator: threshold.operator,
    threshold: threshold.number,
    ...(field === undefined ? {} : { field }),
  };
  return {
    tree: { rules: rulesOf(bound, [], context), correlation },
    fidelity: "groups",
    windowing: "engine",
    bindings: bindingsOf(bound),
    output: groups.map(({ name, column }) => ({ field: name, column })),
  };
}

interface Threshold {
  readonly aggregate: NamedAggregate;
  readonly operator: "gt" | "gte";
  readonly number: number;
}

function thresholdOf(shape: ThresholdShape, context: BackendContext): Threshold | undefined {
  const { condition } = shape;
  const refuse = () => {
    context.report(
      sigmaDiagnostics["threshold-condition"](condition.span, {
        condition: condition.kind === "compare" ? "this comparison" : "this condition",
      }),
    );
    return undefined;
  };
  const compared = comparisonOf(condition);
  if (compared === undefined) return refuse();
  const aggregate = shape.aggregates.find(({ name }) => name === compared.column);
  if (aggregate === undefined || !["count", "distinct-count"].includes(aggregate.function)) return refuse();
  if (aggregate.argument !== undefined && aggregate.argument.kind !== "field") return refuse();
  const { operator, number } = compared;
  if (operator !== ">" && operator !== ">=") {
    context.report(sigmaDiagnostics["falling-threshold"](condition.span, { operator }));
    return undefined;
  }
  if (Number.isInteger(number)) {
    if (number < (operator === ">" ? 0 : 1)) return refuse();
    return { aggregate, operator: operator === ">" ? "gt" : "gte", number };
  }
  return { aggregate, operator: "gte", number: Math.max(1, Math.ceil(number)) };
}

const flipped = { "=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<=" } as const;

function comparisonOf(
  condition: ScalarExpression,
): { readonly column: string; readonly operator: Compare["operator"]; readonly number: number } | undefined {
  if (condition.kind !== "compare") return undefined;
  const { left, right, operator } = condition;
  const [column, literal, direction] =
    right.kind === "literal" ? [left, right, operator] : [right, left, flipped[operator]];
  if (column.kind !== "field" || literal.kind !== "literal" || literal.value === null) return undefined;
  const number = Number(literal.value);
  return Number.isFinite(number) ? { column: column.name, operator: direction, number } : undefined;
}

/** Events that the aggregate does not count cannot help a group over its threshold: the rule leaves them out. */
function onlyCounted(branch: EventBranch, { argument, condition }: NamedAggregate): EventBranch {
  const tests = [
    branch.predicate,
    condition,
    argument === undefined
      ? undefined
      : ({ kind: "is-present", value: argument, span: argument.span } as const),
  ].filter((test) => test !== undefined);
  const [first] = tests;
  if (first === undefined) return branch;
  const predicate: ScalarExpression =
    tests.length === 1 ? first : { kind: "and", operands: tests, span: first.span };
  return { ...branch, predicate };
}

function countedField(
  { argument, name, span }: NamedAggregate,
  { binding }: BoundBranch,
  context: BackendContext,
): string | undefined {
  const bound = argument?.kind === "field" ? binding.field(argument.name) : undefined;
  if (bound?.kind === "bound" && bound.expression.kind === "column" && !bound.multivalue)
    return bound.expression.name;
  context.report(sigmaDiagnostics["computed-group-key"](span, { key: name }));
  return undefined;
}
