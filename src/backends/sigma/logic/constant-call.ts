import { EvaluationContext } from "../../../evaluate/context.js";
import { compileExpression } from "../../../evaluate/expression.js";
import { arithmeticFunctions } from "../../../plan/functions/arithmetic.js";
import type { Call, Literal, ScalarExpression } from "../../../plan/expression.js";

/** The value of arithmetic over constants; `undefined` for any other call, and where it gives no single value. */
export function constantCall(call: Call): Literal | undefined {
  if (!isConstant(call)) return undefined;
  let failed = false;
  const context = new EvaluationContext({ now: 0, report: () => (failed = true) });
  const value = compileExpression(call, context)(new Map());
  if (failed || (typeof value === "object" && value !== null)) return undefined;
  return { kind: "literal", value, span: call.span };
}

export function isArithmetic(expression: ScalarExpression): expression is Call {
  return expression.kind === "call" && Object.hasOwn(arithmeticFunctions, expression.function);
}

function isConstant(expression: ScalarExpression): boolean {
  if (expression.kind === "literal") return true;
  return isArithmetic(expression) && expression.arguments.every(isConstant);
}
