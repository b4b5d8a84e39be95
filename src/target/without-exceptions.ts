import { conjunction } from "../plan/build/index.js";
import { dumpExpression } from "../plan/dump-expression.js";
import { exceptionTests } from "../plan/event-kind-test.js";
import type { ScalarExpression } from "../plan/expression.js";
import type { EventKind, LogSource } from "../plan/log-source.js";
import type { Filter, LogicalPlan, Scan } from "../plan/plan.js";
import { inputsOf, withInputs } from "../plan/visitor.js";
import { resolveScan, type BindingContext } from "./bind.js";
import { eventConstraint, testKind } from "./event-constraint.js";

/**
 * Leaves out the tests by which a data model leaves events out, where the search reads none of these anyway: by its other
 * tests, or by the log that the model's events are read from.
 */
export function withoutExceptions(plan: LogicalPlan, context: BindingContext): LogicalPlan {
  const settle = (node: LogicalPlan): LogicalPlan => {
    const below = inputsOf(node).map(settle);
    const renewed = withInputs(node, below);
    return renewed.kind === "filter" && renewed.input.kind === "scan"
      ? withoutNeedless(renewed, renewed.input, context)
      : renewed;
  };
  return settle(plan);
}

function withoutNeedless(node: Filter, scan: Scan, context: BindingContext): LogicalPlan {
  const source = scan.source.kind === "log" ? sourceOf(scan.source.id, context) : undefined;
  const excepted = source?.excepted ?? [];
  if (source === undefined || excepted.length === 0) return node;
  const tests = node.predicate.kind === "and" ? node.predicate.operands : [node.predicate];
  const written = exceptionTests(source, node.span).map(dumpExpression);
  const constraint = eventConstraint(scan, source, node.predicate);
  const isWhole = resolveScan(scan, context, node.predicate)?.whole === true;
  const isNeedless = (test: ScalarExpression): boolean => {
    const kind: EventKind | undefined = excepted[written.indexOf(dumpExpression(test))];
    return kind !== undefined && (isWhole || testKind(kind, constraint) === "none");
  };
  const left = tests.filter((test) => !isNeedless(test));
  if (left.length === tests.length) return node;
  return left.length === 0 ? scan : { ...node, predicate: conjunction(left, node.predicate.span) };
}

function sourceOf(id: string, { profile }: BindingContext): LogSource | undefined {
  return profile.sources.get(id)?.source;
}
