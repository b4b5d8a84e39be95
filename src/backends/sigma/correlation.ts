import { dropDecoration } from "../shared/drop-decoration.js";
import { sigmaDiagnostics } from "../../diagnostics/codes/sigma.js";
import { conjunction } from "../../plan/build/index.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { NamedAggregate } from "../../plan/plan.js";
import type { EventBranch, ThresholdShape } from "../../plan/shape/shape.js";
import type { BackendContext, Transformed } from "../../target/backend.js";
import { bindingsOf, boundBranches } from "./branches.js";
import { countedRules, type CountedRules } from "./counted-rules.js";
import { transformEvents } from "./events.js";
import { groupCondition, type AnyEvent, type Threshold } from "./group-condition.js";
import type { SigmaCorrelation, SigmaCount, SigmaRule, SigmaRules } from "./rule.js";
import { timespanOf } from "./timespan.js";

/**
 * A threshold as event rules and a correlation that counts their matches. A condition that holds for every group, or
 * for each in which an event passes a test, needs no correlation; several conditions are met within one window.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-correlation-rules-specification.md
 */
export function transformThreshold(
  shape: ThresholdShape,
  context: BackendContext,
): Transformed<SigmaRules> | undefined {
  const asked = groupCondition(shape.condition, shape.aggregates);
  switch (asked.kind) {
    case "refused":
      context.report(asked.diagnostic);
      // What else stands in the way is found by counting all events.
      correlated(shape, [], context);
      return undefined;
    case "any-group":
      return transformEvents({ ...shape, kind: "events" }, shape.condition.span, context);
    case "any-event": {
      const branches = shape.branches.map((branch) => withTest(branch, asked.test));
      const events = transformEvents({ ...shape, kind: "events", branches }, shape.condition.span, context);
      return events && { ...events, fidelity: "groups" };
    }
    case "threshold":
      return correlated(shape, [asked], context);
    case "together":
      return correlated(shape, asked.parts, context);
  }
}

/** A correlation that fires for a group which meets each part; of no part: of all events. */
function correlated(
  shape: ThresholdShape,
  parts: readonly (Threshold | AnyEvent)[],
  outer: BackendContext,
): Transformed<SigmaRules> | undefined {
  const context = reportingOnce(outer);
  const { branches, bucketSeconds, aggregate, decoration } = shape;
  const timespan = timespanOf({ branches, bucketSeconds, span: aggregate.span }, context);
  const counted = (parts.length === 0 ? [undefined] : parts).map((part) => {
    const found = rulesOfPart(shape, part, context);
    return found && ({ ...found, part } satisfies CountedPart);
  });
  if (timespan === undefined || !counted.every((each) => each !== undefined)) return undefined;
  const [first] = counted;
  if (first === undefined) return undefined;
  if (first.groupBy.length === 0) {
    context.report(sigmaDiagnostics["no-group"](aggregate.span, {}));
    return undefined;
  }
  // Where several parts have to be met, each is one rule or one count: all that a temporal correlation lists must occur,
  // and a field that rules name differently has a name that only its own correlation knows.
  const isOne = ({ part, rules, aliases }: CountedPart) =>
    aliases.size === 0 && (part?.kind === "threshold" || rules.length === 1);
  if (counted.length > 1 && !counted.every(isOne)) {
    context.report(
      sigmaDiagnostics["threshold-condition"](shape.condition.span, { condition: "this condition" }),
    );
    return undefined;
  }

  const rules: SigmaRule[] = [];
  const over = counted.flatMap(({ part, ...found }): readonly (number | SigmaCount)[] => {
    const places = found.rules.map((rule) => placeOf(rule, rules));
    return part?.kind === "threshold" ? [countOf(part, found, places, timespan)] : places;
  });
  for (const { what, span } of decoration) dropDecoration(context, what, span);
  const [only, ...more] = over;
  const correlation: SigmaCorrelation =
    typeof only !== "number" && only !== undefined && more.length === 0
      ? only
      : { type: "temporal", over, groupBy: first.groupBy, timespan, aliases: new Map() };
  return {
    tree: { rules, correlation },
    fidelity: "groups",
    windowing: "engine",
    bindings: bindingsOf(counted.flatMap(({ bound }) => bound)),
    output: first.output,
  };
}

/** The parts are over the same events and keys: what stands in the way of several of them is said once. */
function reportingOnce(context: BackendContext): BackendContext {
  const said = new Set<string>();
  return {
    ...context,
    report(diagnostic) {
      const { code, message, span } = diagnostic;
      const id = `${code} ${span.start} ${span.end} ${message}`;
      if (!said.has(id)) context.report(diagnostic);
      said.add(id);
    },
  };
}

type CountedPart = CountedRules & { readonly part: Threshold | AnyEvent | undefined };

function rulesOfPart(
  shape: ThresholdShape,
  part: Threshold | AnyEvent | undefined,
  context: BackendContext,
): CountedRules | undefined {
  const branches = shape.branches.map((branch) => {
    if (part === undefined) return branch;
    return part.kind === "any-event" ? withTest(branch, part.test) : onlyCounted(branch, part.aggregate);
  });
  const bound = boundBranches(branches, shape.condition.span, context);
  const aggregate = part?.kind === "threshold" ? part.aggregate : undefined;
  const counted = aggregate?.function === "distinct-count" ? aggregate : undefined;
  return bound && countedRules(bound, shape, counted, context);
}

/** The place of a rule among those that are there already, or behind them. */
function placeOf(rule: SigmaRule, rules: SigmaRule[]): number {
  const text = JSON.stringify(rule);
  const found = rules.findIndex((other) => JSON.stringify(other) === text);
  return found < 0 ? rules.push(rule) - 1 : found;
}

function countOf(
  { operator, number }: Threshold,
  { groupBy, aliases, field }: CountedRules,
  places: readonly number[],
  timespan: string,
): SigmaCount {
  return {
    type: field === undefined ? "event_count" : "value_count",
    over: places,
    groupBy,
    timespan,
    aliases: new Map(
      [...aliases].map(([alias, columns]) => [
        alias,
        new Map(columns.map((column, index) => [places[index] ?? index, column])),
      ]),
    ),
    operator,
    threshold: number,
    ...(field === undefined ? {} : { field }),
  };
}

/** Events that the aggregate does not count cannot help a group over its threshold: the rule leaves them out. */
function onlyCounted(branch: EventBranch, { argument, condition }: NamedAggregate): EventBranch {
  const counted = condition === undefined ? branch : withTest(branch, condition);
  return argument === undefined
    ? counted
    : withTest(counted, { kind: "is-present", value: argument, span: argument.span });
}

function withTest(branch: EventBranch, test: ScalarExpression): EventBranch {
  const { predicate } = branch;
  return {
    ...branch,
    predicate: predicate === undefined ? test : conjunction([predicate, test], predicate.span),
  };
}
