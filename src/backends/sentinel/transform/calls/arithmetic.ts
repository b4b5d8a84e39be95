import { targetDiagnostics } from "../../../../diagnostics/codes/target.js";
import type { Call } from "../../../../plan/expression.js";
import type { FunctionName } from "../../../../plan/functions/index.js";
import { call as kqlCall, keyword, number, operation, type Expression } from "../../../shared/expression.js";
import { isNumeric } from "../../kql/types.js";
import { timespan, toNumber, toText } from "../convert.js";
import type { Scope } from "../scope.js";
import { language } from "../session.js";
import { extremeOfValues } from "../extremes.js";
import { anyOf } from "../logic.js";
import { onlyValue } from "../only-value.js";
import { asArray } from "./multivalue.js";
import { filled, missing, missingValue, present, valueOf, type KqlValue } from "../value.js";
import { argumentValue, literalNumber, refuseCall, type CallHandler } from "./handler.js";

function sides(call: Call, scope: Scope): readonly [KqlValue, KqlValue] | undefined {
  const left = argumentValue(call, 0, scope);
  const right = argumentValue(call, 1, scope);
  if (left === undefined || right === undefined) return undefined;
  const [one, other] = [onlyValue(left), onlyValue(right)];
  if (one !== undefined && other !== undefined) return [filled(one), filled(other)];
  refuseCall(call, scope, "over a field with several values");
  return undefined;
}

const isTime = (value: KqlValue): boolean => value.type === "datetime" && value.format === undefined;

/** A number of seconds as a length of time. */
function duration(value: KqlValue): Expression {
  const { expression } = toNumber(value);
  return expression.kind === "number"
    ? timespan(expression.value)
    : operation("*", expression, keyword("1s"));
}

function numbers(symbol: string): CallHandler {
  return (call, scope) => {
    const both = sides(call, scope);
    return both === undefined ? missingValue("real") : calculated(symbol, both);
  };
}

function calculated(symbol: string, sidesOfCall: readonly [KqlValue, KqlValue]): KqlValue {
  const [left, right] = [toNumber(sidesOfCall[0]), toNumber(sidesOfCall[1])];
  const integer = [left, right].every(({ type }) => type === "int" || type === "long");
  return valueOf(operation(symbol, left.expression, right.expression), integer ? "long" : "real", {
    nullable: left.nullable || right.nullable,
  });
}

/** Division gives a fraction, and nothing when it is by zero; KQL divides whole numbers without a rest. */
const divide: CallHandler = (call, scope) => {
  const both = sides(call, scope);
  if (both === undefined) return missingValue("real");
  const [left, right] = both.map(toNumber);
  if (left === undefined || right === undefined) return missingValue("real");
  const dividend = left.type === "real" ? left.expression : kqlCall("todouble", left.expression);
  const quotient = operation("/", dividend, right.expression);
  if (right.expression.kind === "number" && right.expression.value !== 0)
    return valueOf(quotient, "real", { nullable: left.nullable });
  const zero = operation("==", right.expression, number(0));
  return valueOf(kqlCall("iff", zero, missing("real"), quotient), "real");
};

/** `+` adds numbers and joins texts; which it is has to be known. */
const add: CallHandler = (call, scope) => {
  const both = sides(call, scope);
  if (both === undefined) return missingValue();
  const [left, right] = both;
  if (isTime(left)) return valueOf(operation("+", left.expression, duration(right)), "datetime");
  if (isTime(right)) return valueOf(operation("+", right.expression, duration(left)), "datetime");
  const isNumber = (value: KqlValue): boolean => isNumeric(value.type) || value.meaning === "number";
  const isText = (value: KqlValue): boolean =>
    value.format !== undefined || (value.type === "string" && value.meaning === "text");
  if (isNumber(left) && isNumber(right)) return calculated("+", both);
  // A number and a text that is none have no sum: what cannot be evaluated leaves no field.
  const [isWritten, otherIsWritten] = call.arguments.map((argument) => argument.kind === "literal");
  if ((isNumber(left) && otherIsWritten === false) || (isNumber(right) && isWritten === false))
    return calculated("+", both);
  if (isText(left) && isText(right))
    return valueOf(kqlCall("strcat", toText(left).expression, toText(right).expression), "string", {
      meaning: "text",
    });
  return scope.session.refusedValue(
    targetDiagnostics["ambiguous-type"](call.span, {
      construct: "`+`",
      language,
      reason: "SPL adds numbers and joins texts, and the types of its sides are not known",
    }),
  );
};

const subtract: CallHandler = (call, scope) => {
  const both = sides(call, scope);
  if (both === undefined) return missingValue("real");
  const [left, right] = both;
  if (isTime(left) && isTime(right))
    return valueOf(operation("/", operation("-", left.expression, right.expression), keyword("1s")), "real", {
      nullable: left.nullable || right.nullable,
    });
  if (isTime(left)) return valueOf(operation("-", left.expression, duration(right)), "datetime");
  return calculated("-", both);
};

const negate: CallHandler = (call, scope) => {
  const literal = literalNumber(call, 0);
  if (literal !== undefined) return valueOf(number(-literal), "real", { nullable: false });
  const value = argumentValue(call, 0, scope);
  if (value === undefined) return missingValue("real");
  return valueOf(operation("-", number(0), toNumber(filled(value)).expression), "real");
};

/**
 * The least or greatest of all values: `min_of` takes at least two arguments of one type and skips nulls. Of values
 * that may be numbers or texts, and of fields with several, it is found in a stage.
 */
function extreme(kqlFunction: "min_of" | "max_of"): CallHandler {
  return (call, scope) => {
    const values = call.arguments.flatMap((_, index) => argumentValue(call, index, scope) ?? []).map(filled);
    const [only] = values;
    if (only === undefined) return missingValue();
    if (values.length === 1 && !only.multivalue) return only;
    if (values.every((value) => !value.multivalue && (isNumeric(value.type) || isTime(value)))) {
      const type = values.every(isTime) ? "datetime" : "real";
      return valueOf(kqlCall(kqlFunction, ...values.map(({ expression }) => expression)), type);
    }
    const meaning = values.every((value) => value.meaning === only.meaning) ? only.meaning : "unknown";
    const arrays = values.map(asArray);
    const [first] = arrays;
    const all = first === undefined || arrays.length > 1 ? kqlCall("array_concat", ...arrays) : first;
    const several = valueOf(all, "dynamic", { meaning, multivalue: true });
    return (
      extremeOfValues(several, kqlFunction === "min_of", scope) ??
      refuseCall(call, scope, "over values that are not all known to be numbers")
    );
  };
}

/** The sum of the arguments that are numbers; missing where none is. */
const sum: CallHandler = (call, scope) => {
  const values = call.arguments.flatMap((_, index) => argumentValue(call, index, scope) ?? []).map(filled);
  if (values.some(({ multivalue }) => multivalue))
    return refuseCall(call, scope, "over a field with several values");
  const numbers = values.map(toNumber);
  const type = numbers.every((value) => value.type === "int" || value.type === "long") ? "long" : "real";
  const [first, ...rest] = numbers.map(({ expression, nullable }) =>
    nullable
      ? kqlCall("coalesce", expression, type === "long" ? keyword("long(0)") : keyword("0.0"))
      : expression,
  );
  if (first === undefined) return missingValue("real");
  const total = rest.reduce<Expression>((left, right) => operation("+", left, right), first);
  const nullable = numbers.every((value) => value.nullable);
  const some = anyOf(numbers.map(present));
  return valueOf(nullable ? kqlCall("iff", some, total, missing(type)) : total, type, { nullable });
};

export const arithmeticCalls: Partial<Readonly<Record<FunctionName, CallHandler>>> = {
  add,
  subtract,
  multiply: numbers("*"),
  divide,
  modulo: numbers("%"),
  negate,
  sum,
  exact: (call, scope) => {
    const value = argumentValue(call, 0, scope);
    return value === undefined ? missingValue("real") : toNumber(filled(value));
  },
  min: extreme("min_of"),
  max: extreme("max_of"),
};
