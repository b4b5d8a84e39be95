import { expressionsOf, partsOf } from "../plan/expression-visitor.js";
import type { Compare, Match, Pattern, ScalarExpression } from "../plan/expression.js";
import type { AggregateFunction, GroupKey, LogicalPlan, NamedAggregate } from "../plan/plan.js";
import { reshapeWords } from "../plan/reshape.js";
import type { RowType } from "../plan/row-type.js";
import { typeOf } from "../plan/type-of.js";
import { inputsOf, walkPlan } from "../plan/visitor.js";
import type { Span } from "../source/source-text.js";
import type { Capabilities, Feature } from "./capabilities.js";

/** Something that a plan asks of a target. */
export interface Requirement {
  readonly feature: Feature;
  /** The construct, for a message: `` `dedup` ``, `a regular expression`. */
  readonly what: string;
  readonly span: Span;
}

/** What a plan asks for and a target does not have, each feature once at each place, in the order of the plan. */
export function unmetRequirements(plan: LogicalPlan, capabilities: Capabilities): readonly Requirement[] {
  return requirementsOf(plan).filter(({ feature }) => !capabilities[feature]);
}

/** Everything that a plan asks for, each feature once at each place. */
export function requirementsOf(plan: LogicalPlan): readonly Requirement[] {
  const requirements = new Map<string, Requirement>();
  walkPlan(plan, (step) => {
    for (const requirement of [...stepRequirements(step), ...expressionRequirements(step)]) {
      const { feature, span } = requirement;
      requirements.set(`${feature} ${span.source.name} ${span.start} ${span.end}`, requirement);
    }
  });
  return [...requirements.values()].sort((first, second) => first.span.start - second.span.start);
}

function stepRequirements(step: LogicalPlan): readonly Requirement[] {
  const { span } = step;
  const need = (feature: Feature, what: string, at: Span = span): Requirement => ({
    feature,
    what,
    span: at,
  });
  switch (step.kind) {
    case "scan":
      return [
        ...(step.source.kind === "lookup"
          ? [need("relation.inputlookup", `reading the lookup \`${step.source.table}\``)]
          : step.source.kind === "rows"
            ? [need("relation.generated-rows", "making rows out of nothing")]
            : []),
        ...(step.time === undefined
          ? []
          : [need("relation.time-range", "a time range of its own", step.time.span)]),
      ];
    case "filter":
      return [
        need("relation.filter", "a filter"),
        ...(isGrouped(step.input) ? [need("relation.filter-after-aggregate", "a filter on groups")] : []),
      ];
    case "extend":
      return [need("relation.extend", "a computed column")];
    case "each-field":
      return [need("relation.each-field", "a column for each field of the events")];
    case "project":
    case "rename":
      return [need("relation.project", "a choice of columns")];
    case "aggregate":
      return [
        need("relation.aggregate", "aggregation"),
        ...(step.keys.length === 0
          ? [need("relation.aggregate-without-keys", "aggregation without groups")]
          : []),
        ...aggregateRequirements(step.aggregates),
        ...keyRequirements(step.keys, step.input.row),
      ];
    case "window":
      return [
        step.frame.kind === "group"
          ? need("relation.window", "an aggregate beside each row")
          : need("relation.running-window", "a running aggregate"),
        ...aggregateRequirements(step.aggregates),
        ...keyRequirements(step.keys, step.input.row),
      ];
    case "sort":
      return [
        need("relation.sort", "an order of rows"),
        ...(step.limit === undefined ? [] : [need("relation.limit", "a limit on rows")]),
      ];
    case "limit":
      return [need("relation.limit", "a limit on rows")];
    case "distinct":
      return [
        need("relation.distinct", "one row of each combination"),
        ...(step.order.length > 0 || step.consecutive
          ? [need("relation.distinct-ordered", "the first row of each combination in an order")]
          : []),
      ];
    case "join":
      return [
        need(
          `join.${step.type}`,
          `${step.type === "inner" || step.type === "anti" ? "an" : "a"} ${step.type} join`,
        ),
        ...(step.max === undefined || step.type === "semi" || step.type === "anti"
          ? []
          : [need("join.limited", "a join that meets a limited number of rows")]),
      ];
    case "union":
      return [need("relation.union", "the rows of several searches")];
    case "unnest":
      return [need("relation.unnest", `a row for each value of \`${step.column}\``)];
    case "lookup":
      return [need("relation.lookup", `the lookup \`${step.table}\``)];
    case "transaction":
      return [need("relation.transaction", "joining rows by their order and distance")];
    case "reshape":
      return [need("relation.reshape", reshapeWords(step.form))];
  }
}

/** Whether the rows of a plan are groups, whatever was done to them since. */
function isGrouped(plan: LogicalPlan): boolean {
  return plan.kind === "aggregate" || inputsOf(plan).slice(0, 1).some(isGrouped);
}

const aggregateFeatures: Readonly<Record<AggregateFunction, Feature>> = {
  count: "aggregate.count",
  "distinct-count": "aggregate.distinct-count",
  "estimated-distinct-count": "aggregate.distinct-count",
  sum: "aggregate.sum",
  average: "aggregate.statistics",
  minimum: "aggregate.extremes",
  maximum: "aggregate.extremes",
  range: "aggregate.statistics",
  "sum-of-squares": "aggregate.statistics",
  "standard-deviation": "aggregate.statistics",
  "population-standard-deviation": "aggregate.statistics",
  variance: "aggregate.statistics",
  "population-variance": "aggregate.statistics",
  median: "aggregate.percentile",
  mode: "aggregate.mode",
  percentile: "aggregate.percentile",
  values: "aggregate.values",
  list: "aggregate.list",
  first: "aggregate.by-order",
  last: "aggregate.by-order",
  earliest: "aggregate.by-time",
  latest: "aggregate.by-time",
  "earliest-time": "aggregate.by-time",
  "latest-time": "aggregate.by-time",
  rate: "aggregate.rate",
};

function aggregateRequirements(aggregates: readonly NamedAggregate[]): readonly Requirement[] {
  return aggregates.flatMap(({ function: id, condition, name, span }) => [
    { feature: aggregateFeatures[id], what: `aggregate \`${name}\``, span },
    ...(condition === undefined
      ? []
      : [
          {
            feature: "aggregate.count-condition",
            what: `aggregate \`${name}\` with a condition`,
            span,
          } as const,
        ]),
  ]);
}

function keyRequirements(keys: readonly GroupKey[], row: RowType): readonly Requirement[] {
  return keys.flatMap(({ name, expression, fill, span }): readonly Requirement[] => [
    ...(fill === undefined
      ? []
      : [{ feature: "key.fill", what: `key \`${name}\` with a value for missing ones`, span } as const]),
    ...(typeOf(expression, row).multivalue === true
      ? [{ feature: "key.multivalue", what: `the multivalue key \`${name}\``, span } as const]
      : []),
    ...(expression.kind === "call" && expression.function === "bucket"
      ? [{ feature: "key.time-bucket", what: `key \`${name}\` by spans`, span } as const]
      : []),
  ]);
}

function expressionRequirements(step: LogicalPlan): readonly Requirement[] {
  const [input] = inputsOf(step);
  if (input === undefined) return [];
  const found: Requirement[] = [];
  for (const expression of expressionsOf(step)) collect(expression, input.row, false, found);
  return found;
}

/** `denied`: under a NOT, where a missing value and false differ. */
function collect(expression: ScalarExpression, row: RowType, denied: boolean, found: Requirement[]): void {
  const { span } = expression;
  const need = (feature: Feature, what: string) => found.push({ feature, what, span });
  switch (expression.kind) {
    case "compare":
      comparisonRequirements(expression, need);
      if (multivalueSide([expression.left, expression.right], row))
        need("multivalue.any", "a test of any of several values");
      break;
    case "one-of":
      need("compare.equal", "a comparison");
      if (expression.caseSensitive && expression.mode !== "number")
        need("compare.case-sensitive", "a comparison with case");
      if (multivalueSide([expression.value], row)) need("multivalue.any", "a test of any of several values");
      break;
    case "match":
      need(patternFeature(expression.pattern), patternName(expression.pattern));
      if (expression.caseSensitive && hasText(expression.pattern))
        need("match.case-sensitive", "a pattern with case");
      if (multivalueSide([expression.value], row)) need("multivalue.any", "a test of any of several values");
      break;
    case "term":
      need("match.term", "a term of the raw event");
      break;
    case "case":
      need("expression.case", "a choice between values");
      break;
    case "call":
      need(
        arithmetic.has(expression.function) ? "expression.arithmetic" : "expression.call",
        arithmetic.has(expression.function) ? "arithmetic" : `function \`${expression.function}\``,
      );
      break;
    case "and":
    case "or":
    case "not":
    case "is-present":
    case "field":
    case "column":
    case "literal":
      break;
  }
  if (denied && canBeMissing(expression, row))
    need("logic.missing", "the denial of a test that can be missing");
  const isLogic = expression.kind === "and" || expression.kind === "or";
  const inner = expression.kind === "not" ? !denied : isLogic && denied;
  for (const part of partsOf(expression)) collect(part, row, inner, found);
}

const arithmetic: ReadonlySet<string> = new Set([
  "add",
  "subtract",
  "multiply",
  "divide",
  "modulo",
  "negate",
]);

function comparisonRequirements(
  { operator, left, right, mode, caseSensitive }: Compare,
  need: (feature: Feature, what: string) => void,
): void {
  if (operator === "=" || operator === "!=") need("compare.equal", "a comparison");
  else need("compare.order", "a comparison by order");
  if (left.kind !== "literal" && right.kind !== "literal")
    need("compare.fields", "a comparison of two fields");
  const ofNumbers = mode === "number" || [left, right].some(isNumber);
  if (caseSensitive && !ofNumbers) need("compare.case-sensitive", "a comparison with case");
}

function isNumber(expression: ScalarExpression): boolean {
  return expression.kind === "literal" && typeof expression.value === "number";
}

function canBeMissing(expression: ScalarExpression, row: RowType): boolean {
  const tests: readonly ScalarExpression["kind"][] = ["compare", "one-of", "match", "call", "case"];
  return tests.includes(expression.kind) && typeOf(expression, row).type === "boolean"
    ? typeOf(expression, row).nullable
    : false;
}

function multivalueSide(sides: readonly ScalarExpression[], row: RowType): boolean {
  return sides.some((side) => typeOf(side, row).multivalue === true);
}

function patternFeature(pattern: Pattern): Feature {
  switch (pattern.kind) {
    case "regex":
      return "match.regex";
    case "network":
      return "match.network";
    case "wildcard":
    case "like":
      return isInside(pattern.parts) ? "match.wildcard-inside" : "match.wildcard";
  }
}

/** A wildcard between texts, or one that stands for a single character. */
function isInside(parts: readonly { readonly kind: "text" | "any" | "one" }[]): boolean {
  return parts.some(
    ({ kind }, index) => kind === "one" || (kind === "any" && index > 0 && index < parts.length - 1),
  );
}

function patternName(pattern: Pattern): string {
  const names: Readonly<Record<Pattern["kind"], string>> = {
    regex: "a regular expression",
    network: "a test for a network",
    wildcard: "a pattern with wildcards",
    like: "a `like` pattern",
  };
  return names[pattern.kind];
}

function hasText(pattern: Match["pattern"]): boolean {
  return pattern.kind === "wildcard" || pattern.kind === "like";
}
