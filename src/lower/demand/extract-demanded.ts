import type { Span } from "../../source/source-text.js";
import { call, extend, fieldReference } from "../../plan/build/index.js";
import type { FieldReference, ScalarExpression } from "../../plan/expression.js";
import type { LogicalPlan } from "../../plan/plan.js";
import { columnOf } from "../../plan/row-type.js";
import { scansOf } from "../../plan/visitor.js";
import type { LowerContext } from "../context.js";
import { isDefaultField } from "../routing/source-row.js";
import { demandedFields } from "./demanded-fields.js";

/** What a command takes out of a text. */
export interface Extraction {
  readonly text: FieldReference;
  /**
   * Whether the families of fields that the catalog lists for a source are those that the command brings, so that a
   * member is the event's own.
   */
  readonly bringsFamilies: boolean;
  /** The value of a name in the text. */
  value(name: string): ScalarExpression | undefined;
}

/**
 * Adds the fields that a command takes out of a text and that later commands name. A field that the source is known to
 * have stays the event's own. What another command set before, or what only may be there, gives way to the text.
 */
export function extractDemanded(
  input: LogicalPlan,
  extraction: Extraction,
  command: { readonly span: Span },
  context: LowerContext,
): LogicalPlan {
  const { text } = extraction;
  const columns = [...demandedFields(context.following)].flatMap((name) => {
    if (name === text.name || isDefaultField(name) || isOwn(name, extraction, input, context)) return [];
    const found = extraction.value(name);
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

function isOwn(
  name: string,
  { bringsFamilies }: Extraction,
  input: LogicalPlan,
  { options }: LowerContext,
): boolean {
  return scansOf(input).some(({ source, row }) => {
    const listed = source.kind === "log" && options.catalog.sources.get(source.id)?.fields.has(name) === true;
    return listed || (bringsFamilies && row.columns.has(name));
  });
}
