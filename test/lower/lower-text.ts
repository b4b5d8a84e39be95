import { parseSearch } from "../../grammar/parser.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { lower } from "../../src/lower/lower.js";
import type { LogicalPlan } from "../../src/plan/plan.js";
import { sampleCatalog, sampleLookups } from "./sample-catalog.js";

/** Lowers a search over the sample catalog. */
export function lowerText(
  text: string,
  defaultSource?: string,
): { readonly plan?: LogicalPlan; readonly diagnostics: readonly Diagnostic[] } {
  const { pipeline, diagnostics } = parseSearch({ name: "search", text });
  if (pipeline === undefined) return { diagnostics };
  return lower(pipeline, {
    catalog: sampleCatalog,
    lookups: sampleLookups,
    ...(defaultSource === undefined ? {} : { defaultSource }),
  });
}

/** A diagnostic as a line: severity, code, the text it is about, the message and the help. */
export function showDiagnostic({ severity, code, message, span, help }: Diagnostic): string {
  const about = span.source.text.slice(span.start, span.end).replace(/\s+/gu, " ");
  return `${severity} ${code} at «${about}»: ${message}${help === undefined ? "" : ` (${help})`}`;
}
