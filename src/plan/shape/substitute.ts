import type { Span } from "../../source/source-text.js";
import { literal } from "../build/index.js";
import type { ScalarExpression } from "../expression.js";
import { mapExpression } from "../expression-visitor.js";
import type { Decoration } from "./shape.js";

/** What a column is in terms of something further down, or why it is nothing there. */
export type Value =
  | { readonly kind: "known"; readonly expression: ScalarExpression; readonly steps: readonly Decoration[] }
  | { readonly kind: "opaque"; readonly construct: string; readonly span: Span };

/** A construct that stands in the way of writing an expression out. */
export interface Obstacle {
  readonly construct: string;
  readonly span: Span;
}

export type Substituted =
  | { readonly kind: "known"; readonly expression: ScalarExpression; readonly steps: readonly Decoration[] }
  | { readonly kind: "opaque"; readonly obstacle: Obstacle };

/** Writes an expression out: each field is replaced by what it is. The steps are those that the result depends on. */
export function substitute(expression: ScalarExpression, valueOf: (name: string) => Value): Substituted {
  const steps = new Set<Decoration>();
  let obstacle: Obstacle | undefined;
  const written = mapExpression(expression, (part) => {
    if (part.kind === "call" && (part.function === "mvfilter" || part.function === "mvmap"))
      obstacle ??= reboundField(part.arguments, expression, valueOf);
    if (part.kind !== "field") return part;
    const value = valueOf(part.name);
    if (value.kind === "opaque") {
      obstacle ??= { construct: value.construct, span: value.span };
      return literal(null, part.span);
    }
    for (const step of value.steps) steps.add(step);
    // The place stays that of the use.
    return value.expression.kind === "field" ? { ...value.expression, span: part.span } : value.expression;
  });
  return obstacle === undefined
    ? { kind: "known", expression: written, steps: [...steps] }
    : { kind: "opaque", obstacle };
}

/** In `mvfilter` a field stands for one of its values, so only a field can take its place. */
function reboundField(
  written: readonly ScalarExpression[],
  whole: ScalarExpression,
  valueOf: (name: string) => Value,
): Obstacle | undefined {
  let rebound: Obstacle | undefined;
  mapExpression(whole, (part) => {
    if (part.kind !== "field") return part;
    const value = valueOf(part.name);
    if (value.kind === "known" && value.expression.kind !== "field")
      rebound ??= { construct: `the values of \`${part.name}\``, span: written[0]?.span ?? whole.span };
    return part;
  });
  return rebound;
}
