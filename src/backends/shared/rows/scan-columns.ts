import type { FieldReference } from "../../../plan/expression.js";
import { walkExpression } from "../../../plan/expression-visitor.js";
import type { ScalarExpression } from "../../../plan/expression.js";
import type { BackendContext } from "../../../target/backend.js";
import { requireField, type ScanBinding } from "../../../target/bind.js";

/** A field as an expression over columns, with the fill that Splunk would show in place of nothing. */
export interface BoundExpression {
  readonly expression: ScalarExpression;
  readonly several: boolean;
  readonly comparable?: false;
}

/** What a field of a scan is bound to; reports and gives `undefined` when there is nothing. */
export function boundExpression(
  reference: FieldReference,
  binding: ScanBinding,
  context: BackendContext,
): BoundExpression | undefined {
  const bound = requireField(reference, binding, context);
  if (bound === undefined) return undefined;
  const { expression, fill, type, multivalue } = bound;
  const { span } = reference;
  const rest = {
    several: multivalue,
    ...(bound.comparable === undefined ? {} : { comparable: bound.comparable }),
  };
  if (fill === undefined) return { expression, ...rest };
  return {
    expression: {
      kind: "call",
      function: "coalesce",
      arguments: [expression, { kind: "literal", value: fill, span }],
      type,
      span,
    },
    ...rest,
  };
}

/** The columns of a table that a home's fields are bound to: names that a computed column must not take. */
export function columnsOfHome({ home }: ScanBinding): ReadonlySet<string> {
  const names = new Set<string>();
  for (const binding of home.fields.values()) {
    if (binding.kind !== "bound") continue;
    walkExpression(binding.expression, (part) => {
      if (part.kind === "column") names.add(part.name);
    });
  }
  return names;
}
