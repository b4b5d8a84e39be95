import type { GroupByField } from "../../../grammar/ast.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import { literal } from "../../plan/build/index.js";
import type { GroupKey } from "../../plan/plan.js";
import { typeOf } from "../../plan/type-of.js";
import { allOrNone } from "../all-or-none.js";
import { bucketOf } from "../bucket.js";
import { resolveField } from "../expression/field.js";
import type { AggregateScope } from "./lower-aggregate.js";

/** The keys of `by`; a field named twice counts once. `undefined` when an error was reported. */
export function lowerKeys(
  by: readonly GroupByField[],
  scope: AggregateScope,
  fill?: { readonly text: string; readonly span: GroupByField["span"] },
): readonly GroupKey[] | undefined {
  const keys = allOrNone(by, (field) => lowerKey(field, scope, fill));
  if (keys === undefined) return undefined;
  return [...new Map(keys.map((key) => [key.name, key])).values()];
}

function lowerKey(
  { field, bucket, prefix, span }: GroupByField,
  scope: AggregateScope,
  fill?: { readonly text: string; readonly span: GroupByField["span"] },
): GroupKey | undefined {
  if (prefix === true) {
    scope.report(lowerDiagnostics["index-token"](span, { term: field.name }));
    return undefined;
  }
  const reference = resolveField(field, scope);
  if (reference === undefined || reference === "absent") return undefined;
  const expression = bucket === undefined ? reference : bucketOf(reference, bucket, scope);
  if (expression === undefined) return undefined;
  const canLack = typeOf(expression, scope.row).nullable;
  return {
    name: field.name,
    expression,
    ...(fill !== undefined && canLack ? { fill: literal(fill.text, fill.span) } : {}),
    span,
  };
}
