import type { FillnullCommand } from "../../../grammar/commands/fillnull.js";
import { call, extend, fieldReference, literal, reshape, window } from "../../plan/build/index.js";
import type { Case, Compare, Literal, ScalarExpression } from "../../plan/expression.js";
import type { LogicalPlan, NamedAggregate } from "../../plan/plan.js";
import { columnOf } from "../../plan/row-type.js";
import { alwaysMissing } from "../../plan/type-of.js";
import type { Span } from "../../source/source-text.js";
import type { LowerContext } from "../context.js";
import { demandedFields } from "../demand/demanded-fields.js";
import { wildcardOverOpen } from "../wildcard-over-open.js";
import { hasWildcard, matchingNames } from "../../plan/wildcard-names.js";

/**
 * `fillnull`: a value where there is none. A named field that exists nowhere is created; without names every column is
 * filled that some row has.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Fillnull
 */
export function lowerFillnull(
  command: FillnullCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const { fields, span } = command;
  const value = literal(fillValue(command.value?.value ?? "0"), command.value?.span ?? span);
  if (fields.length === 0 && input.row.open === "values") return fillPivot(command, input, value, context);
  if (fields.length === 0)
    return input.row.open
      ? fillEvents(command, input, value, context)
      : fill(input, [...input.row.columns.keys()], value, span);
  const wild = fields.find(({ pattern }) => hasWildcard(pattern));
  if (input.row.open && wild !== undefined) {
    context.report(wildcardOverOpen(input.row, wild.span, "fillnull"));
    return undefined;
  }
  const names = fields.flatMap(({ name, pattern }) =>
    hasWildcard(pattern) ? matchingNames(pattern, input.row).map((match) => match.name) : [name],
  );
  return fill(input, names, value, span);
}

function fill(input: LogicalPlan, names: readonly string[], value: Literal, span: Span): LogicalPlan {
  const columns = [...new Set(names)].flatMap((name) => {
    const column = columnOf(input.row, name);
    if (column?.nullable === false) return [];
    const expression =
      column === undefined || column === alwaysMissing
        ? value
        : call("coalesce", [fieldReference(name, span), value], input.row, span);
    return [{ name, expression, span }];
  });
  return columns.length === 0 ? input : extend(input, columns, span);
}

/** The columns that values name are known where they are made: there their empty cells are filled. */
function fillPivot(
  { span }: FillnullCommand,
  input: LogicalPlan,
  value: Literal,
  context: LowerContext,
): LogicalPlan | undefined {
  if (input.kind === "reshape" && input.form.kind === "pivot")
    return reshape(input.input, { ...input.form, fill: input.form.fill ?? value }, input.span);
  context.report(wildcardOverOpen(input.row, span, "fillnull"));
  return undefined;
}

/**
 * Of events those fields are filled that some event of the run has: each field that later commands name is counted over
 * all events first. A field that no event has stays missing, so that a group by it has no rows.
 */
function fillEvents(
  { span }: FillnullCommand,
  input: LogicalPlan,
  value: Literal,
  context: LowerContext,
): LogicalPlan {
  const names = [...demandedFields(context.following)].filter(
    (name) => columnOf(input.row, name)?.nullable === true,
  );
  if (names.length === 0) return input;
  const counts = names.map((name, index): NamedAggregate => ({
    name: `_filled_${index}`,
    function: "count",
    argument: fieldReference(name, span),
    span,
  }));
  const counted = window(input, [], counts, { kind: "group" }, span);
  const filled = names.map((name, index) => ({
    name,
    expression: whereCounted(
      `_filled_${index}`,
      call("coalesce", [fieldReference(name, span), value], counted.row, span),
      span,
    ),
    span,
  }));
  const cleared = counts.map((count) => ({ name: count.name, expression: literal(null, span), span }));
  return extend(counted, [...filled, ...cleared], span);
}

/** A value where there is any to count; elsewhere every row lacks the field. */
function whereCounted(count: string, value: ScalarExpression, span: Span): Case {
  const when: Compare = {
    kind: "compare",
    operator: ">",
    left: fieldReference(count, span),
    right: literal(0, span),
    mode: "number",
    caseSensitive: true,
    whenMissing: "missing",
    span,
  };
  return { kind: "case", arms: [{ when, then: value }], span };
}

/** A text that is the usual spelling of a number is that number. */
function fillValue(text: string): string | number {
  return String(Number(text)) === text && Number.isFinite(Number(text)) ? Number(text) : text;
}
