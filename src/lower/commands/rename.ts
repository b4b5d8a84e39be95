import type { RenameCommand } from "../../../grammar/commands/rename.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { rename } from "../../plan/build/index.js";
import type { LogicalPlan, Rename } from "../../plan/plan.js";
import { columnOf } from "../../plan/row-type.js";
import type { LowerContext } from "../context.js";
import { renameFamily } from "../demand/rename-family.js";
import { reportEmptyColumn } from "../expression/field.js";
import { scopeOf } from "../scope-of.js";
import { wildcardOverOpen } from "../wildcard-over-open.js";
import { hasWildcard, matchingNames, substitute } from "../../plan/wildcard-names.js";

type Renaming = Rename["columns"][number];

/**
 * `rename`: a source that a row lacks empties an existing target. Both names of a pair hold the same number of
 * wildcards. Pairs that give another result one after the other than all at once depend on an order that is not
 * documented, but what a pair writes out is not taken by the wildcard of a later one.
 */
export function lowerRename(
  command: RenameCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const columns: Renaming[] = [];
  let complete = true;
  for (const [index, pair] of command.renames.entries()) {
    const before = command.renames.slice(0, index).filter(({ from }) => !hasWildcard(from.pattern));
    const renamings = renamingsOf(pair, input, context)?.filter(
      (renaming) => !hasWildcard(pair.from.pattern) || !isTaken(renaming, before, input),
    );
    if (renamings === undefined) complete = false;
    else columns.push(...renamings);
  }
  const effective = columns.filter(({ from, to }) => from !== to);
  const ambiguous = effective.find(({ from, to }, index) =>
    effective.some(
      (other, at) => at < index && (other.from === from || other.to === to || other.to === from),
    ),
  );
  if (ambiguous !== undefined) {
    context.report(lowerDiagnostics["ambiguous-rename"](command.span, { name: ambiguous.from }));
    complete = false;
  }
  if (!complete) return undefined;
  return effective.length === 0 ? input : rename(input, effective, command.span);
}

/**
 * Whether an earlier pair took the field of a wildcard, or, of events whose fields are not all known, gave its name to
 * another.
 */
function isTaken({ from, to }: Renaming, before: RenameCommand["renames"], { row }: LogicalPlan): boolean {
  return before.some((pair) => pair.from.name === from || (row.open && pair.to.name === to));
}

function renamingsOf(
  { from, to }: RenameCommand["renames"][number],
  input: LogicalPlan,
  context: LowerContext,
): readonly Renaming[] | undefined {
  const wildcards = [from, to].map(({ pattern }) => pattern.filter(({ kind }) => kind === "any").length);
  if (wildcards[0] !== wildcards[1]) {
    context.report(lowerDiagnostics["unequal-wildcards"](from.span, { from: from.name, to: to.name }));
    return undefined;
  }
  if (hasWildcard(from.pattern)) {
    if (input.row.open === "values") {
      context.report(wildcardOverOpen(input.row, from.span, "rename"));
      return undefined;
    }
    if (input.row.open) return renameFamily({ from, to }, input, context);
    return matchingNames(from.pattern, input.row).map(({ name, parts }) => ({
      from: name,
      to: substitute(to.pattern, parts),
      span: from.span,
    }));
  }
  const exists = columnOf(input.row, from.name) !== undefined;
  if (!exists) reportEmptyColumn(from.name, from.span, scopeOf(input.row, context));
  const targetExists = columnOf(input.row, to.name) !== undefined;
  return exists || targetExists ? [{ from: from.name, to: to.name, span: from.span }] : [];
}
