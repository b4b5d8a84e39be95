import type { Span } from "../../source/source-text.js";
import { call, extend, fieldReference } from "../../plan/build/index.js";
import type { FieldReference, ScalarExpression } from "../../plan/expression.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { columnOf } from "../../plan/row-type.js";
import type { LowerContext } from "../context.js";
import { isDefaultField } from "../routing/source-row.js";
import { demandedFields } from "./demanded-fields.js";

/**
 * Adds the fields that a command takes out of a text and that later commands name. A column that the row lists is one
 * that the source is known to have: it stays the event's own. What the row does not list comes from the text.
 */
export function extractDemanded(
  input: LogicalPlan,
  text: FieldReference,
  command: { readonly span: Span },
  context: LowerContext,
  extract: (name: string) => ScalarExpression | undefined,
): LogicalPlan {
  const columns = [...demandedFields(context.following)].flatMap((name) => {
    if (name === text.name || isDefaultField(name) || input.row.columns.has(name)) return [];
    const found = extract(name);
    if (found === undefined) return [];
    // An event is an object: a path that starts with an array is never one of its own.
    const mayExist = !name.startsWith("{}") && columnOf(input.row, name) !== undefined;
    const expression = mayExist
      ? call("coalesce", [found, fieldReference(name, command.span)], input.row, command.span)
      : found;
    return [{ name, expression, span: command.span }];
  });
  return columns.length === 0 ? input : extend(input, columns, command.span);
}
