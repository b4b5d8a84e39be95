import type { FieldReference, ScalarExpression } from "../../../plan/expression.js";
import { mapExpression, walkExpression } from "../../../plan/expression-visitor.js";
import { targetDiagnostics } from "../../../diagnostics/codes/target.js";
import type { BackendContext } from "../../../target/backend.js";
import { requireField, type ScanBinding } from "../../../target/bind.js";

/** A predicate over columns, and which of them hold several values. */
export interface BoundPredicate {
  readonly predicate: ScalarExpression;
  readonly several: ReadonlySet<string>;
}

/** Puts in place of each field what it is bound to; `undefined` when one has no column, which is reported. */
export function bindPredicate(
  predicate: ScalarExpression,
  binding: ScanBinding,
  context: BackendContext,
): BoundPredicate | undefined {
  const several = new Set<string>();
  let complete = true;
  const column = (reference: FieldReference): ScalarExpression => {
    const bound = requireField(reference, binding, context);
    if (bound === undefined) {
      complete = false;
      return reference;
    }
    const { expression, multivalue, fill, comparable } = bound;
    if (comparable === false) {
      context.report(
        targetDiagnostics.unsupported(reference.span, {
          construct: `a test of \`${reference.name}\``,
          language: context.profile.title,
          reason: "the product spells its values another way",
        }),
      );
      complete = false;
    }
    if (multivalue)
      walkExpression(expression, (part) => {
        if (part.kind === "column") several.add(part.name);
      });
    if (fill === undefined) return expression;
    const { span } = reference;
    return {
      kind: "call",
      function: "coalesce",
      arguments: [expression, { kind: "literal", value: fill, span }],
      type: bound.type,
      span,
    };
  };
  const replaced = mapExpression(predicate, (part) => (part.kind === "field" ? column(part) : part));
  return complete ? { predicate: replaced, several } : undefined;
}
