import { parseDiagnostics } from "../src/diagnostics/codes/parse.js";
import type { Diagnostic } from "../src/diagnostics/diagnostic.js";
import { joinSpans, type SourceText, type Span } from "../src/source/source-text.js";
import type { EvalExpression, EvalOperator } from "./ast.js";
import { maximumDepth } from "./limits.js";
import type { Token } from "./tokens.js";

/** An expression before its operators are put into a tree. */
export type OperatorPart =
  | { readonly kind: "operand"; readonly node: EvalExpression }
  | { readonly kind: "operator" | "prefix"; readonly token: Token }
  | { readonly kind: "in"; readonly nodes: readonly EvalExpression[]; readonly end: number };

/** How tight an operator binds: `XOR` last, then `OR`, `AND`, `NOT`, comparisons, sums and `.`, products, signs. */
export const precedence: Readonly<Record<EvalOperator | "not" | "in" | "sign", number>> = {
  xor: 1,
  or: 2,
  and: 3,
  not: 4,
  "=": 5,
  "!=": 5,
  "<": 5,
  "<=": 5,
  ">": 5,
  ">=": 5,
  like: 5,
  in: 5,
  "+": 6,
  "-": 6,
  ".": 6,
  "*": 7,
  "/": 7,
  "%": 7,
  sign: 8,
};

const comparison = precedence["="];

/** Rows of `AND` or `OR` longer than this become balanced trees: the order of evaluation does not matter to them. */
const longRow = 64;

export function isEvalOperator(text: string): text is EvalOperator {
  return text in precedence && text !== "not" && text !== "in" && text !== "sign";
}

const depths = new WeakMap<EvalExpression, number>();

/**
 * Puts a row of operands and operators into a tree by precedence; operators of one level group from the left.
 * Reports comparisons in a chain and trees too deep to walk.
 */
export function buildOperators(
  parts: readonly OperatorPart[],
  source: SourceText,
  report: (diagnostic: Diagnostic) => void,
): EvalExpression {
  let at = 0;
  let tooDeep = false;

  const noted = (node: EvalExpression, children: readonly EvalExpression[]): EvalExpression => {
    const depth = 1 + children.reduce((most, child) => Math.max(most, depthOf(child)), 0);
    depths.set(node, depth);
    if (depth > maximumDepth && !tooDeep) {
      tooDeep = true;
      report(parseDiagnostics["too-deep"](node.span, { what: "operators", limit: maximumDepth }));
    }
    return node;
  };

  const binary = (operator: EvalOperator, left: EvalExpression, right: EvalExpression): EvalExpression => {
    const span = joinSpans(left.span, right.span);
    return noted({ kind: "eval-binary", operator, left, right, span }, [left, right]);
  };

  const balanced = (operator: EvalOperator, row: readonly EvalExpression[]): EvalExpression => {
    const [first, ...rest] = row;
    if (first === undefined) throw new Error("a row of operands is empty");
    if (row.length <= longRow) return rest.reduce((left, right) => binary(operator, left, right), first);
    const middle = row.length >> 1;
    return binary(operator, balanced(operator, row.slice(0, middle)), balanced(operator, row.slice(middle)));
  };

  const prefixed = (): EvalExpression => {
    const prefixes: Token[] = [];
    let part = parts[at];
    while (part?.kind === "prefix") {
      prefixes.push(part.token);
      part = parts[++at];
    }
    if (part?.kind !== "operand") throw new Error("an operand is missing between two operators");
    at++;
    let node = part.node;
    let logical = false;
    for (const token of prefixes.reverse()) {
      const operator = token.value === "-" || token.value === "+" ? token.value : "not";
      if (operator === "not" && !logical) {
        node = rest(node, precedence.not + 1);
        logical = true;
      }
      const span = { source, start: token.startOffset, end: node.span.end };
      node = noted({ kind: "eval-unary", operator, operand: node, span }, [node]);
    }
    return node;
  };

  const rest = (first: EvalExpression, least: number): EvalExpression => {
    let left = first;
    let compared = false;
    for (let part = parts[at]; part !== undefined; part = parts[at]) {
      if (part.kind === "in") {
        if (comparison < least) return left;
        at++;
        if (compared) report(parseDiagnostics["comparison-chain"](left.span, { operator: "IN" }));
        compared = true;
        const span = { source, start: left.span.start, end: part.end };
        left = noted({ kind: "eval-in", value: left, options: part.nodes, span }, [left, ...part.nodes]);
        continue;
      }
      if (part.kind !== "operator" || !isEvalOperator(part.token.value)) return left;
      const operator = part.token.value;
      const level = precedence[operator];
      if (level < least) return left;
      if (level === comparison) {
        if (compared) {
          const { startOffset: start, endOffset = start } = part.token;
          const span = { source, start, end: endOffset + 1 };
          report(parseDiagnostics["comparison-chain"](span, { operator: part.token.image }));
        }
        compared = true;
      }
      at++;
      if (operator === "and" || operator === "or") {
        const row = [left, rest(prefixed(), level + 1)];
        for (
          let next = parts[at];
          next?.kind === "operator" && next.token.value === operator;
          next = parts[at]
        ) {
          at++;
          row.push(rest(prefixed(), level + 1));
        }
        left = balanced(operator, row);
      } else {
        left = binary(operator, left, rest(prefixed(), level + 1));
      }
    }
    return left;
  };

  return rest(prefixed(), 0);
}

/** The same expression with the parentheses around it. */
export function inParentheses(node: EvalExpression, span: Span): EvalExpression {
  const wider = { ...node, span };
  depths.set(wider, depthOf(node));
  return wider;
}

function depthOf(node: EvalExpression): number {
  if (node.kind === "eval-call")
    return 1 + node.arguments.reduce((most, argument) => Math.max(most, depthOf(argument)), 0);
  return depths.get(node) ?? 1;
}
