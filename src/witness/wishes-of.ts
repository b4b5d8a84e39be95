import type { Call, Compare, Literal, Match, OneOf, ScalarExpression } from "../plan/expression.js";
import { fieldsOf } from "../plan/expression-visitor.js";
import type { Random } from "./random.js";
import { samplePattern, sampleRegex } from "./sample-pattern.js";
import { wishFor, type Wish, type Wishes } from "./wish.js";

/**
 * Adds what fields have to be for a predicate to come out as wanted. Where several ways lead there, one is chosen at
 * random; the wishes are a good guess, which the caller proves by evaluation.
 */
export function addWishes(
  predicate: ScalarExpression,
  wanted: boolean,
  wishes: Wishes,
  random: Random,
): void {
  switch (predicate.kind) {
    case "and":
    case "or": {
      if ((predicate.kind === "and") === wanted) {
        for (const operand of predicate.operands) addWishes(operand, wanted, wishes, random);
        return;
      }
      const chosen = random.pick(predicate.operands);
      if (chosen !== undefined) addWishes(chosen, wanted, wishes, random);
      return;
    }
    case "not":
      return addWishes(predicate.operand, !wanted, wishes, random);
    case "compare":
      return compareWishes(predicate, wanted, wishes, random);
    case "one-of":
      return oneOfWishes(predicate, wanted, wishes, random);
    case "match":
      return matchWishes(predicate, wanted, wishes, random);
    case "is-present":
      return push(predicate.value, { kind: wanted ? "present" : "absent" }, wishes, random);
    case "term":
      if (wanted) {
        const text = predicate.pattern.map((part) => (part.kind === "text" ? part.text : "w")).join("");
        wishFor(wishes, "_raw", { kind: "text", text: ` ${text} ` });
      }
      return;
    case "case": {
      const arm = random.pick(predicate.arms.filter(({ then }) => !isFalse(then)));
      if (arm === undefined) return;
      addWishes(arm.when, true, wishes, random);
      return addWishes(arm.then, wanted, wishes, random);
    }
    case "call":
    case "field":
    case "column":
    case "literal":
      return;
  }
}

function isFalse(expression: ScalarExpression): boolean {
  return expression.kind === "literal" && (expression.value === false || expression.value === null);
}

const flipped = { "<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!=" } as const;
const opposite = { "<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "=" } as const;

function compareWishes(compare: Compare, wanted: boolean, wishes: Wishes, random: Random): void {
  const swapped = compare.left.kind === "literal";
  const [value, other] = swapped ? [compare.right, compare.left] : [compare.left, compare.right];
  const written = swapped ? flipped[compare.operator] : compare.operator;
  const operator = wanted ? written : opposite[written];
  if (other.kind !== "literal") {
    // Two fields: the same value in both, or a value in each.
    const text = operator === "=" ? "w-same" : undefined;
    const wish: Wish = text === undefined ? { kind: "present" } : { kind: "value", value: text };
    push(value, wish, wishes, random);
    push(other, wish, wishes, random);
    return;
  }
  if (operator === "!=") return otherValue(value, compare, wishes, random);
  const wish = literalWish(operator, other);
  if (wish !== undefined) push(value, wish, wishes, random);
}

/** A test that is not to hold wants another value, or none where that will do. */
function otherValue(
  value: ScalarExpression,
  { whenMissing }: Compare | Match | OneOf,
  wishes: Wishes,
  random: Random,
): void {
  if (whenMissing === "missing" || random.below(4) === 0) push(value, { kind: "present" }, wishes, random);
}

function literalWish(operator: Compare["operator"], { value }: Literal): Wish | undefined {
  if (value === null) return undefined;
  if (operator === "!=") return undefined;
  if (operator === "=") return { kind: "value", value: typeof value === "boolean" ? String(value) : value };
  const number = Number(value);
  return Number.isNaN(number) ? undefined : { kind: "number", operator, value: number };
}

function oneOfWishes(test: OneOf, wanted: boolean, wishes: Wishes, random: Random): void {
  if (!wanted) return otherValue(test.value, test, wishes, random);
  const option = random.pick(test.options);
  if (option === undefined) return;
  const wish = literalWish("=", option);
  if (wish !== undefined) push(test.value, wish, wishes, random);
}

function matchWishes(test: Match, wanted: boolean, wishes: Wishes, random: Random): void {
  if (!wanted) return otherValue(test.value, test, wishes, random);
  push(test.value, { kind: "pattern", pattern: test.pattern }, wishes, random);
}

const wrapping: ReadonlySet<string> = new Set([
  "lower",
  "upper",
  "trim",
  "ltrim",
  "rtrim",
  "tostring",
  "tonumber",
  "toint",
  "mvdedup",
  "mvsort",
  "mvindex",
  "mvjoin",
  "mvappend",
  "split",
  "replace",
  "sed",
  "urldecode",
  "round",
  "floor",
  "ceiling",
  "abs",
  "substr",
  "ipmask",
]);

/** Hands a wish for an expression on to the fields that it is made of. */
function push(expression: ScalarExpression, wish: Wish, wishes: Wishes, random: Random): void {
  switch (expression.kind) {
    case "field":
      return wishFor(wishes, expression.name, wish);
    case "case":
      return pushToArm(expression, wish, wishes, random);
    case "call":
      return pushToCall(expression, wish, wishes, random);
    case "literal":
    case "column":
      return;
    default:
      if (wish.kind === "value") addWishes(expression, wish.value === "true", wishes, random);
  }
}

function pushToArm(
  expression: Extract<ScalarExpression, { readonly kind: "case" }>,
  wish: Wish,
  wishes: Wishes,
  random: Random,
): void {
  const last = expression.otherwise;
  if (wish.kind === "extreme") {
    const best = extremeArm(expression, wish.most);
    if (best !== undefined) addWishes(best, true, wishes, random);
    else for (const { when } of expression.arms) addWishes(when, false, wishes, random);
    return;
  }
  const fitting = expression.arms.filter(({ then }) => couldBe(then, wish));
  const useLast = last !== undefined && couldBe(last, wish) && random.below(fitting.length + 1) === 0;
  const arm = useLast ? undefined : random.pick(fitting);
  if (arm === undefined) {
    for (const { when } of expression.arms) addWishes(when, false, wishes, random);
    if (last !== undefined) push(last, wish, wishes, random);
    return;
  }
  addWishes(arm.when, true, wishes, random);
  push(arm.then, wish, wishes, random);
}

/** The condition of the arm that gives the greatest or the least number; `undefined` where what is left does. */
function extremeArm(
  { arms, otherwise }: Extract<ScalarExpression, { readonly kind: "case" }>,
  most: boolean,
): ScalarExpression | undefined {
  const numberOf = (expression: ScalarExpression | undefined): number =>
    expression?.kind === "literal" && expression.value !== null ? Number(expression.value) : 0;
  const sign = most ? 1 : -1;
  const [best] = [...arms].sort((left, right) => sign * (numberOf(right.then) - numberOf(left.then)));
  return best !== undefined && sign * (numberOf(best.then) - numberOf(otherwise)) > 0 ? best.when : undefined;
}

/** Whether an expression can meet a wish: a literal of another value cannot. */
function couldBe(expression: ScalarExpression, wish: Wish): boolean {
  if (expression.kind !== "literal") return true;
  if (expression.value === null) return wish.kind === "absent";
  if (wish.kind === "value")
    return String(wish.value).toLowerCase() === String(expression.value).toLowerCase();
  if (wish.kind === "number") return holds(Number(expression.value), wish.operator, wish.value);
  return wish.kind !== "absent";
}

function pushToCall(call: Call, wish: Wish, wishes: Wishes, random: Random): void {
  const [first, second, third] = call.arguments;
  if (first === undefined) return;
  switch (call.function) {
    case "coalesce": {
      if (wish.kind === "absent") {
        for (const argument of call.arguments) push(argument, wish, wishes, random);
        return;
      }
      const chosen = random.below(call.arguments.length);
      for (const [index, argument] of call.arguments.entries()) {
        if (index < chosen) push(argument, { kind: "absent" }, wishes, random);
        else if (index === chosen) push(argument, wish, wishes, random);
      }
      return;
    }
    case "len":
      if (wish.kind === "number" || wish.kind === "value")
        push(first, { kind: "length", length: satisfying(wish) }, wishes, random);
      return;
    case "mvcount": {
      if (wish.kind !== "number" && wish.kind !== "value") return;
      const count = satisfying(wish);
      const parts = piecesOf(first);
      if (parts !== undefined)
        return push(parts.whole, { kind: "pieces", delimiter: parts.delimiter, count }, wishes, random);
      return push(first, { kind: "several", count }, wishes, random);
    }
    case "mvindex": {
      const parts = piecesOf(first);
      const text = someText(wish, random);
      if (text === undefined || second?.kind !== "literal") break;
      const index = Number(second.value);
      if (parts === undefined) return push(first, { kind: "element", index, text }, wishes, random);
      return push(parts.whole, { kind: "piece", delimiter: parts.delimiter, index, text }, wishes, random);
    }
    case "mvfind": {
      if (second?.kind !== "literal" || wish.kind === "absent") return;
      const sample = sampleRegex(String(second.value), new Map(), random);
      if (sample !== undefined) push(first, { kind: "text", text: sample.text }, wishes, random);
      return;
    }
    case "json_extract":
    case "spath": {
      if (second?.kind !== "literal") return;
      const path = String(second.value);
      if (wish.kind === "inside")
        return push(first, { ...wish, path: `${path}.${wish.path}` }, wishes, random);
      const text = wish.kind === "number" ? satisfying(wish) : someText(wish, random);
      if (text === undefined) return;
      return push(first, { kind: "inside", path, value: text }, wishes, random);
    }
    case "add":
      if (wish.kind === "extreme" || (wish.kind === "number" && isOfCases(call))) {
        const most = wish.kind === "extreme" ? wish.most : wish.operator === ">" || wish.operator === ">=";
        for (const operand of call.arguments) push(operand, { kind: "extreme", most }, wishes, random);
        return;
      }
      break;
    case "base_name": {
      const name = textOf(wish);
      push(
        first,
        name === undefined ? { kind: "present" } : { kind: "value", value: `C:\\w\\${name}` },
        wishes,
        random,
      );
      return;
    }
    case "regex_capture":
    case "regex_capture_all": {
      if (second?.kind !== "literal" || wish.kind === "absent") return;
      const name = textOf(wish);
      const group = third?.kind === "literal" ? String(third.value) : "1";
      const groups = new Map(name === undefined ? [] : [[group, name]]);
      const sample = sampleRegex(String(second.value), groups, random);
      if (sample !== undefined) push(first, { kind: "text", text: sample.text }, wishes, random);
      return;
    }
  }
  if (wrapping.has(call.function)) return push(first, wish, wishes, random);
  // Nothing is known of the function; its fields are there at least.
  for (const name of fieldsOf(call))
    wishFor(wishes, name, wish.kind === "number" ? wish : { kind: "present" });
}

/** What a call of `split` cuts, and at which text. */
function piecesOf(
  expression: ScalarExpression,
): { readonly whole: ScalarExpression; readonly delimiter: string } | undefined {
  if (expression.kind !== "call" || expression.function !== "split") return undefined;
  const [whole, delimiter] = expression.arguments;
  if (whole === undefined || delimiter?.kind !== "literal" || delimiter.value === "") return undefined;
  return { whole, delimiter: String(delimiter.value) };
}

/** Whether a sum adds what conditions give. */
function isOfCases({ arguments: operands }: Call): boolean {
  return operands.some(
    (operand) =>
      operand.kind === "case" ||
      (operand.kind === "call" && operand.function === "add" && isOfCases(operand)),
  );
}

/** A text that meets a wish for one. */
function someText(wish: Wish, random: Random): string | undefined {
  switch (wish.kind) {
    case "value":
      return String(wish.value);
    case "text":
      return wish.text;
    case "pattern":
      return samplePattern(wish.pattern, random)?.text;
    case "present":
      return "word";
    default:
      return undefined;
  }
}

function textOf(wish: Wish): string | undefined {
  return wish.kind === "value" ? String(wish.value) : wish.kind === "text" ? wish.text : undefined;
}

/** A number that meets a wish for a number. */
export function satisfying(wish: Extract<Wish, { readonly kind: "number" | "value" }>): number {
  if (wish.kind === "value") return Number(wish.value);
  switch (wish.operator) {
    case ">":
      return Math.floor(wish.value) + 1;
    case "<":
      return Math.ceil(wish.value) - 1;
    case ">=":
    case "<=":
      return wish.value;
  }
}

function holds(number: number, operator: "<" | "<=" | ">" | ">=", bound: number): boolean {
  switch (operator) {
    case "<":
      return number < bound;
    case "<=":
      return number <= bound;
    case ">":
      return number > bound;
    case ">=":
      return number >= bound;
  }
}
