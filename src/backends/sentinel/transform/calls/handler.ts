import { targetDiagnostics } from "../../../../diagnostics/codes/target.js";
import type { Call } from "../../../../plan/expression.js";
import { regexForRe2, type RegexOptions } from "../../../shared/regex/translate-regex.js";
import type { Scope } from "../scope.js";
import { scalar } from "../scalar.js";
import { language } from "../session.js";
import type { KqlValue } from "../value.js";

/** Writes the calls of one function that a template cannot hold. */
export type CallHandler = (call: Call, scope: Scope) => KqlValue;

/** The value of an argument; `undefined` for one that is not there. */
export function argumentValue(call: Call, index: number, scope: Scope): KqlValue | undefined {
  const argument = call.arguments[index];
  return argument === undefined ? undefined : scalar(argument, scope);
}

/** An argument that has to be a literal text. */
export function literalText(call: Call, index: number): string | undefined {
  const argument = call.arguments[index];
  return argument?.kind === "literal" && typeof argument.value === "string" ? argument.value : undefined;
}

export function literalNumber(call: Call, index: number): number | undefined {
  const argument = call.arguments[index];
  if (argument?.kind === "call" && argument.function === "negate") {
    const inner = literalNumber(argument, 0);
    return inner === undefined ? undefined : -inner;
  }
  return argument?.kind === "literal" && typeof argument.value === "number" ? argument.value : undefined;
}

/** Why a call is refused that needs a stage of its own. */
export const noStage = "where no stage can come before it";

export function refuseCall(call: Call, scope: Scope, reason?: string): KqlValue {
  return scope.session.refusedValue(
    targetDiagnostics["unsupported-function"](call.span, {
      construct: `\`${call.function}\``,
      language,
      reason,
    }),
  );
}

/** A regular expression in RE2; `undefined` after a report. */
export function regexArgument(
  call: Call,
  source: string,
  scope: Scope,
  options: RegexOptions = {},
): Extract<ReturnType<typeof regexForRe2>, { ok: true }> | undefined {
  const regex = regexForRe2(source, options);
  if (regex.ok) return regex;
  scope.session.refuse(
    targetDiagnostics["unsupported-regex"](call.span, {
      construct: `\`${source}\``,
      language,
      reason: regex.reason,
    }),
  );
  return undefined;
}
