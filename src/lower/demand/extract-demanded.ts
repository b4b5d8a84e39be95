import type { Span } from "../../source/source-text.js";
import { call, extend, fieldReference } from "../../plan/build/index.js";
import type { FieldReference, ScalarExpression } from "../../plan/expression.js";
import { fieldOf } from "../../plan/log-source.js";
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
 * have stays the event's own. What another command set before, or what only may be there, gives way to the text; what the
 * catalog does not know of the source stands in the text alone.
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
    const mayExist = input.row.columns.has(name) || mayBeOwn(name, input, context);
    const expression = mayExist
      ? call("coalesce", [found, fieldReference(name, command.span)], input.row, command.span)
      : found;
    return [{ name, expression, span: command.span }];
  });
  return columns.length === 0 ? input : extend(input, columns, command.span);
}

/** Whether events may have a field that is none of those which the catalog lists for their source. */
function mayBeOwn(name: string, input: LogicalPlan, { options }: LowerContext): boolean {
  // An event is an object: a path that starts with an array is never one of its own.
  if (name.startsWith("{}") || columnOf(input.row, name) === undefined) return false;
  return scansOf(input).some(({ source }) => {
    const known = source.kind === "log" ? options.catalog.sources.get(source.id) : undefined;
    return known === undefined || fieldOf(known, name) !== undefined;
  });
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
