import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { RowType } from "../plan/row-type.js";
import type { Span } from "../source/source-text.js";
import type { BackendContext, Dropped } from "./backend.js";

/** What a language cannot hold, whoever says so: the same search without the place may be held. */
const cannotHold: ReadonlySet<string> = new Set([
  "target/unsupported",
  "target/unsupported-function",
  "target/unsupported-regex",
  "target/ambiguous-type",
]);

/** What became of one way of compiling: the result, how many things were left out, and the columns that are left. */
export interface Writing<Result> {
  readonly result: Result | undefined;
  readonly dropped: number;
  readonly row: RowType;
}

/**
 * Compiles, and leaves out what only shows as long as the language refuses that: what is computed or looked up at the
 * places of its refusals. `compile` is given whether a place can be written. Where something is refused that decides, or
 * that says whom an alert is about, the refusals of the whole search are reported.
 */
export function withoutDecoration<Result>(
  context: BackendContext,
  compile: (context: BackendContext, canWrite: (span: Span) => boolean) => Writing<Result>,
): Result | undefined {
  const refused: Span[] = [];
  const canWrite = (span: Span): boolean => !refused.some((each) => sameSpan(each, span));
  const first = recording(context);
  const whole = compile(first.context, canWrite);
  const { objects, threats } = context.detection.risk;
  const entities = [...objects, ...threats].filter(({ field }) => whole.row.columns.has(field));
  let last = first;
  let { dropped } = whole;
  while (last.refusals().length > 0 && last.refusals().every(({ code }) => cannotHold.has(code))) {
    refused.push(...last.refusals().map(({ span }) => span));
    last = recording(context);
    const next = compile(last.context, canWrite);
    if (next.dropped <= dropped || !entities.every(({ field }) => next.row.columns.has(field))) break;
    ({ dropped } = next);
    if (next.result === undefined || last.refusals().length > 0) continue;
    last.replay();
    return next.result;
  }
  first.replay();
  return whole.result;
}

/** Keeps what an attempt says until it is known whether it counts. */
function recording(context: BackendContext): {
  readonly context: BackendContext;
  refusals(): readonly Diagnostic[];
  replay(): void;
} {
  const diagnostics: Diagnostic[] = [];
  const dropped: Dropped[] = [];
  const differences: string[] = [];
  return {
    context: {
      ...context,
      report: (diagnostic) => diagnostics.push(diagnostic),
      drop: (decoration) => dropped.push(decoration),
      differ: (difference) => differences.push(difference),
    },
    refusals: () => diagnostics.filter(({ severity }) => severity === "error"),
    replay: () => {
      for (const each of diagnostics) context.report(each);
      for (const each of dropped) context.drop(each);
      for (const each of differences) context.differ(each);
    },
  };
}

function sameSpan(first: Span, second: Span): boolean {
  return first.source === second.source && first.start === second.start && first.end === second.end;
}
