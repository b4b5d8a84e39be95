import { evaluateDiagnostics } from "../../diagnostics/codes/evaluate.js";
import type { Beside } from "../../plan/reshape.js";
import type { Span } from "../../source/source-text.js";
import type { EvaluationContext } from "../context.js";
import type { MutableRow } from "../value.js";
import { Collector, drain, type Sink } from "./operator.js";

/**
 * "appendcols": row n gets the columns of row n of another search, the internal ones aside. The rows come with those of
 * the first search before those of the other. What becomes of rows of the other that are more no page says.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Appendcols
 */
export function besideSink(form: Beside, span: Span, context: EvaluationContext, output: Sink): Sink {
  return new BesideRows(form, span, context, output);
}

class BesideRows extends Collector {
  constructor(
    private readonly form: Beside,
    private readonly span: Span,
    private readonly context: EvaluationContext,
    private readonly output: Sink,
  ) {
    super();
  }

  end(): void {
    const { side } = this.form;
    const kept = this.rows.filter((row) => row.get(side) === 1);
    const others = this.rows.filter((row) => row.get(side) === 2);
    for (const row of this.rows) row.delete(side);
    if (others.length > kept.length) {
      const reason = "its search has more rows than there are to put them beside";
      this.context.report(
        evaluateDiagnostics["not-computable"](this.span, { construct: "appendcols", reason }),
      );
    }
    for (const [index, row] of kept.entries()) this.add(row, others[index] ?? new Map());
    drain(kept, this.output);
  }

  private add(row: MutableRow, other: MutableRow): void {
    for (const [name, value] of other)
      if (!name.startsWith("_") && (this.form.overwrite || !row.has(name))) row.set(name, value);
  }
}
