import type { Pipeline } from "../../../grammar/ast.js";
import { parseSearch } from "../../../grammar/parser.js";
import { printSearch } from "../../../grammar/printer.js";
import type { Understood } from "../../understood.js";
import { importDiagnostics } from "../../diagnostics/codes/import.js";
import { hasErrors, type Diagnostic } from "../../diagnostics/diagnostic.js";
import { lower } from "../../lower/lower.js";
import { dumpPlan } from "../../plan/dump.js";
import type { Span } from "../../source/source-text.js";
import type { RuleSource } from "./log-source.js";

/**
 * A search made of a rule: its text and its plan, whose places are those of the rule. The text has to mean the same as
 * the tree it was printed from; reports `import/not-searchable` where it does not.
 */
export function finishSearch(
  pipeline: Pipeline,
  { catalog, source, origin }: RuleSource,
  span: Span,
  report: (diagnostic: Diagnostic) => void,
): Understood | undefined {
  const options = {
    catalog,
    lookups: new Map<never, never>(),
    ...(origin.length > 0 ? {} : { defaultSource: source }),
  };
  const lowered = lower(pipeline, options);
  for (const diagnostic of lowered.diagnostics) report(diagnostic);
  if (lowered.plan === undefined) return undefined;
  const text = { name: span.source.name, text: printSearch(pipeline) };
  const read = parseSearch(text);
  const again = read.pipeline && lower(read.pipeline, options).plan;
  if (hasErrors(read.diagnostics) || again === undefined || dumpPlan(again) !== dumpPlan(lowered.plan)) {
    report(importDiagnostics["not-searchable"](span, {}));
    return undefined;
  }
  return { source: text, pipeline, plan: lowered.plan, diagnostics: lowered.diagnostics };
}
