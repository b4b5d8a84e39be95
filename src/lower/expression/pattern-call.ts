import type { EvalExpression } from "../../../grammar/ast.js";
import { lowerDiagnostics } from "../../diagnostics/codes/lower.js";
import type { LikePattern, Match, Pattern, ScalarExpression } from "../../plan/expression.js";
import type { Span } from "../../source/source-text.js";
import { reportMultivalue } from "./eval-comparison.js";
import type { EvalScope } from "./eval-scope.js";
import { isNetwork } from "./network.js";

/** `like(value, "a%")` and `value LIKE "a%"`. */
export function lowerLike(
  value: ScalarExpression,
  pattern: EvalExpression,
  span: Span,
  scope: EvalScope,
): Match | undefined {
  const text = literalText(pattern, "like", scope);
  return text === undefined
    ? undefined
    : match(value, { kind: "like", parts: likePattern(text) }, true, span, scope);
}

/** `match(value, "regex")`: unanchored, with case. */
export function lowerMatch(
  value: ScalarExpression,
  pattern: EvalExpression,
  span: Span,
  scope: EvalScope,
): Match | undefined {
  const source = literalText(pattern, "match", scope);
  return source === undefined ? undefined : match(value, { kind: "regex", source }, true, span, scope);
}

/** `cidrmatch("10.0.0.0/8", value)`. */
export function lowerCidrmatch(
  network: EvalExpression,
  value: ScalarExpression,
  span: Span,
  scope: EvalScope,
): Match | undefined {
  const cidr = literalText(network, "cidrmatch", scope);
  if (cidr === undefined) return undefined;
  if (!isNetwork(cidr)) {
    scope.report(lowerDiagnostics["not-a-network"](network.span, { text: cidr }));
    return undefined;
  }
  return match(value, { kind: "network", cidr }, false, span, scope);
}

function match(
  value: ScalarExpression,
  pattern: Pattern,
  caseSensitive: boolean,
  span: Span,
  scope: EvalScope,
): Match | undefined {
  if (reportMultivalue([value], span, scope)) return undefined;
  return { kind: "match", value, pattern, caseSensitive, whenMissing: "missing", span };
}

/** No escape is documented for `%` and `_`. */
function likePattern(text: string): LikePattern {
  return text
    .split(/([%_])/u)
    .filter((part) => part !== "")
    .map((part) =>
      part === "%" ? { kind: "any" } : part === "_" ? { kind: "one" } : { kind: "text", text: part },
    );
}

function literalText(expression: EvalExpression, construct: string, scope: EvalScope): string | undefined {
  if (expression.kind === "eval-string") return expression.value;
  scope.report(lowerDiagnostics["computed-pattern"](expression.span, { construct }));
  return undefined;
}
