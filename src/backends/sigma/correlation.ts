import { dropDecoration } from "../shared/drop-decoration.js";
import { sigmaDiagnostics } from "../../diagnostics/codes/sigma.js";
import type { Compare, ScalarExpression } from "../../plan/expression.js";
import type { GroupKey, NamedAggregate, TimeRange } from "../../plan/plan.js";
import type { EventBranch, ThresholdShape } from "../../plan/shape/shape.js";
import type { BackendContext, Transformed } from "../../target/backend.js";
import { fieldOf } from "../../plan/log-source.js";
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
  const timespan = timespanOf(shape, context);
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

  const keys = shape.keys.filter(({ expression }) => !isBucket(expression));
  const groupBy = keys.map((key) => groupField(key, only, context));
  const field = counted?.function === "distinct-count" ? countedField(counted, only, context) : undefined;
  const columns = groupBy.filter((name) => name !== undefined);
  if (columns.length < keys.length || (counted?.function === "distinct-count" && field === undefined))
    return undefined;
  if (columns.length === 0) {
    context.report(sigmaDiagnostics["no-group"](shape.aggregate.span, {}));
    return undefined;
  }
  for (const { what, span } of shape.decoration) dropDecoration(context, what, span);
  const correlation: SigmaCorrelation = {
    type: field === undefined ? "event_count" : "value_count",
    groupBy: [...new Set(columns)],
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
    output: keys.flatMap(({ name }, index) => {
      const column = columns[index];
      return column === undefined ? [] : [{ field: name, column }];
    }),
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

function isBucket(expression: ScalarExpression): boolean {
  return (
    expression.kind === "call" &&
    expression.function === "bucket" &&
    expression.arguments[0]?.kind === "field" &&
    expression.arguments[0].name === "_time"
  );
}

/** The field of the log that a key groups by. */
function groupField(
  { name, expression, fill, span }: GroupKey,
  { binding }: BoundBranch,
  context: BackendContext,
): string | undefined {
  const bound = expression.kind === "field" ? binding.field(expression.name) : undefined;
  if (expression.kind !== "field" || bound?.kind !== "bound" || bound.expression.kind !== "column") {
    context.report(sigmaDiagnostics["computed-group-key"](span, { key: name }));
    return undefined;
  }
  const filled = fill?.value ?? bound.fill;
  const always = fieldOf(binding.source, expression.name)?.always ?? false;
  if (filled !== undefined && !always) {
    context.report(sigmaDiagnostics["group-key-fill"](span, { field: name, fill: String(filled) }));
    return undefined;
  }
  return bound.expression.name;
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

/** The window that is counted over: the bucket of the search, or what one run looks at. */
function timespanOf(shape: ThresholdShape, context: BackendContext): string | undefined {
  const range = shape.branches.map(({ scan }) => scan.time).find((time) => time !== undefined);
  const seconds = shape.bucketSeconds ?? windowSeconds(range, context);
  if (seconds === undefined || seconds <= 0) {
    context.report(sigmaDiagnostics["no-window"](range?.span ?? context.detection.schedule.span, {}));
    return undefined;
  }
  const timespan = durationText(seconds);
  if (!context.settings.accept.has("windowing")) {
    context.report(sigmaDiagnostics.windowing(shape.aggregate.span, { timespan }));
    return undefined;
  }
  return timespan;
}

function windowSeconds(range: TimeRange | undefined, { detection }: BackendContext): number | undefined {
  const earliest = secondsAgo(range?.earliest ?? detection.schedule.earliest);
  const latest = secondsAgo(range?.latest ?? detection.schedule.latest);
  return earliest === undefined || latest === undefined || earliest.snap !== latest.snap
    ? undefined
    : earliest.seconds - latest.seconds;
}

const unitSeconds: ReadonlyMap<string, number> = new Map([
  ["s", 1],
  ["m", 60],
  ["h", 3600],
  ["d", 86_400],
  ["w", 604_800],
]);

/** How long before now a relative time is; the same snap at both ends leaves the width as it is. */
function secondsAgo(time: string): { readonly seconds: number; readonly snap: string } | undefined {
  if (time === "now" || time === "now()") return { seconds: 0, snap: "" };
  const found = /^-(\d+)([smhdw])(@\w+)?$/.exec(time);
  const unit = unitSeconds.get(found?.[2] ?? "");
  return found === null || unit === undefined
    ? undefined
    : { seconds: Number(found[1]) * unit, snap: found[3] ?? "" };
}

/** The longest unit that divides the seconds. */
function durationText(seconds: number): string {
  for (const unit of ["d", "h", "m"] as const) {
    const length = unitSeconds.get(unit) ?? 1;
    if (seconds % length === 0) return `${seconds / length}${unit}`;
  }
  return `${seconds}s`;
}
