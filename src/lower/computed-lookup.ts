import type { LookupCommand } from "../../grammar/commands/lookup.js";
import { lowerDiagnostics } from "../diagnostics/codes/lower.js";
import { call, extend, fieldReference } from "../plan/build/index.js";
import type { LogicalPlan, Lookup } from "../plan/plan.js";
import { columnOf } from "../plan/row-type.js";
import type { ComputedColumn } from "../plan/shipped-lookup.js";
import type { LowerContext } from "./context.js";

/**
 * A lookup whose script computes a column out of another: a call of the function that does the same. A row without the
 * field is not given to the script, and has nothing. The column is written over, but for `OUTPUTNEW`.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/Knowledge/Configureexternallookups
 */
export function computedLookup(
  { table, output, span }: LookupCommand,
  computes: ComputedColumn,
  keys: Lookup["keys"],
  outputs: Lookup["outputs"],
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const refuse = (reason: string): undefined => {
    context.report(lowerDiagnostics["computed-lookup"](table.span, { name: table.name, reason }));
    return undefined;
  };
  const [key, ...more] = keys;
  if (key === undefined || more.length > 0 || key.column !== computes.of)
    return refuse(`it is asked by \`${computes.of}\` alone`);
  if (outputs.some(({ column }) => column !== computes.column))
    return refuse(`it gives \`${computes.column}\` alone`);
  if (columnOf(input.row, key.field)?.multivalue === true)
    return refuse("what it gives for a field with several values is not documented");
  const found = call(computes.function, [fieldReference(key.field, span)], input.row, span);
  const columns = outputs.map(({ field }) => {
    const kept = output?.mode === "keep-existing" && columnOf(input.row, field) !== undefined;
    const expression = kept ? call("coalesce", [fieldReference(field, span), found], input.row, span) : found;
    return { name: field, expression, span };
  });
  return extend(input, columns, span);
}
