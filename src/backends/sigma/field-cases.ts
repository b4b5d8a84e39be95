import { negation } from "../../plan/build/index.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { ScanBinding } from "../../target/bind.js";

/** A field of the log that a value is, in the events that pass the tests. */
export interface FieldCase {
  readonly column: string;
  readonly when: readonly ScalarExpression[];
}

/**
 * The fields of the log that a value is taken from as it stands: `coalesce(a, b)` is `a` where an event has it, else `b`,
 * and `nullif(a, "-")` is `a` but for one value. Each event passes the tests of one case at most, and an event that
 * passes none lacks the value. `undefined`: the value is computed, holds several values, or has no field.
 */
export function fieldCases(value: ScalarExpression, binding: ScanBinding): readonly FieldCase[] | undefined {
  const { span } = value;
  switch (value.kind) {
    case "field": {
      const bound = binding.field(value.name);
      return bound?.kind === "bound" && !bound.multivalue ? fieldCases(bound.expression, binding) : undefined;
    }
    case "column":
      return [{ column: value.name, when: [] }];
    case "call":
      break;
    default:
      return undefined;
  }
  if (value.function === "nullif") {
    const [inner, absent] = value.arguments;
    if (inner === undefined || absent?.kind !== "literal" || typeof absent.value !== "string")
      return undefined;
    const taken: ScalarExpression = {
      kind: "compare",
      operator: "=",
      left: inner,
      right: absent,
      mode: "text",
      caseSensitive: true,
      whenMissing: "false",
      span,
    };
    return fieldCases(inner, binding)?.map(({ column, when }) => ({
      column,
      when: [...when, present(inner), negation(taken, span)],
    }));
  }
  if (value.function !== "coalesce") return undefined;
  const all: FieldCase[] = [];
  const passedOver: ScalarExpression[] = [];
  for (const argument of value.arguments) {
    const cases = fieldCases(argument, binding);
    if (cases === undefined) return undefined;
    for (const { column, when } of cases)
      all.push({ column, when: [...passedOver, ...when, present(argument)] });
    passedOver.push(negation(present(argument), span));
  }
  return all;
}

function present(value: ScalarExpression): ScalarExpression {
  return { kind: "is-present", value, span: value.span };
}
