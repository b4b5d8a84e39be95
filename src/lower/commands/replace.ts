import type { WildcardPattern } from "../../../grammar/ast.js";
import type { ReplaceCommand } from "../../../grammar/commands/replace.js";
import { extend, literal } from "../../plan/build/index.js";
import type { Case, ScalarExpression } from "../../plan/expression.js";
import type { LogicalPlan, NamedExpression } from "../../plan/plan.js";
import { allOrNone } from "../all-or-none.js";
import type { LowerContext } from "../context.js";
import { lowerField } from "../expression/field.js";
import { forEachValue } from "../expression/single-valued.js";
import { textOf } from "../expression/search-expression.js";
import { refuseOption } from "../refuse-option.js";
import { scopeOf } from "../scope-of.js";
import { wildcardOverOpen } from "../wildcard-over-open.js";

/**
 * `replace "a*" WITH "b" IN f`: a new value where the whole value matches. Later pairs without a wildcard win over
 * earlier ones; which of two pairs with wildcards wins is not documented. Of several values each is replaced.
 */
export function lowerReplace(
  command: ReplaceCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { span } = command;
  if (command.fields.length === 0) {
    context.report(wildcardOverOpen(input.row, span, "replace"));
    return undefined;
  }
  const wild = command.replacements.filter(({ from }) => textOf(from.pattern) === undefined);
  if (wild.length > 1) return refuseOption(command, "two patterns with wildcards", context);
  const plain = command.replacements.filter((pair) => !wild.includes(pair)).reverse();
  const scope = scopeOf(input.row, context);
  const columns = allOrNone(command.fields, (field): NamedExpression | undefined => {
    const value = lowerField(field.name, field.span, scope);
    if (value === undefined) return undefined;
    const arms = allOrNone([...plain, ...wild], ({ from, to }): Case["arms"][number] | undefined => {
      const text = textOf(to.pattern);
      if (text === undefined) return refuseOption(command, "a wildcard in the new value", context);
      return { when: wholeValue(value, from.pattern, from.span), then: literal(text, to.span) };
    });
    if (arms === undefined) return undefined;
    const replaced: ScalarExpression = { kind: "case", arms, otherwise: value, span };
    const expression = forEachValue(value, replaced, command, scope);
    return { name: field.name, expression, span };
  });
  return columns === undefined ? undefined : extend(input, columns, span);
}

function wholeValue(
  value: ScalarExpression,
  parts: WildcardPattern,
  span: ReplaceCommand["span"],
): ScalarExpression {
  return {
    kind: "match",
    value,
    pattern: { kind: "wildcard", parts },
    caseSensitive: true,
    whenMissing: "missing",
    span,
  };
}
