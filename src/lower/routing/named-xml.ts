import type { SearchExpression, SearchValue } from "../../../grammar/ast.js";
import { showPattern } from "../expression/search-expression.js";

/** Whether each event that a search finds is XML by its source or sourcetype: Windows logs come as text, too. */
export function isNamedXml(expression: SearchExpression | undefined): boolean {
  switch (expression?.kind) {
    case "search-and":
      return expression.operands.some(isNamedXml);
    case "search-or":
      return expression.operands.every(isNamedXml);
    case "search-comparison":
      return expression.operator === "=" && isXml(expression.field.name, [expression.value]);
    case "search-in":
      return isXml(expression.field.name, expression.values);
    default:
      return false;
  }
}

function isXml(field: string, values: readonly SearchValue[]): boolean {
  const names = field === "source" || field === "sourcetype";
  return names && values.every(({ pattern }) => /^xmlwineventlog\b/iu.test(showPattern(pattern)));
}
