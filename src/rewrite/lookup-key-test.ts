import { numberOf } from "../evaluate/value.js";
import { wildcardParts } from "../evaluate/wildcard.js";
import { fieldReference, literal } from "../plan/build/index.js";
import type { ScalarExpression } from "../plan/expression.js";
import type { Span } from "../source/source-text.js";

/** The test that a cell of a lookup table is for the field it is compared with. */
export function lookupKeyTest(
  field: string,
  text: string,
  kind: "wildcard" | "cidr" | undefined,
  caseSensitive: boolean,
  span: Span,
): ScalarExpression {
  const value = fieldReference(field, span);
  const rules = { caseSensitive, whenMissing: "false", span } as const;
  if (kind === "cidr") return { kind: "match", value, pattern: { kind: "network", cidr: text }, ...rules };
  if (kind === "wildcard" && text.includes("*"))
    return { kind: "match", value, pattern: { kind: "wildcard", parts: wildcardParts(text) }, ...rules };
  // Cells are texts: what looks like a number is compared by its digits.
  const mode = numberOf(text) === undefined && !caseSensitive ? "auto" : "text";
  return { kind: "compare", operator: "=", left: value, right: literal(text, span), mode, ...rules };
}
