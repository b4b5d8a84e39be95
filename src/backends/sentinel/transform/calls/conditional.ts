import type { Call, ScalarExpression } from "../../../../plan/expression.js";
import type { FunctionName } from "../../../../plan/functions/index.js";
import { call as kqlCall, keyword, number, operation, text } from "../../../shared/expression.js";
import { isNumeric } from "../../kql/types.js";
import { toNumber, toText } from "../convert.js";
import { conditional } from "../convert.js";
import { allOf, anyOf } from "../logic.js";
import { asArray } from "./multivalue.js";
import { firstPresent } from "../first-present.js";
import { isFalse, isTrue } from "../predicate.js";
import { commonType, sameTypeOrMissing } from "../scalar.js";
import type { Scope } from "../scope.js";
import { absent, filled, missing, missingValue, present, valueOf, type KqlValue } from "../value.js";
import { argumentValue, literalNumber, literalText, refuseCall, type CallHandler } from "./handler.js";

/** KQL's `coalesce` takes arguments of one type and skips nulls and empty texts. */
const coalesce: CallHandler = (call, scope) => {
  const values = call.arguments.flatMap((_, index) => argumentValue(call, index, scope) ?? []);
  const first = values.findIndex((value) => !value.nullable || value.fill !== undefined);
  const used = (first === -1 ? values : values.slice(0, first + 1)).map(filled);
  const [only] = used;
  if (only === undefined) return missingValue();
  if (used.length === 1) return only;
  if (used.some(({ multivalue }) => multivalue)) {
    const [last, ...before] = [...used].reverse();
    if (last === undefined) return missingValue("dynamic");
    const arms = before.reverse().map((value) => ({ when: present(value), then: asArray(value) }));
    return valueOf(conditional(arms, asArray(last)), "dynamic", {
      meaning: used.every(({ meaning }) => meaning === last.meaning) ? last.meaning : "unknown",
      multivalue: true,
      nullable: last.nullable,
    });
  }
  const type = commonType(used);
  const converted = used.map((value) => sameTypeOrMissing(type, value));
  const meanings = new Set(used.map(({ meaning }) => meaning));
  const [meaning = "unknown"] = meanings;
  return valueOf(firstPresent(converted), type, {
    meaning: meanings.size === 1 ? meaning : "unknown",
    nullable: converted.every(({ nullable }) => nullable),
  });
};

const nullif: CallHandler = (call, scope) => {
  const left = argumentValue(call, 0, scope);
  const right = argumentValue(call, 1, scope);
  if (left === undefined || right === undefined) return missingValue();
  const type = commonType([left, right]);
  const [value, other] = [left, right].map((side) => sameTypeOrMissing(type, filled(side)));
  if (value === undefined || other === undefined) return missingValue(type);
  // KQL has no other missing text than the empty one.
  if (other.expression.kind === "text" && other.expression.value === "")
    return valueOf(value.expression, type);
  const same = operation("==", value.expression, other.expression);
  return valueOf(kqlCall("iff", same, missing(type), value.expression), type);
};

const xor: CallHandler = (call, scope) => {
  const [left, right] = call.arguments;
  if (left === undefined || right === undefined) return missingValue("bool");
  const expression = anyOf([
    allOf([isTrue(left, scope), isFalse(right, scope)]),
    allOf([isFalse(left, scope), isTrue(right, scope)]),
  ]);
  return valueOf(expression, "bool", { nullable: false });
};

/** `tonumber(x)`, and `tonumber(x, 16)` by the hexadecimal literal that `tolong` reads. */
const tonumber: CallHandler = (call, scope) => {
  const value = argumentValue(call, 0, scope);
  if (value === undefined) return missingValue("real");
  const base = call.arguments.length < 2 ? 10 : literalNumber(call, 1);
  if (base === 10) return toNumber(filled(value));
  if (base !== 16) return refuseCall(call, scope, "with a base other than 10 and 16");
  const digits = toText(filled(value));
  return valueOf(
    kqlCall("tolong", kqlCall("strcat", { kind: "text", value: "0x" }, digits.expression)),
    "long",
  );
};

const tostring: CallHandler = (call, scope) => {
  const value = argumentValue(call, 0, scope);
  if (value === undefined) return missingValue();
  if (literalText(call, 1) === "duration") return durationText(call, value, scope);
  if (call.arguments.length > 1)
    return refuseCall(call, scope, `in the form \`${literalText(call, 1) ?? ""}\``);
  // The text of each value.
  if (value.multivalue) return { ...value, meaning: "text" };
  if (value.type === "real" && !scope.session.onlyShows(call))
    return refuseCall(call, scope, "of a fraction, which KQL writes with other digits than SPL,");
  return toText(value);
};

/** `HH:MM:SS`, with the days before it (`1+02:03:04`). How a fraction or what lies in the past is shown is not said. */
function durationText(call: Call, value: KqlValue, scope: Scope): KqlValue {
  const [seconds] = call.arguments;
  if (value.multivalue || seconds === undefined || !isCount(seconds, value))
    return refuseCall(call, scope, "in the form `duration` of what may be negative or a fraction");
  const whole = kqlCall("tolong", value.expression);
  const days = operation("/", whole, number(86_400));
  const clock = kqlCall(
    "format_timespan",
    operation("*", operation("%", whole, number(86_400)), keyword("1s")),
    text("HH:mm:ss"),
  );
  const shown = conditional(
    [
      ...(value.nullable ? [{ when: absent(value), then: text("") }] : []),
      {
        when: operation(">=", whole, number(86_400)),
        then: kqlCall("strcat", kqlCall("tostring", days), text("+"), clock),
      },
    ],
    clock,
  );
  return valueOf(shown, "string", { meaning: "text", nullable: value.nullable });
}

/** Whether a number is known to be whole and not negative. */
function isCount(expression: ScalarExpression, { whole }: KqlValue): boolean {
  if (whole !== true) return false;
  if (expression.kind === "literal") return Number(expression.value) >= 0;
  return expression.kind === "call" && expression.function === "abs";
}

/** Whether a text is a number: it converts to one. */
function numberTest(whole: boolean): CallHandler {
  return (call, scope) => {
    const value = argumentValue(call, 0, scope);
    if (value === undefined) return missingValue("bool");
    if (isNumeric(value.type) && !whole) return valueOf(present(value), "bool", { nullable: false });
    const converted = kqlCall(whole ? "tolong" : "todouble", filled(value).expression);
    return valueOf(kqlCall("isnotnull", converted), "bool", { nullable: false });
  };
}

export const conditionalCalls: Partial<Readonly<Record<FunctionName, CallHandler>>> = {
  coalesce,
  nullif,
  xor,
  tonumber,
  tostring,
  todouble: tonumber,
  isnum: numberTest(false),
  isint: numberTest(true),
  ismv: (call, scope) => {
    const value = argumentValue(call, 0, scope);
    if (value === undefined) return missingValue("bool");
    const several = value.multivalue
      ? operation(">", kqlCall("array_length", value.expression), { kind: "number", value: 1 })
      : ({ kind: "boolean", value: false } as const);
    return valueOf(several, "bool");
  },
};
