import { dropDecoration } from "../shared/drop-decoration.js";
import { sigmaDiagnostics } from "../../diagnostics/codes/sigma.js";
import { conjunction } from "../../plan/build/index.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { NamedAggregate } from "../../plan/plan.js";
import type { EventBranch, ThresholdShape } from "../../plan/shape/shape.js";
import type { BackendContext, Transformed } from "../../target/backend.js";
import { groupFields } from "./group-field.js";
import { groupCondition } from "./group-condition.js";
import { timespanOf } from "./timespan.js";
import { transformEvents } from "./events.js";
import { bindingsOf, boundBranches, rulesOf, type BoundBranch } from "./branches.js";
import type { SigmaCorrelation, SigmaRules } from "./rule.js";

/**
 * A threshold as an event rule and a correlation that counts its matches. A condition that holds for every group, or
 * for each in which an event passes a test, needs no correlation.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-correlation-rules-specification.md
 */
export function transformThreshold(
  shape: ThresholdShape,
  context: BackendContext,
): Transformed<SigmaRules> | undefined {
  const asked = groupCondition(shape.condition, shape.aggregates);
  switch (asked.kind) {
    case "refused":
      context.report(asked.diagnostic);
      break;
    case "any-group":
      return transformEvents({ ...shape, kind: "events" }, shape.condition.span, context);
    case "any-event": {
      const branches = shape.branches.map((branch) => withTest(branch, asked.test));
      const events = transformEvents({ ...shape, kind: "events", branches }, shape.condition.span, context);
      return events && { ...events, fidelity: "groups" };
    }
    case "threshold":
      break;
  }
  const threshold = asked.kind === "threshold" ? asked : undefined;
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

/** Events that the aggregate does not count cannot help a group over its threshold: the rule leaves them out. */
function onlyCounted(branch: EventBranch, { argument, condition }: NamedAggregate): EventBranch {
  const counted = condition === undefined ? branch : withTest(branch, condition);
  return argument === undefined
    ? counted
    : withTest(counted, { kind: "is-present", value: argument, span: argument.span });
}

function withTest(branch: EventBranch, test: ScalarExpression): EventBranch {
  const { predicate } = branch;
  return {
    ...branch,
    predicate: predicate === undefined ? test : conjunction([predicate, test], predicate.span),
  };
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
