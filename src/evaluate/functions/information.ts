import type { informationFunctions } from "../../plan/functions/information.js";
import { isArray, isObject, parseJson, type Json } from "../structured/json.js";
import { isMultivalue, numberOf, type Value } from "../value.js";
import type { CallSite, Implementations } from "./implementation.js";

/** Whether a value counts as a number: a field's text does where it reads as one, a text literal never does. */
function isNumber(value: Value, { textLiterals }: CallSite): boolean {
  if (value === null || isMultivalue(value) || textLiterals[0] === true) return false;
  // "Informational functions": a field that holds `NaN` is numeric.
  return typeof value === "number" || value === "NaN" || numberOf(value) !== undefined;
}

/** The JSON that a text holds: arrays and objects are texts in a row. */
function jsonIn(value: Value): Json | undefined {
  return typeof value === "string" ? parseJson(value) : undefined;
}

export const information: Implementations<typeof informationFunctions> = {
  isnum: ([value = null], site) => isNumber(value, site),
  isint: ([value = null], site) =>
    isNumber(value, site) && !isMultivalue(value) && value !== null && Number.isInteger(numberOf(value)),
  isdouble: ([value = null], site) =>
    isNumber(value, site) && !isMultivalue(value) && value !== null && !Number.isInteger(numberOf(value)),
  isarray: ([value = null]) => isArray(jsonIn(value)),
  isobject: ([value = null]) => isObject(jsonIn(value)),
  isstr: ([value = null], site) =>
    value !== null && typeof value !== "boolean" && !isMultivalue(value) && !isNumber(value, site),
  isbool: ([value = null]) => typeof value === "boolean",
  ismv: ([value = null]) => isMultivalue(value),
  typeof: ([value = null], site) =>
    value === null
      ? "Invalid"
      : typeof value === "boolean"
        ? "Boolean"
        : isNumber(value, site)
          ? "Number"
          : "String",
};
