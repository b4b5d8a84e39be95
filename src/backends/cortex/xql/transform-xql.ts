import type { LogicalPlan } from "../../../plan/plan.js";
import type { BackendContext, Transformed } from "../../../target/backend.js";
import { call, name, number, operation, text } from "../../shared/expression.js";
import type { RowQuery, Stage } from "../../shared/rows/row-query.js";
import { transformRows } from "../../shared/rows/transform-rows.js";
import { secondsLeftOut } from "../rule-schedule.js";
import { xqlRows, type XqlSource } from "./xql-rows.js";

/**
 * The query of a plan. The window of a rule ends at its run, so that a schedule which ends earlier (`latest=-10m`)
 * becomes a test of each event's time.
 */
export function transformXql(
  plan: LogicalPlan,
  context: BackendContext,
): Transformed<RowQuery<XqlSource>> | undefined {
  const transformed = transformRows(plan, xqlRows, context);
  const seconds = secondsLeftOut(context.detection.schedule);
  if (transformed === undefined || seconds === 0) return transformed;
  const age = call("timestamp_diff", call("current_time"), name("_time"), text("SECOND"));
  const test: Stage<XqlSource> = { kind: "where", predicate: operation(">=", age, number(seconds)) };
  return { ...transformed, tree: eachSource(transformed.tree, test) };
}

function eachSource(query: RowQuery<XqlSource>, first: Stage<XqlSource>): RowQuery<XqlSource> {
  const stages = query.stages.map((stage) =>
    stage.kind === "union" ? { ...stage, query: eachSource(stage.query, first) } : stage,
  );
  return query.source.timeless === true ? query : { ...query, stages: [first, ...stages] };
}
