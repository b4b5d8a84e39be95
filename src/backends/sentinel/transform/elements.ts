import type { ScalarExpression } from "../../../plan/expression.js";
import { call, keyword, name, number, operation, type Expression } from "../../shared/expression.js";
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

/**
 * The stage that collects the values of each row. An empty array becomes one element without a value, so that the row
 * stays: https://learn.microsoft.com/kusto/query/mv-expand-operator
 */
export function collectStage(column: string, { array, steps }: Elements, taken: Set<string>): KqlStage {
  const items = steps.map(() => freeName("element", taken));
  const [outer = "element", ...inner] = items;
  const source = elementsOf(array);
  const at = (index: number): Expression =>
    (steps[index] ?? []).reduce<Expression>(jsonMember, name(items[index] ?? outer));
  const last = call("tostring", at(items.length - 1));
  const expansions = inner.map((item, index): KqlStage => ({
    kind: "mv-expand",
    column: { name: item, expression: at(index) },
    type: "dynamic",
  }));
  return {
    kind: "mv-apply",
    item: { name: outer, expression: source },
    stages: [
      ...expansions,
      {
        kind: "summarize",
        aggregates: [{ name: column, expression: call("make_list_if", last, call("isnotempty", last)) }],
        keys: [],
      },
    ],
  };
}

/** The array, or one missing element for an empty one. */
export function elementsOf(array: Expression): Expression {
  const some = operation(">", call("array_length", array), number(0));
  return conditional([{ when: some, then: array }], keyword("dynamic([null])"));
}
