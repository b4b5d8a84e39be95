import type { Macro } from "../content/model.js";
import { macroDiagnostics } from "../diagnostics/codes/macro.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { unquoted, type MacroArgument } from "./split-arguments.js";
import type { MacroCall, Span } from "./source-text.js";

/**
 * The place of each argument's text in the caller, by the name it has in the definition. The arguments of a call are
 * named all together, `m(a=1, b=2)`, or not at all; a name that the definition does not have is part of the text.
 * Reports an argument without a name among named ones, and one that is unknown or given twice.
 */
export function argumentValues(
  { name, span }: MacroCall,
  macro: Macro,
  given: readonly MacroArgument[],
  report: (diagnostic: Diagnostic) => void,
): ReadonlyMap<string, Span> | undefined {
  const { source } = span;
  const values = new Map<string, Span>();
  const named = given.some((one) => one.name !== undefined && macro.arguments.includes(one.name.text));
  for (const [index, one] of given.entries()) {
    if (!named) {
      const place = one.name === undefined ? one : unquoted(source.text, one.start, one.end);
      values.set(macro.arguments[index] ?? "", { source, start: place.start, end: place.end });
      continue;
    }
    const argument = one.name?.text ?? one.text;
    if (one.name === undefined || !macro.arguments.includes(argument) || values.has(argument)) {
      report(macroDiagnostics["unknown-argument"](span, { name, argument }));
      return undefined;
    }
    const start = one.name.valueStart;
    const quoted = start > one.start && source.text[start - 1] === '"' && source.text[one.end - 1] === '"';
    values.set(argument, { source, start, end: quoted ? one.end - 1 : one.end });
  }
  return values;
}
