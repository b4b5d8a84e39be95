import { groupInEveryMatch } from "../regex/group-in-every-match.js";
import { conjunction, disjunction, literal } from "./build/index.js";
import type { Span } from "../source/source-text.js";
import type { Call, ScalarExpression } from "./expression.js";

/**
 * The test that a row has the value of an expression, without the value itself: where the text may be empty, a language
 * without a null text cannot tell it from the text. `undefined` where only the value would tell. `mayHoldSeveral` says of
 * which fields a row may have several values, which are no part of a text that is put together.
 */
export function presenceOf(
  expression: ScalarExpression,
  mayHoldSeveral: MayHoldSeveral = () => false,
): ScalarExpression | undefined {
  const { span } = expression;
  switch (expression.kind) {
    case "field":
      return { kind: "is-present", value: expression, span };
    case "literal":
      return literal(expression.value !== null, span);
    case "case": {
      const arms = expression.arms.flatMap(({ when, then }) => {
        const given = presenceOf(then, mayHoldSeveral);
        return given === undefined ? [] : [{ when, then: given }];
      });
      const { otherwise } = expression;
      const last = otherwise === undefined ? literal(false, span) : presenceOf(otherwise, mayHoldSeveral);
      if (arms.length < expression.arms.length || last === undefined) return undefined;
      return { kind: "case", arms, otherwise: last, span };
    }
    case "call":
      return presenceOfCall(expression, mayHoldSeveral);
    default:
      return undefined;
  }
}

type MayHoldSeveral = (field: string) => boolean;

function presenceOfCall(call: Call, mayHoldSeveral: MayHoldSeveral): ScalarExpression | undefined {
  const { span, arguments: given } = call;
  const [first, second, third] = given;
  switch (call.function) {
    case "coalesce":
    case "mvappend": {
      const parts = presencesOf(given, mayHoldSeveral);
      return parts && disjunction(parts, span);
    }
    case "concat": {
      const parts = given
        .filter((argument) => argument.kind !== "literal")
        .map((argument) => presenceOfOne(argument, mayHoldSeveral));
      const tests = parts.filter((test) => test !== undefined);
      return tests.length === parts.length ? conjunction(tests, span) : undefined;
    }
    case "lower":
    case "upper":
    case "urldecode":
    case "replace":
    case "sed":
    case "trim":
    case "ltrim":
    case "rtrim":
    case "substr":
    case "split":
    case "mvjoin":
    case "mvsort":
    case "mvreverse":
    case "mvdedup": {
      const parts = presencesOf(
        given.filter((argument) => argument.kind !== "literal"),
        mayHoldSeveral,
      );
      return parts && conjunction(parts, span);
    }
    case "mvindex":
      return third === undefined ? presenceOfPlace(call, first, second, mayHoldSeveral) : undefined;
    case "tostring":
      return first === undefined ? undefined : presenceOf(first, mayHoldSeveral);
    case "regex_capture":
      return second?.kind === "literal" && third?.kind === "literal" && first !== undefined
        ? presenceOfCapture(first, second, third)
        : undefined;
    default:
      // A number is not empty: whether a row has it is asked of itself.
      return call.type === "number" ? { kind: "is-present", value: call, span } : undefined;
  }
}

/** Whether a row has one value of an expression and no more. */
function presenceOfOne(
  expression: ScalarExpression,
  mayHoldSeveral: MayHoldSeveral,
): ScalarExpression | undefined {
  if (expression.kind === "call" && expression.function === "tostring") {
    const [first] = expression.arguments;
    return first === undefined ? undefined : presenceOfOne(first, mayHoldSeveral);
  }
  if (expression.kind !== "field" || !mayHoldSeveral(expression.name))
    return presenceOf(expression, mayHoldSeveral);
  return hasValues("=", expression, 1, expression.span);
}

function presencesOf(
  expressions: readonly ScalarExpression[],
  mayHoldSeveral: MayHoldSeveral,
): readonly ScalarExpression[] | undefined {
  const tests = expressions.flatMap((expression) => presenceOf(expression, mayHoldSeveral) ?? []);
  return tests.length === expressions.length ? tests : undefined;
}

/** The first and the last value are there where any is; another one where there are as many. */
function presenceOfPlace(
  { span }: Call,
  values: ScalarExpression | undefined,
  place: ScalarExpression | undefined,
  mayHoldSeveral: MayHoldSeveral,
): ScalarExpression | undefined {
  const index = place === undefined ? undefined : integer(place);
  if (values === undefined || index === undefined) return undefined;
  if (index === 0 || index === -1) return presenceOf(values, mayHoldSeveral);
  return hasValues(">=", values, index < 0 ? -index : index + 1, span);
}

/** Whether there are so many values. */
function hasValues(
  operator: "=" | ">=",
  values: ScalarExpression,
  count: number,
  span: Span,
): ScalarExpression {
  return {
    kind: "compare",
    operator,
    left: { kind: "call", function: "mvcount", arguments: [values], type: "number", span },
    right: literal(count, span),
    mode: "number",
    caseSensitive: true,
    whenMissing: "false",
    span,
  };
}

function integer(expression: ScalarExpression): number | undefined {
  if (expression.kind === "call" && expression.function === "negate") {
    const [inner] = expression.arguments;
    const value = inner === undefined ? undefined : integer(inner);
    return value === undefined ? undefined : -value;
  }
  return expression.kind === "literal" && Number.isInteger(expression.value)
    ? Number(expression.value)
    : undefined;
}

type LiteralExpression = Extract<ScalarExpression, { readonly kind: "literal" }>;

/** A group that takes part in every match is there where the pattern matches. */
function presenceOfCapture(
  value: ScalarExpression,
  pattern: LiteralExpression,
  group: LiteralExpression,
): ScalarExpression | undefined {
  const source = String(pattern.value);
  if (!groupInEveryMatch(source, String(group.value))) return undefined;
  const { span } = pattern;
  return {
    kind: "match",
    value,
    pattern: { kind: "regex", source },
    caseSensitive: true,
    whenMissing: "false",
    span,
  };
}
