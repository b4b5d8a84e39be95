import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import type { TextArgument } from "./ast.js";
import { commandTable } from "./commands/index.js";
import { PipelineReader } from "./pipeline-reader.js";

/**
 * What is wrong in the template of `foreach`, whichever fields are put into it: a name of the same length stands for
 * each of `<<FIELD>>`, `<<ITEM>>` and the like.
 */
export function checkTemplate({ value, span }: TextArgument): readonly Diagnostic[] {
  const text = value.replace(/<<([A-Z]+\d?)>>/g, "__$1__");
  // The brackets around the template belong to its place.
  const origin = { ...span, start: span.start + 1, end: span.end - 1 };
  const source = {
    name: span.source.name,
    text,
    segments: [{ start: 0, end: text.length, origin, verbatim: true }],
  };
  const reader = new PipelineReader(source, commandTable);
  reader.readContinuation();
  return reader.cursor.diagnostics;
}
