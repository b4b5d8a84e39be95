import type { FieldName } from "../../grammar/ast.js";
import type { Dataset } from "../../grammar/dataset.js";
import { lowerDiagnostics } from "../diagnostics/codes/lower.js";
import { conjunction, filter, scan } from "../plan/build/index.js";
import { eventKindTest, exceptionTests } from "../plan/event-kind-test.js";
import type { LogicalPlan } from "../plan/plan.js";
import type { Span } from "../source/source-text.js";
import type { LowerContext } from "./context.js";
import { scanLookup } from "./lookup-scan.js";
import { dataModelSource } from "./routing/data-model.js";
import { sourceRow } from "./routing/source-row.js";

/** The rows of a subsearch or of a named data set. */
export function lowerDataset(dataset: Dataset, span: Span, context: LowerContext): LogicalPlan | undefined {
  return dataset.kind === "subsearch"
    ? context.lowerPipeline(dataset.pipeline)
    : readDataset(dataset.type, dataset.name, span, context);
}

/** A named data set: the events of a data model, their fields without a prefix, or the rows of a lookup table. */
export function readDataset(
  type: string,
  name: FieldName,
  span: Span,
  context: LowerContext,
): LogicalPlan | undefined {
  switch (type) {
    case "datamodel": {
      const [model = name.name, ...dataset] = name.name.split(".");
      const found = dataModelSource(
        model,
        dataset.length === 0 ? undefined : dataset.join("."),
        name.span,
        context,
      );
      if (found === undefined) return undefined;
      const events = scan(
        { kind: "log", id: found.source.id },
        sourceRow(found.source, context.mentioned),
        span,
      );
      const tests = [
        ...(found.kind === undefined ? [] : [eventKindTest(found.kind, span)]),
        ...exceptionTests(found.source, span),
      ];
      return tests.length === 0 ? events : filter(events, conjunction(tests, span), span);
    }
    case "inputlookup":
    case "lookup":
      return scanLookup(name, span, context);
    default:
      context.report(lowerDiagnostics["refused-source"](name.span, { kind: type, name: name.name }));
      return undefined;
  }
}
