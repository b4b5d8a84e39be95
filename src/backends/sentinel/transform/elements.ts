import type { ScalarExpression } from "../../../plan/expression.js";
import {
  call,
  keyword,
  name,
  number,
  operation,
  sameExpression,
  type Expression,
} from "../../shared/expression.js";
import type { KqlStage } from "../tree.js";
import { jsonMember, jsonObject } from "./calls/structured.js";
import { conditional } from "./convert.js";
import { freeName } from "./names.js";
import { scalar } from "./scalar.js";
import type { Scope } from "./scope.js";
import { valueOf, type Elements, type KqlValue } from "./value.js";

/**
 * A path into the elements of an array (`a{}.b`) has no expression in KQL: the values have to be collected by a stage.
 * `undefined` for every other expression.
 */
export function elementsValue(expression: ScalarExpression, scope: Scope): KqlValue | undefined {
  if (expression.kind !== "call" || expression.function !== "spath") return undefined;
  const [input, path] = expression.arguments;
  if (input === undefined || path?.kind !== "literal" || typeof path.value !== "string") return undefined;
  const [first = "", ...rest] = path.value.split("{}").map((part) => part.replace(/^\.|\.$/g, ""));
  const steps = rest.map((part) => part.split(".").filter((step) => step !== ""));
  if (steps.length === 0 || (steps.length === 1 && steps[0]?.length === 0)) return undefined;
  const root = jsonObject(scalar(input, scope));
  const array = first
    .split(".")
    .filter((step) => step !== "")
    .reduce<Expression>(jsonMember, root);
  return valueOf(array, "dynamic", { multivalue: true, elements: { array, steps } });
}

/** Values at a path through arrays, and the column that they become. */
export interface Collected {
  readonly column: string;
  readonly elements: Elements;
}

/**
 * The stage that collects values of one array for each row; several only where no path has a further array in it. An
 * empty array becomes one element without a value, so that the row stays:
 * https://learn.microsoft.com/kusto/query/mv-expand-operator
 */
export function collectStage(
  [first, ...more]: readonly [Collected, ...Collected[]],
  taken: Set<string>,
): KqlStage {
  const { array, steps } = first.elements;
  const items = steps.map(() => freeName("element", taken));
  const [outer = "element", ...inner] = items;
  const member = (path: readonly string[], item: string): Expression =>
    path.reduce<Expression>(jsonMember, name(item));
  const expansions = inner.map((item, index): KqlStage => ({
    kind: "mv-expand",
    column: { name: item, expression: member(steps[index] ?? [], items[index] ?? outer) },
    type: "dynamic",
  }));
  const innermost = items.at(-1) ?? outer;
  const aggregates = [first, ...more].map(({ column, elements }) => {
    // An empty text is a value, and keeps its place beside the values of other members.
    const last = member(elements.steps.at(-1) ?? [], innermost);
    return {
      name: column,
      expression: call("make_list_if", call("tostring", last), call("isnotnull", last)),
    };
  });
  return {
    kind: "mv-apply",
    item: { name: outer, expression: elementsOf(array) },
    stages: [...expansions, { kind: "summarize", aggregates, keys: [] }],
  };
}

/** Values of the same array together, as one stage can collect them. */
export function ofOneArray(all: readonly Collected[]): readonly (readonly [Collected, ...Collected[]])[] {
  const groups: [Collected, ...Collected[]][] = [];
  for (const each of all) {
    const group = groups.find(
      ([{ elements }]) =>
        elements.steps.length === 1 &&
        each.elements.steps.length === 1 &&
        sameExpression(elements.array, each.elements.array),
    );
    if (group === undefined) groups.push([each]);
    else group.push(each);
  }
  return groups;
}

/** The array, or one missing element for an empty one. */
export function elementsOf(array: Expression): Expression {
  const some = operation(">", call("array_length", array), number(0));
  return conditional([{ when: some, then: array }], keyword("dynamic([null])"));
}
