import { evaluateDiagnostics } from "../../diagnostics/codes/evaluate.js";
import { columnsOf } from "../../plan/each-field.js";
import type { EachField } from "../../plan/plan.js";
import type { EvaluationContext } from "../context.js";
import { compileExpression, type Evaluator } from "../expression.js";
import type { MutableRow, Value } from "../value.js";
import { valuesId } from "./keys.js";
import { Collector, drain, type Sink } from "./operator.js";

/**
 * "foreach" over events: its columns for every field that any of the rows has and that a pattern names, in the order in
 * which the rows show the fields. Splunk takes the fields of a part of the results together, and no page says of which
 * part: where a field that a row lacks would change the row, that is reported.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Foreach
 */
export function eachFieldSink(plan: EachField, context: EvaluationContext, output: Sink): Sink {
  return new EachFieldOf(plan, context, output);
}

interface Column {
  readonly name: string;
  readonly value: Evaluator;
}

class EachFieldOf extends Collector {
  constructor(
    private readonly plan: EachField,
    private readonly context: EvaluationContext,
    private readonly output: Sink,
  ) {
    super();
  }

  end(): void {
    const fields = new Map<string, readonly Column[]>();
    for (const row of this.rows)
      for (const name of row.keys()) if (!fields.has(name)) fields.set(name, this.columnsFor(name));
    for (const row of this.rows) {
      const own = new Set(row.keys());
      for (const [name, columns] of fields)
        for (const column of columns) this.set(row, column, own.has(name) ? undefined : name);
    }
    drain(this.rows, this.output);
  }

  private columnsFor(field: string): readonly Column[] {
    return (columnsOf(this.plan, field) ?? []).map(({ name, expression }) => ({
      name,
      value: compileExpression(expression, this.context),
    }));
  }

  private set(row: MutableRow, { name, value }: Column, lacking: string | undefined): void {
    const before = row.get(name) ?? null;
    const after = value(row);
    if (lacking !== undefined && !same(before, after)) {
      this.context.report(
        evaluateDiagnostics["not-computable"](this.plan.span, {
          construct: "foreach",
          reason: `what it sets \`${name}\` to depends on whether other events have the field \`${lacking}\``,
        }),
      );
      return;
    }
    if (after === null) row.delete(name);
    else row.set(name, after);
  }
}

function same(left: Value, right: Value): boolean {
  return left === null || right === null ? left === right : valuesId([left]) === valuesId([right]);
}
