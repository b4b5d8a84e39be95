import { disjunction } from "../plan/build/index.js";
import { dumpExpression } from "../plan/dump-expression.js";
import type { Compare, Literal, OneOf, Or, ScalarExpression } from "../plan/expression.js";
import { mapExpression } from "../plan/expression-visitor.js";
import { mapExpressionsOf, mapPlan } from "../plan/visitor.js";
import type { Rewrite } from "./rewrite.js";

/** Makes one membership test of OR-ed equalities of one value with literals, where they compare by the same rules. */
export const collectOptions: Rewrite = {
  name: "collect-options",
  apply: (plan) =>
    mapPlan(plan, (step) =>
      mapExpressionsOf(step, (expression) =>
        mapExpression(expression, (part) => (part.kind === "or" ? collect(part) : part)),
      ),
    ),
};

interface Equality {
  readonly key: string;
  readonly options: readonly Literal[];
  readonly test: Compare | OneOf;
}

function collect(part: Or): ScalarExpression {
  const groups = new Map<string, Equality[]>();
  const operands: (ScalarExpression | Equality)[] = [];
  for (const operand of part.operands) {
    const equality = equalityOf(operand);
    if (equality === undefined) {
      operands.push(operand);
      continue;
    }
    const group = groups.get(equality.key);
    if (group === undefined) {
      groups.set(equality.key, [equality]);
      operands.push(equality);
    } else group.push(equality);
  }
  if (operands.length === part.operands.length) return part;
  return disjunction(
    operands.map((operand) =>
      "key" in operand ? membership(groups.get(operand.key) ?? [operand], part) : operand,
    ),
    part.span,
  );
}

function equalityOf(expression: ScalarExpression): Equality | undefined {
  if (expression.kind === "one-of")
    return { key: ruleKey(expression, expression.value), options: expression.options, test: expression };
  if (expression.kind !== "compare" || expression.operator !== "=") return undefined;
  const { left, right } = expression;
  if (right.kind !== "literal" || right.value === null || left.kind === "literal") return undefined;
  return { key: ruleKey(expression, left), options: [right], test: expression };
}

function ruleKey(test: Compare | OneOf, value: ScalarExpression): string {
  return `${test.mode} ${test.caseSensitive} ${test.whenMissing} ${dumpExpression(value)}`;
}

function membership(group: readonly Equality[], whole: Or): ScalarExpression {
  const [first, ...rest] = group;
  if (first === undefined || rest.length === 0) return first?.test ?? whole;
  const { test } = first;
  const options = new Map(group.flatMap((each) => each.options).map((option) => [optionKey(option), option]));
  return {
    kind: "one-of",
    value: test.kind === "one-of" ? test.value : test.left,
    options: [...options.values()],
    mode: test.mode,
    caseSensitive: test.caseSensitive,
    whenMissing: test.whenMissing,
    span: whole.span,
  };
}

function optionKey({ value }: Literal): string {
  return `${typeof value} ${String(value)}`;
}
