import type { SearchOr } from "../../grammar/ast.js";
import { lintDiagnostics } from "../diagnostics/codes/rules.js";
import type { Span } from "../source/source-text.js";
import { locate } from "../source/locate.js";
import type { LintFinding, Rule } from "./rule.js";
import { expressionsOfPipeline } from "./syntax-nodes.js";

/**
 * `a OR b AND c` in the search language means `(a OR b) AND c`: "Boolean expressions with logical operators". A row of
 * terms without `AND` is not reported; there the order is what most writers expect.
 */
export const mixedAndOr: Rule = {
  codes: ["mixed-and-or"],
  needs: "syntax",
  check: ({ understood: { pipeline } }) => {
    if (pipeline === undefined) return [];
    return expressionsOfPipeline(pipeline).flatMap((node): readonly LintFinding[] => {
      if (node.kind !== "search-and") return [];
      return node.operands.flatMap((operand, index) => {
        if (operand.kind !== "search-or" || !isBare(operand)) return [];
        const neighbours = [node.operands[index - 1], node.operands[index + 1]];
        const joined = neighbours.some(
          (other) => other !== undefined && /\bAND\b/.test(between(operand.span, other.span)),
        );
        return joined ? [finding(operand)] : [];
      });
    });
  },
};

/** Whether no parentheses stand around it, and its `OR` is written in the search and not in a macro. */
function isBare({ operands, span }: SearchOr): boolean {
  const [first, second] = operands;
  if (first === undefined || second === undefined || first.span.start !== span.start) return false;
  const gap = { source: span.source, start: first.span.end, end: second.span.start };
  return /\bOR\b/.test(between(first.span, second.span)) && locate(gap).through.length === 0;
}

function between(left: Span, right: Span): string {
  const [first, last] = left.start < right.start ? [left, right] : [right, left];
  return left.source.text.slice(first.end, last.start);
}

function finding({ operands, span }: SearchOr): LintFinding {
  // The row can begin with a macro; what is reported is what stands in the search.
  const written = operands.find((operand) => locate(operand.span).through.length === 0);
  return {
    diagnostic: lintDiagnostics["mixed-and-or"]({ ...span, start: written?.span.start ?? span.start }, {}),
    fix: {
      effect: "same-tree",
      insertions: [
        { at: { ...span, end: span.start + 1 }, side: "before", text: "(" },
        { at: { ...span, start: span.end - 1 }, side: "after", text: ")" },
      ],
    },
  };
}
