import type { LookupCommand } from "../../../grammar/commands/lookup.js";
import type { LookupTable } from "../../content/model.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { lookup } from "../../plan/build/index.js";
import type { LogicalPlan, Lookup } from "../../plan/plan.js";
import { allOrNone } from "../all-or-none.js";
import type { LowerContext } from "../context.js";
import { computedLookup } from "../computed-lookup.js";
import { lowerField } from "../expression/field.js";
import { lookupProblem } from "../lookup-problem.js";
import { severalMatches } from "../lookup-matches.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";
import { suggest } from "../../diagnostics/suggest.js";

/**
 * `lookup`: adds columns of a table. Without OUTPUT every column that is not compared is written, so the table's
 * columns must be known. How values are compared is said by the table's definition. `local` and `update` say where the
 * table is read and change nothing else.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Lookup
 */
export function lowerLookup(
  command: LookupCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  if (command.eventTimeField !== undefined) return refuseOption(command, "event_time_field", context);
  const table = context.options.lookups.get(command.table.name);
  const problem = table && lookupProblem(table, command.table);
  if (problem !== undefined) {
    context.report(problem);
    return undefined;
  }
  const keys = lowerKeys(command, input, table, context);
  const outputs = lowerOutputs(command, table, context);
  if (keys === undefined || outputs === undefined) return undefined;
  if (table?.computes !== undefined)
    return computedLookup(command, table.computes, keys, outputs, input, context);
  return lookup(
    input,
    {
      table: command.table.name,
      keys,
      outputs,
      mode: command.output?.mode ?? "overwrite",
      manyMatches: severalMatches(table, keys),
      always: (table?.minMatches ?? 0) > 0,
    },
    command.span,
  );
}

function lowerKeys(
  command: LookupCommand,
  input: LogicalPlan,
  table: LookupTable | undefined,
  context: LowerContext,
): Lookup["keys"] | undefined {
  return allOrNone(command.match, ({ column, field }) => {
    const reference = lowerField(field.name, field.span, scopeOf(input.row, context));
    const known = hasColumn(column, table, context);
    return reference === undefined || !known ? undefined : { column: column.name, field: field.name };
  });
}

function lowerOutputs(
  command: LookupCommand,
  table: LookupTable | undefined,
  context: LowerContext,
): Lookup["outputs"] | undefined {
  if (command.output !== undefined)
    return allOrNone(command.output.columns, ({ column, field }) =>
      hasColumn(column, table, context) ? { column: column.name, field: field.name } : undefined,
    );
  if (table === undefined || table.columns.length === 0) {
    context.report(lowerDiagnostics["unknown-lookup"](command.table.span, { name: command.table.name }));
    return undefined;
  }
  const compared = new Set(command.match.map(({ column }) => column.name));
  return table.columns.filter((name) => !compared.has(name)).map((name) => ({ column: name, field: name }));
}

function hasColumn(
  { name, span }: LookupCommand["table"],
  table: LookupTable | undefined,
  context: LowerContext,
): boolean {
  if (table === undefined || table.columns.length === 0 || table.columns.includes(name)) return true;
  // A site may give the lookup of an app more columns.
  if (table.app !== undefined) return true;
  context.report(
    lowerDiagnostics["lookup-column"](span, {
      column: name,
      table: table.name,
      columns: table.columns,
      suggestion: suggest(name, table.columns),
    }),
  );
  return false;
}
