import type { FieldPattern } from "../../../grammar/ast.js";
import type { MstatsCommand } from "../../../grammar/commands/mstats.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import type { LogSource } from "../../plan/log-source.js";
import { matchName } from "../../plan/wildcard-names.js";
import type { LowerContext } from "../context.js";
import { collectNames } from "../demand/demanded-fields.js";
import { refuseOption } from "../refuse-option.js";

/** The number of a measurement whatever it measures, beside a test of `metric_name`. */
const anyMeasure = "_value";

/**
 * The metrics that the aggregates of an `mstats` are over, wildcards written out; `undefined` when an error was
 * reported: a source without metrics, a name that is none, a metric that chooses or groups.
 */
export function measuredMetrics(
  command: MstatsCommand,
  sources: readonly LogSource[],
  context: LowerContext,
): ReadonlySet<string> | undefined {
  const eventful = sources.find(({ metrics }) => metrics === undefined);
  if (eventful !== undefined) {
    context.report(lowerDiagnostics["no-metrics"](command.span, { source: eventful.id }));
    return undefined;
  }
  const known = new Set(sources.flatMap(({ metrics }) => [...(metrics ?? [])]));
  const measured = new Set<string>();
  let complete = !choosesByMetric(command, known, context);
  for (const { argument, function: name, span } of command.aggregates) {
    if (argument?.kind === "field") {
      const names = metricsNamed(argument.field, known);
      for (const each of names) measured.add(each);
      if (names.length > 0) continue;
      const { name: written, span: place } = argument.field;
      const ids = sources.map(({ id }) => id);
      context.report(lowerDiagnostics["unknown-metric"](place, { name: written, sources: ids }));
    } else if (argument === undefined)
      context.report(lowerDiagnostics["aggregate-without-field"](span, { name }));
    else refuseOption(command, "an aggregate of an expression", context);
    complete = false;
  }
  return complete ? measured : undefined;
}

function metricsNamed({ name, pattern }: FieldPattern, known: ReadonlySet<string>): readonly string[] {
  if (name === anyMeasure) return [name];
  return [...known].filter((metric) => matchName(pattern, metric) !== undefined);
}

/** Reports metrics by which measurements are chosen or grouped. */
function choosesByMetric(
  { where, by }: MstatsCommand,
  known: ReadonlySet<string>,
  context: LowerContext,
): boolean {
  const chosen = new Set<string>();
  collectNames(where, chosen, new Set());
  const wrong = [
    ...[...chosen].map((name) => ({ name, span: where?.span })),
    ...by.map(({ field }) => field),
  ].filter(({ name }) => known.has(name));
  for (const { name, span } of wrong)
    if (span !== undefined) context.report(lowerDiagnostics["metric-as-dimension"](span, { name }));
  return wrong.length > 0;
}
