import type { WildcardPattern } from "../../grammar/ast.js";
import type { ScalarExpression } from "../plan/expression.js";
import type { LogicalPlan, Scan } from "../plan/plan.js";
import { fold } from "./comparison.js";
import { numberOf } from "./value.js";

/**
 * Tells of a line of JSON whether a plan could make anything of its event, before it is parsed: `undefined` where
 * nothing can be told without parsing. A false answer is sure.
 *
 * A filter right above the only scan may ask for a text, and then its words stand in the line, in some case, unless
 * the line writes characters as escapes. Words of digits are left alone, since JSON has many ways to write a number.
 * `readsAsIs` says of a scan that it puts no values into events that they do not have.
 */
export function lineTest(
  plan: LogicalPlan,
  readsAsIs: (scan: Scan) => boolean,
): ((line: string) => boolean) | undefined {
  const words = requiredOf(plan, readsAsIs);
  if (words === undefined) return undefined;
  return (line) => {
    if (line.includes("\\") || !line.startsWith("{") || !line.endsWith("}")) return true;
    const folded = fold(line);
    return words.some((word) => folded.includes(word));
  };
}

/** Any one of these words has to be there. */
type Alternatives = readonly string[];

function requiredOf(plan: LogicalPlan, readsAsIs: (scan: Scan) => boolean): Alternatives | undefined {
  const predicates: ScalarExpression[] = [];
  let step = plan;
  while (step.kind !== "scan") {
    if (step.kind === "union" || step.kind === "join") return undefined;
    // Only an unbroken run of filters above the scan sees the event as it is.
    if (step.kind === "filter") predicates.push(step.predicate);
    else predicates.length = 0;
    step = step.input;
  }
  return step.source.kind === "log" && readsAsIs(step) ? mostTelling(predicates.map(requirement)) : undefined;
}

function requirement(predicate: ScalarExpression): Alternatives | undefined {
  switch (predicate.kind) {
    case "and":
      return mostTelling(predicate.operands.map(requirement));
    case "or":
      return anyOf(predicate.operands.map(requirement));
    case "compare": {
      const { left, right, operator } = predicate;
      return operator === "=" && isField(left) && right.kind === "literal" ? ofText(right.value) : undefined;
    }
    case "one-of":
      return isField(predicate.value)
        ? anyOf(predicate.options.map(({ value }) => ofText(value)))
        : undefined;
    case "match":
      return isField(predicate.value) && predicate.pattern.kind === "wildcard"
        ? ofPattern(predicate.pattern.parts)
        : undefined;
    case "term":
      return ofPattern(predicate.pattern);
    default:
      return undefined;
  }
}

/** A time may be written in another way than the event has it. */
function isField(expression: ScalarExpression): boolean {
  return expression.kind === "field" && expression.name !== "_time";
}

function ofText(value: unknown): Alternatives | undefined {
  return typeof value === "string" && numberOf(value) === undefined ? longestWord([value]) : undefined;
}

function ofPattern(parts: WildcardPattern): Alternatives | undefined {
  return longestWord(parts.map((part) => (part.kind === "any" ? "" : part.text)));
}

/** ASCII words are found whatever their case; a word without two letters may be part of a number. */
function longestWord(texts: readonly string[]): Alternatives | undefined {
  const words = texts
    .flatMap((text) => text.match(/[A-Za-z0-9_]+/g) ?? [])
    .filter((word) => /[A-Za-z].*[A-Za-z]/.test(word));
  const [longest] = words.sort((left, right) => right.length - left.length);
  return longest === undefined ? undefined : [fold(longest)];
}

function anyOf(options: readonly (Alternatives | undefined)[]): Alternatives | undefined {
  const known = options.filter((option) => option !== undefined);
  return known.length === options.length && known.length > 0 ? known.flat() : undefined;
}

/** Few and long words let the fewest lines pass. */
function mostTelling(options: readonly (Alternatives | undefined)[]): Alternatives | undefined {
  const shortest = (words: Alternatives): number => Math.min(...words.map(({ length }) => length));
  return options
    .filter((option) => option !== undefined)
    .sort((left, right) => left.length - right.length || shortest(right) - shortest(left))[0];
}
