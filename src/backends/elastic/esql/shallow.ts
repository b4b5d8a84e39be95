import { operation, template, type Expression } from "../../shared/expression.js";

/** Operands of a chain that stand beside each other; those beyond are grouped by so many. */
const longestChain = 100;

/**
 * The same expression with long chains of `AND` and `OR` in groups: ES|QL reads a chain as one level for each operand,
 * and takes no more than 300 (`ExpressionBuilder.MAX_EXPRESSION_DEPTH` of Elasticsearch).
 */
export function shallow(expression: Expression): Expression {
  switch (expression.kind) {
    case "operation": {
      const operands = expression.operands.map(shallow);
      const { operator } = expression;
      if ((operator !== "or" && operator !== "and") || operands.length <= longestChain)
        return { ...expression, operands };
      const groups: Expression[] = [];
      for (let at = 0; at < operands.length; at += longestChain)
        groups.push(template("({0})", [operation(operator, ...operands.slice(at, at + longestChain))]));
      return operation(operator, ...groups);
    }
    case "template":
      return { ...expression, arguments: expression.arguments.map(shallow) };
    case "list":
      return { ...expression, items: expression.items.map(shallow) };
    case "name":
    case "text":
    case "number":
    case "boolean":
    case "keyword":
      return expression;
    default:
      return expression satisfies never;
  }
}
