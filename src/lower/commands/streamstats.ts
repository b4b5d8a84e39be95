import type { EvalExpression } from "../../../grammar/ast.js";
import type { StreamstatsCommand } from "../../../grammar/commands/streamstats.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { window } from "../../plan/build/index.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { LogicalPlan, WindowFrame } from "../../plan/plan.js";
import type { RowType } from "../../plan/row-type.js";
import { lowerAggregates } from "../aggregate/lower-aggregate.js";
import { lowerKeys } from "../aggregate/lower-keys.js";
import type { LowerContext } from "../context.js";
import { lowerPredicate } from "../expression/eval-expression.js";
import { refuseOption } from "../refuse-option.js";
import { secondsOf } from "../seconds-of.js";
import { scopeOf } from "../scope-of.js";

/** `streamstats`: adds the aggregates of the rows up to this one, in the order of the input. */
export function lowerStreamstats(
  command: StreamstatsCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const scope = scopeOf(input.row, context);
  const keys = lowerKeys(command.by, scope);
  const aggregates = lowerAggregates(command.aggregates, scope);
  if (keys === undefined || aggregates === undefined) return undefined;
  if (command.allnum) return refuseOption(command, "allnum", context);
  const base = runningFrame(command, context);
  if (base === undefined) return undefined;
  // Only `reset_after` may read what the command computes.
  const outputs = window(input, keys, aggregates, base, command.span).row;
  const before = reset(command.resetBefore, input.row, context);
  const after = reset(command.resetAfter, outputs, context);
  if (before === "wrong" || after === "wrong") return undefined;
  const frame: WindowFrame = {
    ...base,
    ...(before === undefined ? {} : { resetBefore: before }),
    ...(after === undefined ? {} : { resetAfter: after }),
  };
  return window(input, keys, aggregates, frame, command.span);
}

function runningFrame(command: StreamstatsCommand, context: LowerContext): WindowFrame | undefined {
  const seconds = command.timeWindow === undefined ? undefined : secondsOf(command.timeWindow);
  if (command.timeWindow !== undefined && seconds === undefined) {
    context.report(lowerDiagnostics["empty-span"](command.timeWindow.span, {}));
    return undefined;
  }
  return {
    kind: "running",
    includeCurrent: command.current,
    ...(command.window === 0 ? {} : { rows: command.window }),
    ...(seconds === undefined ? {} : { seconds }),
    global: command.global && command.window !== 0,
    resetOnChange: command.resetOnChange,
  };
}

function reset(
  expression: EvalExpression | undefined,
  row: RowType,
  context: LowerContext,
): ScalarExpression | "wrong" | undefined {
  if (expression === undefined) return undefined;
  return lowerPredicate(expression, scopeOf(row, context)) ?? "wrong";
}
