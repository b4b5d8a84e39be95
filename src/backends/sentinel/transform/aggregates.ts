import type { NamedAggregate } from "../../../plan/plan.js";
import {
  boolean,
  call,
  number,
  operation,
  sameExpression,
  type Expression,
} from "../../shared/expression.js";
import type { Composed } from "./composed.js";
import { compared, toNumber, toText } from "./convert.js";
import { extreme } from "./extremes.js";
import { allOf, isBoolean } from "./logic.js";
import { percentile } from "./percentile.js";
import { isTrue } from "./predicate.js";
import type { Scope } from "./scope.js";
import { missing, missingValue, present, valueOf, type KqlValue } from "./value.js";

export interface AggregateInput {
  readonly argument?: KqlValue;
  /** Rows come as events do in a search: the newest first. */
  readonly newestFirst: boolean;
  /** The argument is the time by which `earliest` and `latest` go. */
  readonly isTime: boolean;
}

export interface AggregateOutput {
  readonly value: KqlValue;
  /** `arg_max` or `arg_min` over the time: the value is the argument, taken from that row. */
  readonly ordering?: "arg_max" | "arg_min";
  /** Which rows the ordering looks at; `arg_max` leaves out rows whose time is null. */
  readonly among?: Expression;
  /** The value is put together from other aggregates, which are given names first. */
  readonly from?: (names: (wish: string) => string) => Composed;
}

/** One aggregate over a group; what KQL can only estimate, or has in another order, is reported. */
export function aggregateValue(
  aggregate: NamedAggregate,
  input: AggregateInput,
  scope: Scope,
): AggregateOutput {
  const { argument } = input;
  const condition = aggregate.condition === undefined ? undefined : isTrue(aggregate.condition, scope);
  const refuse = (reason: string): AggregateOutput => {
    scope.session.unsupported(`the aggregate \`${aggregate.function}\``, reason, aggregate.span);
    return { value: missingValue() };
  };
  if (aggregate.function === "count") return { value: counted(argument, condition) };
  if (argument === undefined) return refuse("it has no argument");
  if (condition !== undefined) return refuse("only `count` takes a condition");

  switch (aggregate.function) {
    case "distinct-count":
    case "estimated-distinct-count":
      return argument.multivalue
        ? { value: whole(call("array_length", call("make_set", argument.expression))) }
        : { value: whole(conditionally("count_distinct", compared(argument))) };
    case "values":
      return { value: several(call("array_sort_asc", set(argument)), argument) };
    case "list":
      return { value: several(makeList(argument), argument) };
    case "sum":
    case "average":
    case "standard-deviation":
    case "population-standard-deviation":
    case "variance":
    case "population-variance":
    case "sum-of-squares":
      return argument.multivalue
        ? refuse("over a field with several values")
        : { value: statistic(aggregate.function, toNumber(argument)) };
    case "minimum":
    case "maximum":
    case "range":
      return extreme(aggregate.function, argument, scope, refuse);
    case "earliest-time":
      return { value: valueOf(call("min", argument.expression), "datetime") };
    case "latest-time":
      return { value: valueOf(call("max", argument.expression), "datetime") };
    case "first":
    case "last":
    case "earliest":
    case "latest":
      return byOrder(aggregate, argument, input, refuse);
    case "median":
    case "percentile":
      return argument.multivalue
        ? refuse("over a field with several values")
        : percentile(aggregate.function === "median" ? "median" : (aggregate.parameter ?? 50), argument);
    case "mode":
      return refuse("KQL has no aggregate for the most frequent value");
    case "rate":
      return refuse("KQL has no aggregate for a rate over time");
  }
}

function whole(expression: Expression): KqlValue {
  return valueOf(expression, "long", { nullable: false });
}

function counted(argument: KqlValue | undefined, condition: Expression | undefined): KqlValue {
  if (argument?.multivalue === true)
    return whole(call("sum", call("coalesce", call("array_length", argument.expression), number(0))));
  const test = allOf([
    ...(argument === undefined ? [] : [present(argument)]),
    ...(condition === undefined ? [] : [condition]),
  ]);
  return whole(isBoolean(test, true) ? call("count") : call("countif", test));
}

/** The aggregate over the rows that have the value; its `…if` form where some may not. */
function conditionally(kqlFunction: string, argument: KqlValue): Expression {
  // Aggregates leave out nulls by themselves; a `string` has none.
  if (isBoolean(present(argument), true) || argument.type !== "string")
    return call(kqlFunction, argument.expression);
  const separated = kqlFunction.startsWith("make_") ? `${kqlFunction}_if` : `${kqlFunction}if`;
  const { expression, test } = givenWhere(argument);
  return call(separated, expression, test);
}

/** A value and where a row has it: of `iff(condition, value, "")` the value, where the condition holds. */
function givenWhere(argument: KqlValue): { readonly expression: Expression; readonly test: Expression } {
  const { expression, type } = argument;
  const [condition, value, otherwise] = expression.kind === "template" ? expression.arguments : [];
  const isChoice = expression.kind === "template" && expression.template === "iff({*})";
  const isGiven = otherwise !== undefined && sameExpression(otherwise, missing(type));
  if (!isChoice || condition === undefined || value === undefined || !isGiven || argument.presence)
    return { expression, test: present(argument) };
  const given = value.kind === "text" ? value.value !== "" : undefined;
  const test = given === undefined ? present(valueOf(value, type)) : boolean(given);
  return { expression: value, test: allOf([condition, test]) };
}

/** `values()` sorts by text; an array column gives each of its values. */
function set(argument: KqlValue): Expression {
  if (argument.multivalue) return call("make_set", argument.expression);
  const shown = toText(argument);
  return conditionally("make_set", shown);
}

/** `list()` keeps the first hundred. */
function makeList(argument: KqlValue): Expression {
  if (argument.multivalue)
    return call("array_slice", call("make_list", argument.expression), number(0), number(99));
  const shown = toText(argument);
  return shown.nullable
    ? call("make_list_if", shown.expression, present(shown), number(100))
    : call("make_list", shown.expression, number(100));
}

function several(expression: Expression, of: KqlValue): KqlValue {
  const mayBeEmpty = of.presence !== undefined || of.emptyElements === true;
  return valueOf(expression, "dynamic", {
    meaning: of.meaning,
    multivalue: true,
    ...(mayBeEmpty ? { emptyElements: true } : {}),
  });
}

type Statistic =
  | "sum"
  | "average"
  | "standard-deviation"
  | "population-standard-deviation"
  | "variance"
  | "population-variance"
  | "sum-of-squares";

const statistics: Readonly<Record<Exclude<Statistic, "sum-of-squares">, string>> = {
  sum: "sum",
  average: "avg",
  "standard-deviation": "stdev",
  "population-standard-deviation": "stdevp",
  variance: "variance",
  "population-variance": "variancep",
};

/**
 * A statistic over the numbers of a group. Where it may have none KQL gives 0 or no number, and SPL nothing.
 *
 * https://learn.microsoft.com/kusto/query/summarize-operator#aggregates-default-values
 */
function statistic(name: Statistic, argument: KqlValue): KqlValue {
  const { expression } = argument;
  const ofSquares = name === "sum-of-squares";
  const ofItsType = argument.type === "int" ? "long" : argument.type;
  const type = ofSquares || name === "sum" ? ofItsType : "real";
  const value = ofSquares
    ? call("sum", operation("*", expression, expression))
    : call(statistics[name], expression);
  const { test } = givenWhere(argument);
  if (isBoolean(test, true)) return valueOf(value, type);
  const hasNumbers = operation(">", call("countif", test), number(0));
  return valueOf(call("iff", hasNumbers, value, missing(type)), type);
}

/** The value of the newest or oldest row that has one. */
function byOrder(
  { function: which }: NamedAggregate,
  argument: KqlValue,
  input: AggregateInput,
  refuse: (reason: string) => AggregateOutput,
): AggregateOutput {
  if (!input.newestFirst) {
    // The latest time is the greatest, in whatever order the rows come.
    if (which === "latest" || which === "earliest")
      if (input.isTime)
        return {
          value: {
            ...argument,
            expression: call(which === "latest" ? "max" : "min", argument.expression),
          },
        };
    return refuse("the rows come in no order that KQL keeps");
  }
  const newest = which === "first" || which === "latest";
  return { value: argument, ordering: newest ? "arg_max" : "arg_min", among: present(argument) };
}
