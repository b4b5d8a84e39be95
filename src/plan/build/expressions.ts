import type { Span } from "../../source/source-text.js";
import type { Call, FieldReference, Literal, ScalarExpression } from "../expression.js";
import type { FunctionName } from "../functions/index.js";
import type { RowType } from "../row-type.js";
import { resultType, typeOf } from "../type-of.js";

export function fieldReference(name: string, span: Span): FieldReference {
  return { kind: "field", name, span };
}

export function literal(value: Literal["value"], span: Span): Literal {
  return { kind: "literal", value, span };
}

/** A call whose type is that of the function's result over these arguments. */
export function call(name: FunctionName, args: readonly ScalarExpression[], row: RowType, span: Span): Call {
  const types = args.map((argument) => typeOf(argument, row).type);
  return { kind: "call", function: name, arguments: args, type: resultType(name, types), span };
}

/** All of them; nested conjunctions are laid flat, and none at all is true. */
export function conjunction(operands: readonly ScalarExpression[], span: Span): ScalarExpression {
  const flat = operands.flatMap((operand) => (operand.kind === "and" ? operand.operands : [operand]));
  const [first, ...rest] = flat;
  if (first === undefined) return literal(true, span);
  return rest.length === 0 ? first : { kind: "and", operands: flat, span };
}

/** Any of them; nested disjunctions are laid flat, and none at all is false. */
export function disjunction(operands: readonly ScalarExpression[], span: Span): ScalarExpression {
  const flat = operands.flatMap((operand) => (operand.kind === "or" ? operand.operands : [operand]));
  const [first, ...rest] = flat;
  if (first === undefined) return literal(false, span);
  return rest.length === 0 ? first : { kind: "or", operands: flat, span };
}

export function negation(operand: ScalarExpression, span: Span): ScalarExpression {
  return { kind: "not", operand, span };
}
