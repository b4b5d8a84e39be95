import type { Call } from "../../../../plan/expression.js";
import { signatureOf, type FunctionName } from "../../../../plan/functions/index.js";
import type { Parameter } from "../../../../plan/functions/signature.js";
import { applyFunction } from "../../../shared/apply-function.js";
import type { Expression } from "../../../shared/expression.js";
import type { KqlType } from "../../kql/types.js";
import { conditional, toBoolean, toNumber, toText, toTime } from "../convert.js";
import { anyOf } from "../logic.js";
import type { Scope } from "../scope.js";
import { scalar } from "../scalar.js";
import { absent, filled, missing, typeFor, valueOf, type KqlValue } from "../value.js";
import { arithmeticCalls } from "./arithmetic.js";
import { conditionalCalls } from "./conditional.js";
import { refuseCall, type CallHandler } from "./handler.js";
import { multivalueCalls } from "./multivalue.js";
import { ofEachValue, perValueCalls } from "./per-value.js";
import { structuredCalls } from "./structured.js";
import { textCalls } from "./text.js";
import { timeCalls } from "./time.js";

/** Functions whose form depends on their arguments; the others are templates of `functions.yml`. */
const handlers: Partial<Readonly<Record<FunctionName, CallHandler>>> = {
  ...arithmeticCalls,
  ...conditionalCalls,
  ...multivalueCalls,
  ...perValueCalls,
  ...structuredCalls,
  ...textCalls,
  ...timeCalls,
};

/** Functions that give an empty text for an empty text, as a missing value has to give a missing one. */
const keepEmpty: ReadonlySet<FunctionName> = new Set<FunctionName>([
  "lower",
  "upper",
  "urldecode",
  "tostring",
  "ip_city",
  "ip_country",
  "ip_region",
  "ip_latitude",
  "ip_longitude",
  "tonumber",
  "toint",
  "todouble",
  "tobool",
]);

/** Functions that take each value of a field with several. */
const eachValue: ReadonlySet<FunctionName> = new Set<FunctionName>(["lower", "upper"]);

/** A call of a function of the plan as KQL. */
export function callValue(call: Call, scope: Scope): KqlValue {
  const handler = handlers[call.function];
  return handler === undefined ? templateValue(call, scope) : handler(call, scope);
}

function templateValue(call: Call, scope: Scope): KqlValue {
  const form = scope.session.context.profile.functions.get("kql")?.get(call.function);
  if (form === undefined) return refuseCall(call, scope);
  const signature = signatureOf(call.function);
  const given = call.arguments.map((argument) => filled(scalar(argument, scope)));
  const [only] = given;
  if (eachValue.has(call.function) && only?.multivalue === true)
    return ofEachValue(call, scope, (text) => {
      const applied = applyFunction(form, [text]);
      return applied.ok ? applied.expression : text;
    });
  if (given.some(({ multivalue }) => multivalue))
    return refuseCall(call, scope, "over a field with several values");
  const values = given.map((value, index) => inType(value, parameterAt(signature.parameters, index)));
  const applied = applyFunction(
    form,
    values.map(({ expression }) => expression),
  );
  if (!applied.ok) return refuseCall(call, scope, applied.reason);
  const type = typeFor(form.returns ?? signature.returns);
  return guardedCall(call.function, values, applied.expression, type);
}

/** A function of a missing value is missing; KQL's functions of an empty text often are not. */
function guardedCall(
  name: FunctionName,
  values: readonly KqlValue[],
  expression: Expression,
  type: KqlType,
): KqlValue {
  const { missing: rule } = signatureOf(name);
  const nullable = values.filter((value) => value.nullable && value.type === "string");
  const guarded = rule === "propagate" && !keepEmpty.has(name) && nullable.length > 0;
  const [only] = values;
  const sameLength = (name === "lower" || name === "upper") && only !== undefined;
  return valueOf(
    guarded
      ? conditional([{ when: anyOf(nullable.map(absent)), then: missing(type) }], expression)
      : expression,
    type,
    {
      nullable: rule !== "never" && (!sameLength || only.nullable),
      ...(isWhole(name, values) ? { whole: true } : {}),
      ...(sameLength && only.type === "string" ? { tested: only.tested ?? only.expression } : {}),
    },
  );
}

function isWhole(name: FunctionName, values: readonly KqlValue[]): boolean {
  const [only, ...more] = values;
  if (only === undefined || more.length > 0) return false;
  if (name === "abs") return only.whole === true || only.type === "long" || only.type === "int";
  return name === "round" || name === "floor" || name === "ceiling";
}

function parameterAt(parameters: readonly Parameter[], index: number): Parameter | undefined {
  return parameters[Math.min(index, parameters.length - 1)];
}

function inType(value: KqlValue, parameter: Parameter | undefined): KqlValue {
  switch (parameter?.type) {
    case "text":
    case "ip":
      return toText(value);
    case "number":
      return toNumber(value);
    case "time":
      return toTime(value);
    case "boolean":
      return toBoolean(value);
    case "unknown":
    case "any":
    case undefined:
      return value.format === undefined ? value : toText(value);
  }
}
