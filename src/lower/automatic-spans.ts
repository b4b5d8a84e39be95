import type { GroupByField, SpanArgument } from "../../grammar/ast.js";
import { lowerDiagnostics } from "../diagnostics/codes/lower.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { LogicalPlan } from "../plan/plan.js";
import { decidingKeys } from "../plan/prune/deciding-keys.js";
import type { Span } from "../source/source-text.js";

/**
 * Keys on `_time` without a `span`: its default `auto` begins with seconds and takes a greater width where there would
 * be too many results. Seconds stand for it where nothing decides by how the time is divided; elsewhere the search is
 * refused.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Tstats
 */
export class AutomaticSpans {
  private readonly commands = new Map<Span, string>();

  /** The key with a width. */
  choose(key: GroupByField, command: string): GroupByField {
    this.commands.set(key.span, command);
    const second: SpanArgument = { amount: 1, unit: "second", span: key.span };
    return { ...key, bucket: second };
  }

  /** Reports what was chosen in the finished plan: a warning where it only shows. */
  check(plan: LogicalPlan, report: (diagnostic: Diagnostic) => void): void {
    if (this.commands.size === 0) return;
    const deciding = new Set([...decidingKeys(plan)].map(({ span }) => span));
    for (const [span, command] of this.commands)
      report(lowerDiagnostics[deciding.has(span) ? "automatic-span" : "chosen-span"](span, { command }));
  }
}
