import type { RegexCommand } from "../../../grammar/commands/regex.js";
import { filter, negation } from "../../plan/build/index.js";
import type { Match } from "../../plan/expression.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { lowerField } from "../expression/field.js";
import { noteAnyValue } from "../expression/eval-comparison.js";
import { isSingleValued } from "../expression/single-valued.js";
import { scopeOf } from "../scope-of.js";

/**
 * `regex`: keeps the rows whose field matches, any of several values of it, or with `!=` those whose field does not,
 * which may be missing. What `!=` makes of several values is not documented.
 */
export function lowerRegex(
  command: RegexCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const scope = scopeOf(input.row, context);
  const { pattern, span } = command;
  const value = lowerField(command.field?.name ?? "_raw", command.field?.span ?? command.keyword, scope);
  if (value === undefined) return undefined;
  if (command.negated && !isSingleValued(value, command, scope)) return undefined;
  noteAnyValue([value], span, scope);
  const match: Match = {
    kind: "match",
    value,
    pattern: { kind: "regex", source: pattern.value },
    caseSensitive: true,
    whenMissing: "false",
    span,
  };
  return filter(input, command.negated ? negation(match, span) : match, span);
}
