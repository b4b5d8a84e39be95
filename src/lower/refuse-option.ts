import type { Span } from "../source/source-text.js";
import { lowerDiagnostics } from "../diagnostics/codes/lower.js";
import type { Scope } from "./scope.js";

/** Refuses an option whose effect the plan cannot hold. */
export function refuseOption(
  command: { readonly kind: string; readonly span: Span },
  option: string,
  scope: Pick<Scope, "report">,
): undefined {
  scope.report(lowerDiagnostics["refused-option"](command.span, { command: command.kind, option }));
  return undefined;
}
