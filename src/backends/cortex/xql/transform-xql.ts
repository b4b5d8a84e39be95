import { expressionsOf, walkExpression } from "../../../plan/expression-visitor.js";
import type { LogicalPlan } from "../../../plan/plan.js";
import { walkPlan } from "../../../plan/visitor.js";
import type { BackendContext, Transformed } from "../../../target/backend.js";
import { call, name, number, operation, text } from "../../shared/expression.js";
import type { RowQuery, Stage } from "../../shared/rows/row-query.js";
import type { RowsLanguage } from "../../shared/rows/rows-language.js";
import { transformRows } from "../../shared/rows/transform-rows.js";
import { secondsLeftOut } from "../rule-schedule.js";
import { xqlRows, xqlRowsWithCase, type XqlSource } from "./xql-rows.js";

/**
 * The query of a plan. The window of a rule ends at its run, so that a schedule which ends earlier (`latest=-10m`)
 * becomes a test of each event's time.
 */
export function transformXql(
  plan: LogicalPlan,
  context: BackendContext,
): Transformed<RowQuery<XqlSource>> | undefined {
  const transformed = transformRows(plan, languageFor(plan, context), context);
  const seconds = secondsLeftOut(context.detection.schedule);
  if (transformed === undefined || seconds === 0) return transformed;
  const age = call("timestamp_diff", call("current_time"), name("_time"), text("SECOND"));
  const test: Stage<XqlSource> = { kind: "where", predicate: operation(">=", age, number(seconds)) };
  return { ...transformed, tree: eachSource(transformed.tree, test) };
}

/**
 * Comparisons ignore case where that is enough, as most tests of a search do. One of two fields that heeds it can be
 * written only where all do; whether that holds for a query inside the query is not documented.
 */
function languageFor(plan: LogicalPlan, context: BackendContext): RowsLanguage<XqlSource> {
  const silent = { ...context, report: () => undefined, drop: () => undefined, differ: () => undefined };
  return comparesFieldsWithCase(plan) && transformRows(plan, xqlRows, silent) === undefined
    ? xqlRowsWithCase
    : xqlRows;
}

function comparesFieldsWithCase(plan: LogicalPlan): boolean {
  let found = false;
  let isWhole = true;
  walkPlan(plan, (step) => {
    if (step.kind === "union" || step.kind === "join") isWhole = false;
    for (const expression of expressionsOf(step))
      walkExpression(expression, (part) => {
        found ||=
          part.kind === "compare" &&
          part.caseSensitive &&
          part.left.kind !== "literal" &&
          part.right.kind !== "literal";
      });
  });
  return found && isWhole;
}

function eachSource(query: RowQuery<XqlSource>, first: Stage<XqlSource>): RowQuery<XqlSource> {
  const stages = query.stages.map((stage) =>
    stage.kind === "union" ? { ...stage, query: eachSource(stage.query, first) } : stage,
  );
  return query.source.timeless === true ? query : { ...query, stages: [first, ...stages] };
}
