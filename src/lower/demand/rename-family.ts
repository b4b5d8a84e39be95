import type { FieldPattern } from "../../../grammar/ast.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { fieldOf, type LogSource } from "../../plan/log-source.js";
import type { LogicalPlan, Rename } from "../../plan/plan.js";
import { scansOf } from "../../plan/visitor.js";
import type { LowerContext } from "../context.js";
import { isDefaultField } from "../routing/source-row.js";
import { matchName, substitute } from "../../plan/wildcard-names.js";
import { capturedFields, demandedFields } from "./demanded-fields.js";

/**
 * `rename properties.* as *` over events: the names that later commands use say which fields of the family are meant.
 * A name that the source lists itself stays its own, unless the source lists the field of the family too: then which of
 * them an event has decides, and the rename is refused.
 */
export function renameFamily(
  { from, to }: { readonly from: FieldPattern; readonly to: FieldPattern },
  input: LogicalPlan,
  context: LowerContext,
): Rename["columns"] | undefined {
  const sources = scansOf(input).flatMap(({ source }) => {
    const found = source.kind === "log" ? context.options.catalog.sources.get(source.id) : undefined;
    return found === undefined ? [] : [found];
  });
  const columns: Rename["columns"][number][] = [];
  const captured = capturedFields(context.following);
  for (const name of demandedFields(context.following)) {
    const parts = matchName(to.pattern, name);
    if (parts === undefined || isDefaultField(name)) continue;
    const member = substitute(from.pattern, parts);
    if (member === name || !sources.some((source) => fieldOf(source, member) !== undefined)) continue;
    // A field that a later `rex` makes is one of the family only where the source lists it there.
    if (captured.has(name) && !lists(sources, member)) continue;
    if (lists(sources, name) || input.row.columns.has(name)) {
      if (!lists(sources, member)) continue;
      context.report(lowerDiagnostics["ambiguous-family"](from.span, { name, member }));
      return undefined;
    }
    columns.push({ from: member, to: name, span: from.span });
  }
  return columns;
}

function lists(sources: readonly LogSource[], name: string): boolean {
  return sources.some((source) => source.fields.has(name));
}
