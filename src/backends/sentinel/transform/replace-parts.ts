import { partsOf, type Expression } from "../../shared/expression.js";

/** The expression with parts replaced, the outermost first; a part that `by` does not know is looked into. */
export function replaceParts(
  expression: Expression,
  by: (part: Expression) => Expression | undefined,
): Expression {
  const replaced = by(expression);
  if (replaced !== undefined) return replaced;
  const within = (parts: readonly Expression[]) => parts.map((part) => replaceParts(part, by));
  switch (expression.kind) {
    case "operation":
      return { ...expression, operands: within(expression.operands) };
    case "template":
      return { ...expression, arguments: within(expression.arguments) };
    case "list":
      return { ...expression, items: within(expression.items) };
    case "name":
    case "text":
    case "number":
    case "boolean":
    case "keyword":
      return expression;
  }
}

/** An expression and everything in it. */
export function allPartsOf(expression: Expression): readonly Expression[] {
  return [expression, ...partsOf(expression).flatMap(allPartsOf)];
}
