import type { ColumnReference } from "../plan/expression.js";
import type { Span } from "../source/source-text.js";

/** A column as a list of `target.yml` names it: with a type of its own (`message:match_only_text`) or that of the others. */
export function textColumn(written: unknown, others: string, span: Span): ColumnReference {
  const [name = "", type = others] = String(written).split(":");
  return { kind: "column", name, type, span };
}
