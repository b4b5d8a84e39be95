import type { FormatCommand } from "../../../grammar/commands/format.js";
import type { ReturnCommand } from "../../../grammar/commands/return.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { limit, project, rename } from "../../plan/build/index.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { allOrNone } from "../all-or-none.js";
import type { LowerContext } from "../context.js";
import { lowerField } from "../expression/field.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";

/** `return` at the end of a subsearch: the first rows with these columns. A bare `$field` gives text to splice. */
export function lowerReturn(
  command: ReturnCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  if (!endsSubsearch(command, context)) return undefined;
  if (command.fields.some(({ bare }) => bare)) return refuseOption(command, "$field", context);
  const scope = scopeOf(input.row, context);
  const names = allOrNone(command.fields, ({ field }) => lowerField(field.name, field.span, scope)?.name);
  if (names === undefined) return undefined;
  const renamed = command.fields.flatMap(({ field, alias }) =>
    alias === undefined || alias === field.name ? [] : [{ from: field.name, to: alias, span: field.span }],
  );
  const rows = project(limit(input, command.count, "first", command.span), names, command.span);
  return renamed.length === 0 ? rows : rename(rows, renamed, command.span);
}

const defaultWords = ["(", "(", "AND", ")", "OR", ")"];

/** `format` at the end of a subsearch, with the words that a subsearch is put together by anyway. */
export function lowerFormat(
  command: FormatCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  if (!endsSubsearch(command, context)) return undefined;
  const usual =
    (command.words === undefined || command.words.every((word, index) => word === defaultWords[index])) &&
    command.mvSeparator === "OR" &&
    command.maxResults === 0 &&
    command.emptyText === "NOT( )";
  return usual ? input : refuseOption(command, "words of its own", context);
}

function endsSubsearch(command: ReturnCommand | FormatCommand, context: LowerContext): boolean {
  if (context.depth > 0 && context.following.length === 0) return true;
  context.report(lowerDiagnostics["only-in-subsearch"](command.span, { command: command.kind }));
  return false;
}
