import { evaluateDiagnostics } from "../../diagnostics/codes/evaluate.js";
import type { Unpivot } from "../../plan/reshape.js";
import type { Span } from "../../source/source-text.js";
import type { EvaluationContext } from "../context.js";
import type { Sink } from "./operator.js";

/**
 * "untable": a row for each column of a row other than one, with its name and its value. The example of the page shows
 * that the internal columns, whose names begin with `_`, are none of them.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Untable
 */
export function unpivotSink(form: Unpivot, span: Span, context: EvaluationContext, output: Sink): Sink {
  return {
    push: (row) => {
      const kept = row.get(form.row) ?? null;
      if (kept === null) {
        const reason = `a row lacks \`${form.row}\``;
        context.report(evaluateDiagnostics["not-computable"](span, { construct: "untable", reason }));
        return true;
      }
      for (const [name, value] of row) {
        if (name === form.row || name.startsWith("_") || value === null) continue;
        const made = new Map([
          [form.row, kept],
          [form.names, name],
          [form.values, value],
        ]);
        if (!output.push(made)) return false;
      }
      return true;
    },
    end: () => output.end(),
  };
}
