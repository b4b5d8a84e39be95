import type { SearchCommand } from "../../../grammar/commands/search.js";
import type { LogicalPlan } from "../../plan/plan.js";
import type { LowerContext } from "../context.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { filterWithRouting } from "../routing/later-search.js";
import { readSources } from "../routing/first-search.js";
import { selectSources } from "../routing/select-sources.js";
import { splitSearch } from "../routing/split-search.js";
import { joinSubsearches } from "../subsearch/join-subsearches.js";

/**
 * `search`: at the head it names the log sources and the time range and filters their events; later it filters the
 * rows. A subsearch that is AND-ed with the rest becomes a semi join, under NOT an anti join.
 */
export function lowerSearch(
  command: SearchCommand,
  input: LogicalPlan | undefined,
  context: LowerContext,
): LogicalPlan | undefined {
  return input === undefined ? firstSearch(command, context) : laterSearch(command, input, context);
}

function firstSearch(command: SearchCommand, context: LowerContext): LogicalPlan | undefined {
  const { expression, span } = command;
  const split = splitSearch(expression, context);
  if (split === undefined) return undefined;
  const sources = selectSources(split.condition, expression?.span ?? span, context);
  if (sources === undefined) return undefined;
  const plan = readSources(
    { sources, expression: split.condition, time: split.time, span: expression?.span ?? span },
    context,
  );
  return plan === undefined ? undefined : joinSubsearches(plan, split.subsearches, context);
}

function laterSearch(
  command: SearchCommand,
  input: LogicalPlan,
  context: LowerContext,
): LogicalPlan | undefined {
  const split = splitSearch(command.expression, context);
  if (split === undefined) return undefined;
  if (split.time !== undefined) {
    context.report(
      lowerDiagnostics["time-modifier-in-condition"](split.time.span, {
        name: split.time.earliest === undefined ? "latest" : "earliest",
      }),
    );
    return undefined;
  }
  const filtered = split.condition === undefined ? input : filterWithRouting(input, split.condition, context);
  return filtered === undefined ? undefined : joinSubsearches(filtered, split.subsearches, context);
}
