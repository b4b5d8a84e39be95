import type { FieldPattern } from "../../../grammar/ast.js";
import type { Command } from "../../../grammar/commands/index.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { fieldOf, type LogSource } from "../../plan/log-source.js";
import type { LogicalPlan, Rename } from "../../plan/plan.js";
import { scansOf } from "../../plan/visitor.js";
import type { LowerContext } from "../context.js";
import { isDefaultField } from "../routing/source-row.js";
import { hasWildcard, matchName, substitute } from "../../plan/wildcard-names.js";
import { capturedFields, closesRow, demandedFields } from "./demanded-fields.js";

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
  const asked = demandedFields(context.following);
  for (const name of namesBehind(context.following, asked)) {
    const parts = matchName(to.pattern, name);
    if (parts === undefined || isDefaultField(name)) continue;
    const member = substitute(from.pattern, parts);
    const known =
      sources.some((source) => fieldOf(source, member) !== undefined) || input.row.columns.has(member);
    if (member === name || !known) continue;
    // Through two families any name may have come: only where the source lists it, it has.
    if (!asked.has(name) && !lists(sources, member)) continue;
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

/** The names that commands ask for, and those which a later `rename` of a family makes them of. */
function namesBehind(commands: readonly Command[], asked: ReadonlySet<string>): ReadonlySet<string> {
  const names = new Set([...asked].filter((name) => !name.includes("*")));
  const end = commands.findIndex(closesRow);
  for (const command of commands.slice(0, end === -1 ? undefined : end).reverse()) {
    if (command.kind !== "rename") continue;
    for (const { from, to } of command.renames) {
      if (!hasWildcard(from.pattern)) continue;
      for (const name of [...names]) {
        const parts = matchName(to.pattern, name);
        if (parts !== undefined && !isDefaultField(name)) names.add(substitute(from.pattern, parts));
      }
    }
  }
  return names;
}

function lists(sources: readonly LogSource[], name: string): boolean {
  return sources.some((source) => source.fields.has(name));
}
