import type { ScalarExpression } from "../plan/expression.js";
import type { Span } from "../source/source-text.js";

/** The expression with every node replaced by what `change` makes of it, the innermost first. */
export function mapExpression(
  expression: ScalarExpression,
  change: (node: ScalarExpression) => ScalarExpression,
): ScalarExpression {
  const inner = (node: ScalarExpression) => mapExpression(node, change);
  switch (expression.kind) {
    case "field":
    case "column":
    case "literal":
    case "term":
      return change(expression);
    case "and":
    case "or":
      return change({ ...expression, operands: expression.operands.map(inner) });
    case "not":
      return change({ ...expression, operand: inner(expression.operand) });
    case "compare":
      return change({ ...expression, left: inner(expression.left), right: inner(expression.right) });
    case "one-of":
    case "match":
    case "is-present":
      return change({ ...expression, value: inner(expression.value) });
    case "call":
      return change({ ...expression, arguments: expression.arguments.map(inner) });
    case "case": {
      const { otherwise, arms, ...rest } = expression;
      return change({
        ...rest,
        arms: arms.map(({ when, then }) => ({ when: inner(when), then: inner(then) })),
        ...(otherwise === undefined ? {} : { otherwise: inner(otherwise) }),
      });
    }
  }
}

/** The expression with every node placed at one span: that of the field it stands for. */
export function placeAt(expression: ScalarExpression, span: Span): ScalarExpression {
  return mapExpression(expression, (node) => ({ ...node, span }));
}
