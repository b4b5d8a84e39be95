import type { Call } from "../../../../plan/expression.js";
import type { FunctionName } from "../../../../plan/functions/index.js";
import { call as kqlCall, number, template, type Expression } from "../../../shared/expression.js";

import { conditional, toNumber, toText } from "../convert.js";
import type { Scope } from "../scope.js";
import { absent, filled, missing, missingValue, present, valueOf, type KqlValue } from "../value.js";
import { argumentValue, literalNumber, refuseCall, type CallHandler } from "./handler.js";

/** One value as an array; a missing value as an empty one. */
export function asArray(value: KqlValue): Expression {
  if (value.multivalue) return value.expression;
  const { expression, nullable, presence } = toText(value);
  if (expression.kind === "text" && expression.value === "" && presence === undefined)
    return { kind: "keyword", word: "dynamic([])" };
  const packed = kqlCall("pack_array", expression);
  return nullable
    ? conditional([{ when: absent(toText(value)), then: { kind: "keyword", word: "dynamic([])" } }], packed)
    : packed;
}

const mvindex: CallHandler = (call, scope) => {
  const value = argumentValue(call, 0, scope);
  const start = literalNumber(call, 1);
  if (value === undefined) return missingValue();
  const array = asArray(value);
  if (start === undefined) return atComputedPlace(call, value, array, scope);
  if (call.arguments.length === 2)
    return valueOf(kqlCall("tostring", template("{0}[{1}]", [array, number(start)])), "string", {
      meaning: value.meaning,
    });
  const end = literalNumber(call, 2);
  if (end === undefined) return refuseCall(call, scope, "with a computed index");
  return valueOf(kqlCall("array_slice", array, number(start), number(end)), "dynamic", {
    meaning: value.meaning,
    multivalue: true,
  });
};

/** Outside the array there is nothing, from either end. */
function atComputedPlace(call: Call, value: KqlValue, array: Expression, scope: Scope): KqlValue {
  const place = argumentValue(call, 1, scope);
  if (call.arguments.length > 2 || place === undefined || place.multivalue)
    return refuseCall(call, scope, "with a computed index");
  const index = toNumber(filled(place));
  const whole = index.type === "real" ? kqlCall("tolong", index.expression) : index.expression;
  const found = kqlCall("tostring", template("{0}[{1}]", [array, whole]));
  return valueOf(
    index.nullable ? conditional([{ when: present(index), then: found }], missing("string")) : found,
    "string",
    { meaning: value.meaning },
  );
}

const mvcount: CallHandler = (call, scope) => {
  const value = argumentValue(call, 0, scope);
  if (value === undefined) return missingValue("long");
  const one = value.multivalue ? kqlCall("array_length", value.expression) : number(1);
  return valueOf(conditional([{ when: present(value), then: one }], missing("long")), "long", {
    nullable: value.nullable,
    ...(value.multivalue ? { orZero: one } : {}),
  });
};

const mvjoin: CallHandler = (call, scope) => {
  const value = argumentValue(call, 0, scope);
  const delimiter = argumentValue(call, 1, scope);
  if (value === undefined || delimiter === undefined) return missingValue();
  if (!value.multivalue) return toText(value);
  return valueOf(kqlCall("strcat_array", value.expression, delimiter.expression), "string", {
    meaning: "text",
  });
};

const split: CallHandler = (call, scope) => {
  const value = argumentValue(call, 0, scope);
  const delimiter = argumentValue(call, 1, scope);
  if (value === undefined || delimiter === undefined) return missingValue("dynamic");
  if (value.multivalue) return refuseCall(call, scope, "over a field with several values");
  const input = toText(filled(value));
  const parts = kqlCall("split", input.expression, delimiter.expression);
  const guarded = input.nullable
    ? conditional([{ when: absent(input), then: { kind: "keyword", word: "dynamic([])" } }], parts)
    : parts;
  return valueOf(guarded, "dynamic", { meaning: "text", multivalue: true, nullable: input.nullable });
};

const mvappend: CallHandler = (call, scope) => {
  const arrays = call.arguments.flatMap((_, index) => argumentValue(call, index, scope) ?? []).map(asArray);
  const [only] = arrays;
  if (only === undefined) return missingValue("dynamic");
  return valueOf(arrays.length === 1 ? only : kqlCall("array_concat", ...arrays), "dynamic", {
    multivalue: true,
  });
};

function overArray(kqlFunction: string): CallHandler {
  return (call, scope) => {
    const value = argumentValue(call, 0, scope);
    if (value === undefined) return missingValue("dynamic");
    if (!value.multivalue) return value;
    return { ...value, expression: kqlCall(kqlFunction, value.expression) };
  };
}

export const multivalueCalls: Partial<Readonly<Record<FunctionName, CallHandler>>> = {
  mvindex,
  mvcount,
  mvjoin,
  split,
  mvappend,
  mvsort: overArray("array_sort_asc"),
  mvreverse: overArray("array_reverse"),
  mvzip: (call, scope) => refuseCall(call, scope),
};
