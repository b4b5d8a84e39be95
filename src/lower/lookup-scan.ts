import type { FieldName } from "../../grammar/ast.js";
import { lowerDiagnostics } from "../diagnostics/codes/lower.js";
import { closedRow, scan } from "../plan/build/index.js";
import type { Scan } from "../plan/plan.js";
import type { Column } from "../plan/row-type.js";
import type { Span } from "../source/source-text.js";
import type { LowerContext } from "./context.js";
import { lookupProblem } from "./lookup-problem.js";
import { suggest } from "../diagnostics/suggest.js";

/** The rows of a lookup table, whose columns must be known: `lower/unknown-lookup` otherwise. */
export function scanLookup(name: FieldName, span: Span, context: LowerContext): Scan | undefined {
  const { lookups } = context.options;
  const table = lookups.get(name.name) ?? lookups.get(name.name.replace(/\.csv$/u, ""));
  if (table === undefined || table.columns.length === 0) {
    const help = suggest(name.name, lookups.keys());
    context.report(
      lowerDiagnostics["unknown-lookup"](
        name.span,
        { name: name.name },
        help === undefined ? {} : { help: `a lookup called \`${help}\` is defined` },
      ),
    );
    return undefined;
  }
  const problem = lookupProblem(table, name);
  if (problem !== undefined) {
    context.report(problem);
    return undefined;
  }
  if (table.computes !== undefined) {
    const reason = "it has no rows to be read";
    context.report(lowerDiagnostics["computed-lookup"](name.span, { name: name.name, reason }));
    return undefined;
  }
  const columns = table.columns.map((column): [string, Column] => [
    column,
    { type: "text", multivalue: table.kind === "csv" ? false : "unknown", nullable: true },
  ]);
  return scan({ kind: "lookup", table: table.name }, closedRow(columns), span);
}
