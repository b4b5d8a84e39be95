import type { ListedOutcome } from "../target/outcome.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { locate, type MacroLocation } from "../source/locate.js";
import type { Span } from "../source/source-text.js";

/**
 * An outcome that holds nothing but data and the files it points into: diagnostics say the same, yet their spans lead
 * straight to the file, not through every text that the search went through.
 */
export function keptOutcome(outcome: ListedOutcome): ListedOutcome {
  const diagnostics = outcome.diagnostics.map(keptDiagnostic);
  if (outcome.status !== "compiled") return { ...outcome, diagnostics };
  const { language, fidelity, windowing, accepted, bindings, dropped } = outcome.query;
  const query = {
    language,
    fidelity,
    bindings,
    dropped,
    ...(windowing === undefined ? {} : { windowing }),
    ...(accepted === undefined ? {} : { accepted }),
  };
  return { ...outcome, query, diagnostics };
}

function keptDiagnostic(diagnostic: Diagnostic): Diagnostic {
  return {
    ...diagnostic,
    span: directSpan(diagnostic.span),
    related: diagnostic.related.map(({ message, span }) => ({ message, span: directSpan(span) })),
  };
}

/** A span with the same location: one in the file, under a text for each macro that it went through. */
function directSpan(span: Span): Span {
  const { file, start, end, through } = locate(span);
  const place = { source: file, start: start.offset, end: end.offset };
  return throughMacros(place, through);
}

function throughMacros(call: Span, [first, ...rest]: readonly MacroLocation[]): Span {
  if (first === undefined) return call;
  const { file, start, end } = first.location;
  const definition = throughMacros({ source: file, start: start.offset, end: end.offset }, rest);
  const segment = {
    start: 0,
    end: 1,
    origin: definition,
    verbatim: false,
    call: { name: first.macro, span: call },
  };
  return { source: { name: call.source.name, text: " ", segments: [segment] }, start: 0, end: 1 };
}
