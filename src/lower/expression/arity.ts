import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { signatureOf, type FunctionName } from "../../plan/functions/index.js";
import type { Span } from "../../source/source-text.js";
import type { Scope } from "../scope.js";

/** How many arguments a function takes; no maximum: any number from the minimum up. */
export interface Arity {
  readonly minimum: number;
  readonly maximum?: number;
}

export function arityOf(name: FunctionName): Arity {
  const { parameters } = signatureOf(name);
  const required = parameters.filter(({ occurs }) => occurs === "once" || occurs === "one-or-more");
  const endless = parameters.some(({ occurs }) => occurs === "one-or-more" || occurs === "any-number");
  return endless ? { minimum: required.length } : { minimum: required.length, maximum: parameters.length };
}

/** Whether a call has a number of arguments that the function takes; reports `lower/wrong-arity` otherwise. */
export function checkArity(name: string, arity: Arity, count: number, span: Span, scope: Scope): boolean {
  const { minimum, maximum } = arity;
  if (count >= minimum && (maximum === undefined || count <= maximum)) return true;
  scope.report(lowerDiagnostics["wrong-arity"](span, { name, count, ...arity }));
  return false;
}
