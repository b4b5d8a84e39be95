import { matchesEmpty } from "../../regex/matches-empty.js";
import { rootOfPcre } from "../../regex/root-of-pcre.js";
import { literal } from "../build/index.js";
import type { Call, Case, Compare, OneOf, ScalarExpression } from "../expression.js";
import { mapExpression } from "../expression-visitor.js";
import { signatureOf } from "../functions/index.js";
import { compareLiterals } from "./compare-literals.js";
import { simplifyLogic } from "./simplify-logic.js";

/**
 * Works out what depends on constants only: comparisons, choices, texts put together, whole-number arithmetic.
 * Arithmetic on fractions stays, since its precision is the engine's.
 */
export function foldConstants(expression: ScalarExpression): ScalarExpression {
  return simplifyLogic(mapExpression(expression, foldPart));
}

function foldPart(part: ScalarExpression): ScalarExpression {
  switch (part.kind) {
    case "compare":
      return foldCompare(part);
    case "one-of":
      return foldOneOf(part);
    case "is-present":
      return part.value.kind === "literal" ? literal(part.value.value !== null, part.span) : part;
    case "and":
    case "or":
    case "not":
      return simplifyLogic(part);
    case "case":
      return foldCase(part);
    case "call":
      return foldCall(part);
    case "match":
      return isNull(part.value) ? literal(part.whenMissing === "false" ? false : null, part.span) : part;
    case "field":
    case "column":
    case "literal":
    case "term":
      return part;
  }
}

function foldCompare(part: Compare): ScalarExpression {
  const { left, right, whenMissing, span } = part;
  if (isNull(left) || isNull(right)) return literal(whenMissing === "false" ? false : null, span);
  if (left.kind !== "literal" || right.kind !== "literal") return part;
  const result = compareLiterals(part, left, right);
  return result === undefined ? part : literal(result, span);
}

function foldOneOf(part: OneOf): ScalarExpression {
  const { value, options, whenMissing, span } = part;
  if (isNull(value)) return literal(whenMissing === "false" ? false : null, span);
  if (value.kind !== "literal") return part;
  const results = options.map((option) => compareLiterals({ ...part, operator: "=" }, value, option));
  if (results.includes(true)) return literal(true, span);
  return results.every((result) => result === false) ? literal(false, span) : part;
}

/** Arms that are never taken go, and nothing behind an arm that is always taken stays. */
function foldCase(part: Case): ScalarExpression {
  const arms: Case["arms"][number][] = [];
  let { otherwise } = part;
  for (const arm of part.arms) {
    if (arm.when.kind === "literal" && arm.when.value !== true) continue;
    if (arm.when.kind === "literal") {
      otherwise = arm.then;
      break;
    }
    arms.push(arm);
  }
  if (arms.length === 0) return otherwise ?? literal(null, part.span);
  if (arms.length === part.arms.length && otherwise === part.otherwise) return part;
  return { kind: "case", arms, ...(otherwise === undefined ? {} : { otherwise }), span: part.span };
}

function foldCall(part: Call): ScalarExpression {
  const { function: name, arguments: args, span } = part;
  if (name === "coalesce") return foldCoalesce(part);
  if (signatureOf(name).missing === "propagate" && args.some(isNull)) return literal(null, span);
  const literals = args.flatMap((argument) => (argument.kind === "literal" ? [argument.value] : []));
  if (literals.length < args.length) return part;
  const texts = literals.filter((value) => typeof value === "string");
  const whole = literals.filter((value): value is number => Number.isSafeInteger(value));
  const [first, second] = whole;
  switch (name) {
    case "concat":
      return texts.length === args.length ? literal(texts.join(""), span) : part;
    case "lower":
      return texts[0] === undefined ? part : literal(texts[0].toLowerCase(), span);
    case "upper":
      return texts[0] === undefined ? part : literal(texts[0].toUpperCase(), span);
    case "replace":
      return texts[0] === "" && leavesEmpty(String(literals[1])) ? literal("", span) : part;
    case "add":
      return first === undefined || second === undefined ? part : safe(first + second, part);
    case "subtract":
      return first === undefined || second === undefined ? part : safe(first - second, part);
    case "multiply":
      return first === undefined || second === undefined ? part : safe(first * second, part);
    default:
      return part;
  }
}

/** Whether an empty text has nothing that a regular expression matches. */
function leavesEmpty(pattern: string): boolean {
  const root = rootOfPcre(pattern);
  return root !== undefined && !matchesEmpty(root);
}

function safe(value: number, part: Call): ScalarExpression {
  return Number.isSafeInteger(value) ? literal(value, part.span) : part;
}

/** The first constant that has a value ends the list; missing constants leave it. */
function foldCoalesce(part: Call): ScalarExpression {
  const kept: ScalarExpression[] = [];
  for (const argument of part.arguments) {
    if (isNull(argument)) continue;
    kept.push(argument);
    if (argument.kind === "literal") break;
  }
  const [only, ...rest] = kept;
  if (only === undefined) return literal(null, part.span);
  if (rest.length === 0) return only;
  return kept.length === part.arguments.length ? part : { ...part, arguments: kept };
}

function isNull(expression: ScalarExpression): boolean {
  return expression.kind === "literal" && expression.value === null;
}
