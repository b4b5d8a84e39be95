import { printExpression } from "../../shared/print-expression.js";
import type { Expression } from "../../shared/expression.js";
import { eqlLanguage } from "./eql-language.js";

/** `<category> where <condition>`, and what of the rule around it belongs to the search. */
export interface EqlQuery {
  readonly category: string;
  readonly condition: Expression;
  readonly index: readonly string[];
  /** Columns that group the alerts of one run, up to the number that alert suppression takes. */
  readonly groupBy: readonly string[];
}

const width = 100;

export function printEqlQuery({ category, condition }: EqlQuery): string {
  const head = `${category} where `;
  const text = printExpression(condition, eqlLanguage, { width, indent: 2, used: head.length });
  return text.includes("\n") ? `${head.trimEnd()}\n  ${text}` : head + text;
}
