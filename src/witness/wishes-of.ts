import type { Compare, Literal, Match, OneOf, ScalarExpression } from "../plan/expression.js";
import { passToArguments } from "./call-wishes.js";
import type { Random } from "./random.js";
import { couldBe, extremeArm } from "./wished-arm.js";
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

/** Hands a wish for an expression on to the fields that it is made of. */
function push(expression: ScalarExpression, wish: Wish, wishes: Wishes, random: Random): void {
  switch (expression.kind) {
    case "field":
      return wishFor(wishes, expression.name, wish);
    case "case":
      return pushToArm(expression, wish, wishes, random);
    case "call":
      return passToArguments(expression, wish, {
        wishes,
        random,
        pass: (argument, asked) => push(argument, asked, wishes, random),
      });
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
