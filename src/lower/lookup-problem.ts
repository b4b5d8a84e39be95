import type { FieldName } from "../../grammar/ast.js";
import type { LookupTable } from "../content/model.js";
import { lowerDiagnostics } from "../diagnostics/codes/lower.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";

/**
 * Why the rows that a lookup asks cannot be told from its table: `undefined` where they can. `filter` is written "like
 * a typical search query", by rules of case and missing values that are documented for no table in memory.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/Admin/Transformsconf
 */
export function lookupProblem({ name, kind, filter }: LookupTable, asked: FieldName): Diagnostic | undefined {
  if (kind === "mlmodel") return lowerDiagnostics["model-lookup"](asked.span, { name });
  // `inputlookup` of a file, by its own name, reads it past the definition.
  if (filter !== undefined && asked.name === name)
    return lowerDiagnostics["filtered-lookup"](asked.span, { name });
  return undefined;
}
