import type { FunctionTemplate } from "../../target/profile.js";
import { template, type Expression } from "./expression.js";

/** A call in the target's form, or why the target's template does not fit. */
export type AppliedFunction =
  { readonly ok: true; readonly expression: Expression } | { readonly ok: false; readonly reason: string };

const placeholder = /\{(\d+|\*)\}/g;

/** Puts arguments into a function's template after checking that the template is meant for them. */
export function applyFunction(form: FunctionTemplate, args: readonly Expression[]): AppliedFunction {
  const { minimum, maximum } = form.arguments ?? namedArguments(form.template);
  if (args.length < minimum || (maximum !== undefined && args.length > maximum))
    return { ok: false, reason: `with ${args.length} arguments` };
  const computed = (form.literals ?? []).find((index) => !isLiteral(args[index]));
  if (computed !== undefined)
    return { ok: false, reason: `with argument ${computed + 1} computed instead of literal` };
  return { ok: true, expression: template(form.template, args, form.precedence) };
}

/** An absent optional argument is no objection. */
function isLiteral(argument: Expression | undefined): boolean {
  return argument === undefined || ["text", "number", "boolean"].includes(argument.kind);
}

function namedArguments(form: string): { readonly minimum: number; readonly maximum?: number } {
  const names = [...form.matchAll(placeholder)].map(([, which]) => which ?? "");
  if (names.includes("*")) return { minimum: 1 };
  const count = Math.max(-1, ...names.map(Number)) + 1;
  return { minimum: count, maximum: count };
}
