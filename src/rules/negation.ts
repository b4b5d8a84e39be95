import type { EvalExpression, SearchExpression } from "../../grammar/ast.js";
import { lintDiagnostics } from "../diagnostics/codes/rules.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { findings, type Rule } from "./rule.js";
import { expressionsOfPipeline } from "./syntax-nodes.js";

/**
 * `f!=x` needs the field, `NOT f=x` does not: "search". Reports where the two were taken for each other: a double
 * negation, a comparison with `*`, alternatives of which one is always true, and both forms for one field.
 */
export const negation: Rule = {
  codes: ["double-negation", "unequal-to-anything", "always-true", "mixed-negation"],
  needs: "syntax",
  check: ({ understood: { pipeline } }) =>
    pipeline === undefined ? [] : findings(...expressionsOfPipeline(pipeline).flatMap(diagnosticsOf)),
};

function diagnosticsOf(node: SearchExpression | EvalExpression): readonly Diagnostic[] {
  switch (node.kind) {
    case "search-not":
      return node.operand.kind === "search-comparison" && node.operand.operator === "!="
        ? [lintDiagnostics["double-negation"](node.span, { field: node.operand.field.name })]
        : [];
    case "search-comparison": {
      const [first, ...rest] = node.value.pattern;
      return node.operator === "!=" && first?.kind === "any" && rest.length === 0
        ? [lintDiagnostics["unequal-to-anything"](node.span, { field: node.field.name })]
        : [];
    }
    case "search-or": {
      const field = excludedTwice(node.operands.map(excludedValue));
      return field === undefined ? [] : [lintDiagnostics["always-true"](node.span, { field })];
    }
    case "search-and":
      return mixedForms(node.operands);
    case "eval-binary": {
      if (node.operator !== "or") return [];
      const field = excludedTwice([node.left, node.right].map(excludedInEval));
      return field === undefined ? [] : [lintDiagnostics["always-true"](node.span, { field })];
    }
    default:
      return [];
  }
}

interface Exclusion {
  readonly field: string;
  readonly value: string;
}

/** The value that a test alone leaves out. */
function excludedValue(node: SearchExpression): Exclusion | undefined {
  const test = node.kind === "search-not" ? node.operand : node;
  if (test.kind !== "search-comparison") return undefined;
  if (test.operator !== (node.kind === "search-not" ? "=" : "!=")) return undefined;
  if (test.value.pattern.some(({ kind }) => kind === "any")) return undefined;
  const value = test.value.pattern.map((part) => (part.kind === "text" ? part.text : "*")).join("");
  return { field: test.field.name, value: value.toLowerCase() };
}

function excludedInEval(node: EvalExpression): Exclusion | undefined {
  if (node.kind !== "eval-binary" || node.operator !== "!=") return undefined;
  const { left, right } = node;
  if (left.kind !== "eval-field" || (right.kind !== "eval-string" && right.kind !== "eval-number"))
    return undefined;
  return { field: left.name, value: String(right.value) };
}

function excludedTwice(exclusions: readonly (Exclusion | undefined)[]): string | undefined {
  const values = new Map<string, string>();
  for (const exclusion of exclusions) {
    if (exclusion === undefined) continue;
    const earlier = values.get(exclusion.field);
    if (earlier !== undefined && earlier !== exclusion.value) return exclusion.field;
    values.set(exclusion.field, exclusion.value);
  }
  return undefined;
}

function mixedForms(operands: readonly SearchExpression[]): readonly Diagnostic[] {
  const unequal = new Set(
    operands.flatMap((node) =>
      node.kind === "search-comparison" && node.operator === "!=" ? [node.field.name] : [],
    ),
  );
  const reported = new Set<string>();
  return operands.flatMap((node) => {
    if (node.kind !== "search-not" || node.operand.kind !== "search-comparison") return [];
    const { field, operator, value } = node.operand;
    if (operator !== "=" || !unequal.has(field.name) || reported.has(field.name)) return [];
    // `NOT f=*` asks for events without the field, which is no other spelling of `!=`.
    if (value.pattern.length === 1 && value.pattern[0]?.kind === "any") return [];
    reported.add(field.name);
    return [lintDiagnostics["mixed-negation"](node.span, { field: field.name })];
  });
}
