import * as build from "../plan/build/index.js";
import type { ScalarExpression } from "../plan/expression.js";
import { fieldsOf, mapExpression } from "../plan/expression-visitor.js";
import type { Extend, LogicalPlan, Window } from "../plan/plan.js";
import { foldConstants } from "../plan/simplify/fold-constants.js";
import { mapPlan } from "../plan/visitor.js";
import type { Span } from "../source/source-text.js";

/** A plan in which columns are filled in every event, and the steps that filled them only where some event had one. */
export interface FilledColumns {
  readonly plan: LogicalPlan;
  readonly steps: readonly { readonly fields: readonly string[]; readonly span: Span }[];
}

/**
 * Takes the columns that `fillnull` without a list fills as filled. Splunk fills a column of events only where some
 * event of the run has it; a language that judges each event by itself cannot ask that. The difference shows when no
 * event of a run has the field: Splunk then finds no group, the plan that is given back does.
 */
export function filledColumns(plan: LogicalPlan): FilledColumns {
  const steps: { readonly fields: readonly string[]; readonly span: Span }[] = [];
  const filled = mapPlan(plan, (step) => {
    if (step.kind !== "extend" || step.input.kind !== "window") return step;
    const fields = countedFields(step.input);
    const columns = fields && withoutCounts(step, step.input);
    if (fields === undefined || columns === undefined) return step;
    steps.push({ fields, span: step.input.span });
    return build.extend(step.input.input, columns, step.span);
  });
  return { plan: filled, steps };
}

/** The fields of which a step counts nothing but in how many of all rows they are; `undefined`: it does other things. */
function countedFields({ keys, frame, aggregates }: Window): readonly string[] | undefined {
  if (keys.length > 0 || frame.kind !== "group") return undefined;
  const fields = aggregates.flatMap(({ function: id, argument, condition }) =>
    id === "count" && condition === undefined && argument?.kind === "field" ? [argument.name] : [],
  );
  return fields.length === aggregates.length ? fields : undefined;
}

/** The computed columns with each count taken as more than none; `undefined` where they ask anything else of one. */
function withoutCounts({ columns }: Extend, { aggregates }: Window): Extend["columns"] | undefined {
  const counts = new Set(aggregates.map(({ name }) => name));
  const isAsked = (part: ScalarExpression): boolean =>
    part.kind === "compare" &&
    part.operator === ">" &&
    part.left.kind === "field" &&
    counts.has(part.left.name) &&
    part.right.kind === "literal" &&
    part.right.value === 0;
  const taken = columns
    .filter(({ name }) => !counts.has(name))
    .map((column) => ({
      ...column,
      expression: foldConstants(
        mapExpression(column.expression, (part) => (isAsked(part) ? build.literal(true, part.span) : part)),
      ),
    }));
  const reads = taken.some(({ expression }) => [...fieldsOf(expression)].some((name) => counts.has(name)));
  return reads ? undefined : taken;
}
