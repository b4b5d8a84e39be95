import { arithmeticFunctions } from "./arithmetic.js";
import { bitwiseFunctions } from "./bitwise.js";
import { trigonometryFunctions } from "./trigonometry.js";
import { textFunctions } from "./text.js";
import { conversionFunctions } from "./conversion.js";
import { conditionalFunctions } from "./conditional.js";
import { informationFunctions } from "./information.js";
import { cryptographicFunctions } from "./cryptographic.js";
import { timeFunctions } from "./time.js";
import { multivalueFunctions } from "./multivalue.js";
import { jsonFunctions } from "./json.js";
import { networkFunctions } from "./network.js";
import type { FunctionSignature } from "./signature.js";

/** Every function a plan may call. Names are SPL's where SPL has the function. */
export const functions = {
  ...arithmeticFunctions,
  ...bitwiseFunctions,
  ...trigonometryFunctions,
  ...textFunctions,
  ...conversionFunctions,
  ...conditionalFunctions,
  ...informationFunctions,
  ...cryptographicFunctions,
  ...timeFunctions,
  ...multivalueFunctions,
  ...jsonFunctions,
  ...networkFunctions,
} as const;

export type FunctionName = keyof typeof functions;

/** The signature of a function of the table. */
export function signatureOf(name: FunctionName): FunctionSignature {
  return functions[name];
}

/** Whether the table has a function of that name. */
export function isFunctionName(name: string): name is FunctionName {
  return Object.hasOwn(functions, name);
}
