import type { ScalarExpression } from "./expression.js";
import * as build from "./build/index.js";
import type { GroupKey, LogicalPlan, NamedAggregate, NamedExpression, WindowFrame } from "./plan.js";

/** The parts of an expression, in order. */
export function partsOf(expression: ScalarExpression): readonly ScalarExpression[] {
  switch (expression.kind) {
    case "field":
    case "column":
    case "literal":
    case "term":
      return [];
    case "and":
    case "or":
      return expression.operands;
    case "not":
      return [expression.operand];
    case "compare":
      return [expression.left, expression.right];
    case "one-of":
    case "match":
    case "is-present":
      return [expression.value];
    case "case":
      return [
        ...expression.arms.flatMap(({ when, then }) => [when, then]),
        ...(expression.otherwise === undefined ? [] : [expression.otherwise]),
      ];
    case "call":
      return expression.arguments;
  }
}

/**
 * Applies a function to every part, the innermost first, and to the whole. An expression in which nothing changes is
 * given back as it is.
 */
export function mapExpression(
  expression: ScalarExpression,
  apply: (part: ScalarExpression) => ScalarExpression,
): ScalarExpression {
  const map = (part: ScalarExpression) => mapExpression(part, apply);
  return apply(mapParts(expression, map));
}

function mapParts(
  expression: ScalarExpression,
  map: (part: ScalarExpression) => ScalarExpression,
): ScalarExpression {
  switch (expression.kind) {
    case "field":
    case "column":
    case "literal":
    case "term":
      return expression;
    case "and":
    case "or": {
      const operands = mapList(expression.operands, map);
      return operands === expression.operands ? expression : { ...expression, operands };
    }
    case "not": {
      const operand = map(expression.operand);
      return operand === expression.operand ? expression : { ...expression, operand };
    }
    case "compare": {
      const left = map(expression.left);
      const right = map(expression.right);
      return left === expression.left && right === expression.right
        ? expression
        : { ...expression, left, right };
    }
    case "one-of":
    case "match":
    case "is-present": {
      const value = map(expression.value);
      return value === expression.value ? expression : { ...expression, value };
    }
    case "case": {
      const arms = mapList(expression.arms, (arm) => {
        const when = map(arm.when);
        const then = map(arm.then);
        return when === arm.when && then === arm.then ? arm : { when, then };
      });
      const otherwise = expression.otherwise === undefined ? undefined : map(expression.otherwise);
      if (arms === expression.arms && otherwise === expression.otherwise) return expression;
      return {
        kind: "case",
        arms,
        ...(otherwise === undefined ? {} : { otherwise }),
        span: expression.span,
      };
    }
    case "call": {
      const args = mapList(expression.arguments, map);
      return args === expression.arguments ? expression : { ...expression, arguments: args };
    }
  }
}

/** Maps a list and gives back the same list where no element changed. */
export function mapList<Element>(
  list: readonly Element[],
  map: (element: Element) => Element,
): readonly Element[] {
  const mapped = list.map(map);
  return mapped.every((element, index) => element === list[index]) ? list : mapped;
}

/** Visits an expression and its parts, the whole first. */
export function walkExpression(expression: ScalarExpression, visit: (part: ScalarExpression) => void): void {
  visit(expression);
  for (const part of partsOf(expression)) walkExpression(part, visit);
}

/** The names of the fields that an expression reads. A bare search term reads `_raw`. */
export function fieldsOf(expression: ScalarExpression): ReadonlySet<string> {
  const names = new Set<string>();
  walkExpression(expression, (part) => {
    if (part.kind === "field") names.add(part.name);
    if (part.kind === "term") names.add("_raw");
  });
  return names;
}

/** The expressions that a step holds itself; those of its inputs are not among them. */
export function expressionsOf(plan: LogicalPlan): readonly ScalarExpression[] {
  switch (plan.kind) {
    case "filter":
      return [plan.predicate];
    case "extend":
    case "each-field":
      return plan.columns.map(({ expression }) => expression);
    case "transaction":
      return [plan.starts, plan.ends].filter((expression) => expression !== undefined);
    case "aggregate":
      return [...keyExpressions(plan.keys), ...aggregateExpressions(plan.aggregates)];
    case "window":
      return [
        ...keyExpressions(plan.keys),
        ...aggregateExpressions(plan.aggregates),
        ...frameExpressions(plan.frame),
      ];
    default:
      return [];
  }
}

/** The same step with a function applied to each expression it holds. */
export function mapExpressionsOf(
  plan: LogicalPlan,
  map: (expression: ScalarExpression) => ScalarExpression,
): LogicalPlan {
  switch (plan.kind) {
    case "filter": {
      const predicate = map(plan.predicate);
      return predicate === plan.predicate ? plan : build.filter(plan.input, predicate, plan.span);
    }
    case "extend": {
      const columns = mapColumns(plan.columns, map);
      return columns === plan.columns ? plan : build.extend(plan.input, columns, plan.span);
    }
    case "each-field": {
      const columns = mapColumns(plan.columns, map);
      return columns === plan.columns ? plan : build.eachField(plan.input, plan.fields, columns, plan.span);
    }
    case "transaction": {
      const starts = plan.starts === undefined ? undefined : map(plan.starts);
      const ends = plan.ends === undefined ? undefined : map(plan.ends);
      if (starts === plan.starts && ends === plan.ends) return plan;
      const bounds = {
        ...(starts === undefined ? {} : { starts }),
        ...(ends === undefined ? {} : { ends }),
      };
      return build.transaction(plan.input, { ...plan, ...bounds }, plan.span);
    }
    case "aggregate": {
      const keys = mapKeys(plan.keys, map);
      const aggregates = mapAggregates(plan.aggregates, map);
      return keys === plan.keys && aggregates === plan.aggregates
        ? plan
        : build.aggregate(plan.input, keys, aggregates, plan.span);
    }
    case "window": {
      const keys = mapKeys(plan.keys, map);
      const aggregates = mapAggregates(plan.aggregates, map);
      const frame = mapFrame(plan.frame, map);
      return keys === plan.keys && aggregates === plan.aggregates && frame === plan.frame
        ? plan
        : build.window(plan.input, keys, aggregates, frame, plan.span);
    }
    default:
      return plan;
  }
}

type Map = (expression: ScalarExpression) => ScalarExpression;

function mapColumns(columns: readonly NamedExpression[], map: Map): readonly NamedExpression[] {
  return mapList(columns, (column) => {
    const expression = map(column.expression);
    return expression === column.expression ? column : { ...column, expression };
  });
}

function mapKeys(keys: readonly GroupKey[], map: Map): readonly GroupKey[] {
  return mapList(keys, (key) => {
    const expression = map(key.expression);
    return expression === key.expression ? key : { ...key, expression };
  });
}

function mapAggregates(aggregates: readonly NamedAggregate[], map: Map): readonly NamedAggregate[] {
  return mapList(aggregates, (each) => {
    const argument = each.argument === undefined ? undefined : map(each.argument);
    const condition = each.condition === undefined ? undefined : map(each.condition);
    if (argument === each.argument && condition === each.condition) return each;
    return {
      ...each,
      ...(argument === undefined ? {} : { argument }),
      ...(condition === undefined ? {} : { condition }),
    };
  });
}

function mapFrame(frame: WindowFrame, map: Map): WindowFrame {
  if (frame.kind === "group") return frame;
  const resetBefore = frame.resetBefore === undefined ? undefined : map(frame.resetBefore);
  const resetAfter = frame.resetAfter === undefined ? undefined : map(frame.resetAfter);
  if (resetBefore === frame.resetBefore && resetAfter === frame.resetAfter) return frame;
  return {
    ...frame,
    ...(resetBefore === undefined ? {} : { resetBefore }),
    ...(resetAfter === undefined ? {} : { resetAfter }),
  };
}

function keyExpressions(keys: readonly GroupKey[]): readonly ScalarExpression[] {
  return keys.map(({ expression }) => expression);
}

function aggregateExpressions(aggregates: readonly NamedAggregate[]): readonly ScalarExpression[] {
  return aggregates.flatMap(({ argument, condition }) => [
    ...(argument === undefined ? [] : [argument]),
    ...(condition === undefined ? [] : [condition]),
  ]);
}

function frameExpressions(frame: WindowFrame): readonly ScalarExpression[] {
  if (frame.kind === "group") return [];
  return [frame.resetBefore, frame.resetAfter].flatMap((each) => (each === undefined ? [] : [each]));
}
