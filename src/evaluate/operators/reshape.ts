import type { Reshape } from "../../plan/plan.js";
import type { EvaluationContext } from "../context.js";
import { besideSink } from "./beside.js";
import { continuousSink } from "./continuous.js";
import type { Sink } from "./operator.js";
import { pivotSink } from "./pivot.js";
import { unpivotSink } from "./unpivot.js";

/** Puts the rows in another form. */
export function reshapeSink({ form, span }: Reshape, context: EvaluationContext, output: Sink): Sink {
  switch (form.kind) {
    case "pivot":
      return pivotSink(form, span, context, output);
    case "unpivot":
      return unpivotSink(form, span, context, output);
    case "beside":
      return besideSink(form, span, context, output);
    case "continuous":
      return continuousSink(form, span, context, output);
  }
}
