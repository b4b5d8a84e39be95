import type { SearchExpression, SearchValue } from "../../../grammar/ast.js";
import type { LogFormat } from "../../plan/plan.js";
import { showPattern } from "../expression/search-expression.js";

/** The form of each event that a search finds, by its source or sourcetype: Windows logs come as XML, and as text. */
export function namedFormat(expression: SearchExpression | undefined): LogFormat | undefined {
  switch (expression?.kind) {
    case "search-and":
      return expression.operands.map(namedFormat).find((format) => format !== undefined);
    case "search-or":
      return common(expression.operands.map(namedFormat));
    case "search-comparison":
      return expression.operator === "=" ? formatOf(expression.field.name, [expression.value]) : undefined;
    case "search-in":
      return formatOf(expression.field.name, expression.values);
    default:
      return undefined;
  }
}

function formatOf(field: string, values: readonly SearchValue[]): LogFormat | undefined {
  if (field !== "source" && field !== "sourcetype") return undefined;
  return common(
    values.map(({ pattern }) => {
      const [, xml] = /^(xml)?wineventlog\b/iu.exec(showPattern(pattern)) ?? [undefined, "other"];
      return xml === undefined ? "text" : xml === "other" ? undefined : "xml";
    }),
  );
}

function common(formats: readonly (LogFormat | undefined)[]): LogFormat | undefined {
  const [first] = formats;
  return formats.every((format) => format === first) ? first : undefined;
}
