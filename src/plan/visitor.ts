import * as build from "./build/index.js";
import type { Lookup, LogicalPlan, Scan } from "./plan.js";
import { columnOf } from "./row-type.js";

/** The inputs of a step, the main one first. */
export function inputsOf(plan: LogicalPlan): readonly LogicalPlan[] {
  switch (plan.kind) {
    case "scan":
      return [];
    case "join":
      return [plan.input, plan.right];
    case "union":
      return plan.inputs;
    default:
      return [plan.input];
  }
}

/**
 * The same step over other inputs, its row computed anew. The number of inputs must be that of `inputsOf`; the step
 * itself is given back where nothing changes.
 */
export function withInputs(plan: LogicalPlan, inputs: readonly LogicalPlan[]): LogicalPlan {
  const before = inputsOf(plan);
  if (before.length === inputs.length && before.every((input, index) => input === inputs[index])) return plan;
  const [input, right] = inputs;
  if (plan.kind === "union") return build.union(inputs, plan.span);
  if (input === undefined) return plan;
  switch (plan.kind) {
    case "scan":
      return plan;
    case "filter":
      return build.filter(input, plan.predicate, plan.span);
    case "extend":
      return build.extend(input, plan.columns, plan.span);
    case "each-field":
      return build.eachField(input, plan.fields, plan.columns, plan.span);
    case "project":
      return build.project(input, plan.columns, plan.span);
    case "rename":
      return build.rename(input, plan.columns, plan.span);
    case "aggregate":
      return build.aggregate(input, plan.keys, plan.aggregates, plan.span);
    case "window":
      return build.window(input, plan.keys, plan.aggregates, plan.frame, plan.span);
    case "sort":
      return build.sort(input, plan.keys, plan.span, plan.limit);
    case "limit":
      return build.limit(input, plan.count, plan.from, plan.span);
    case "distinct":
      return build.distinct(input, plan, plan.span);
    case "join":
      return right === undefined ? plan : build.join(input, right, plan, plan.span);
    case "unnest":
      return build.unnest(input, plan.column, plan.span, plan.limit);
    case "lookup":
      return lookupOver(plan, input);
    case "transaction":
      return build.transaction(input, plan, plan.span);
    case "reshape":
      return build.reshape(input, plan.form, plan.span);
  }
}

/** A lookup keeps what its table says of the outputs, which only the row of the first build has. */
function lookupOver(plan: Lookup, input: LogicalPlan): Lookup {
  const outputs = plan.outputs.map(({ field }) => columnOf(plan.row, field));
  return build.lookup(
    input,
    {
      table: plan.table,
      keys: plan.keys,
      outputs: plan.outputs,
      mode: plan.mode,
      manyMatches: outputs[0]?.multivalue ?? "unknown",
      always: plan.outputs.length > 0 && outputs.every((column) => column?.nullable === false),
    },
    plan.span,
  );
}

/** Applies a function to every step, from the sources up; a step that gets new inputs has its row computed anew. */
export function mapPlan(plan: LogicalPlan, apply: (step: LogicalPlan) => LogicalPlan): LogicalPlan {
  const inputs = inputsOf(plan).map((input) => mapPlan(input, apply));
  return apply(withInputs(plan, inputs));
}

/** Visits every step, a step before its inputs. */
export function walkPlan(plan: LogicalPlan, visit: (step: LogicalPlan) => void): void {
  visit(plan);
  for (const input of inputsOf(plan)) walkPlan(input, visit);
}

/** The sources of a plan, from left to right. */
export function scansOf(plan: LogicalPlan): readonly Scan[] {
  return plan.kind === "scan" ? [plan] : inputsOf(plan).flatMap(scansOf);
}

export {
  expressionsOf,
  fieldsOf,
  mapExpression,
  mapExpressionsOf,
  mapList,
  partsOf,
  walkExpression,
} from "./expression-visitor.js";
