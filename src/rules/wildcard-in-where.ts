import type { EvalBinary, EvalCall, EvalExpression } from "../../grammar/ast.js";
import { lintDiagnostics } from "../diagnostics/codes/rules.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { findings, type Rule } from "./rule.js";
import { expressionsOfPipeline } from "./syntax-nodes.js";

/**
 * The eval language has no `*`: "where". A text that is only an asterisk is not reported; it is a value of its own in
 * many policies.
 */
export const wildcardInWhere: Rule = {
  codes: ["wildcard-in-where", "like-without-wildcard"],
  needs: "syntax",
  check: ({ understood: { pipeline } }) => {
    if (pipeline === undefined) return [];
    return findings(
      ...expressionsOfPipeline(pipeline).flatMap((node) => {
        switch (node.kind) {
          case "eval-binary":
            return ofBinary(node);
          case "eval-in":
            return node.options.flatMap((option) => ofComparison(node.value, option));
          case "eval-call":
            return ofCall(node);
          default:
            return [];
        }
      }),
    );
  },
};

function ofBinary({ operator, left, right }: EvalBinary): readonly Diagnostic[] {
  if (operator === "like") return ofPattern(right);
  if (operator !== "=" && operator !== "!=") return [];
  return [...ofComparison(left, right), ...ofComparison(right, left)];
}

function ofCall({ name, arguments: [value, ...others] }: EvalCall): readonly Diagnostic[] {
  if (value === undefined) return [];
  if (name === "like") return others.flatMap(ofPattern);
  return name === "in" ? others.flatMap((option) => ofComparison(value, option)) : [];
}

function ofComparison(compared: EvalExpression, literal: EvalExpression): readonly Diagnostic[] {
  if (literal.kind !== "eval-string" || !looksLikePattern(literal.value)) return [];
  if (compared.kind !== "eval-field" && compared.kind !== "eval-call") return [];
  const { source, start, end } = compared.span;
  const field = source.text.slice(start, end);
  return [lintDiagnostics["wildcard-in-where"](literal.span, { text: literal.value, field })];
}

function ofPattern(pattern: EvalExpression): readonly Diagnostic[] {
  if (pattern.kind !== "eval-string" || /[%_]/.test(pattern.value) || !looksLikePattern(pattern.value))
    return [];
  return [lintDiagnostics["like-without-wildcard"](pattern.span, { text: pattern.value })];
}

function looksLikePattern(text: string): boolean {
  return text.includes("*") && /[^*]/.test(text);
}
