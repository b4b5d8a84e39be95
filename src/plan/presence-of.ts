import { groupInEveryMatch } from "../regex/group-in-every-match.js";
import { conjunction, disjunction, literal } from "./build/index.js";
import type { Call, ScalarExpression } from "./expression.js";

/**
 * The test that a row has the value of an expression, without the value itself: where the text may be empty, a language
 * without a null text cannot tell it from the text. `undefined` where only the value would tell.
 */
export function presenceOf(expression: ScalarExpression): ScalarExpression | undefined {
  const { span } = expression;
  switch (expression.kind) {
    case "field":
      return { kind: "is-present", value: expression, span };
    case "literal":
      return literal(expression.value !== null, span);
    case "case": {
      const arms = expression.arms.flatMap(({ when, then }) => {
        const given = presenceOf(then);
        return given === undefined ? [] : [{ when, then: given }];
      });
      const { otherwise } = expression;
      const last = otherwise === undefined ? literal(false, span) : presenceOf(otherwise);
      if (arms.length < expression.arms.length || last === undefined) return undefined;
      return { kind: "case", arms, otherwise: last, span };
    }
    case "call":
      return presenceOfCall(expression);
    default:
      return undefined;
  }
}

function presenceOfCall(call: Call): ScalarExpression | undefined {
  const { span, arguments: given } = call;
  const [first, second, third] = given;
  switch (call.function) {
    case "coalesce":
    case "mvappend": {
      const parts = presencesOf(given);
      return parts && disjunction(parts, span);
    }
    case "concat":
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
      const parts = presencesOf(given.filter((argument) => argument.kind !== "literal"));
      return parts && conjunction(parts, span);
    }
    case "mvindex":
      return third === undefined ? presenceOfPlace(call, first, second) : undefined;
    case "regex_capture":
      return second?.kind === "literal" && third?.kind === "literal" && first !== undefined
        ? presenceOfCapture(first, second, third)
        : undefined;
    default:
      return undefined;
  }
}

function presencesOf(expressions: readonly ScalarExpression[]): readonly ScalarExpression[] | undefined {
  const tests = expressions.flatMap((expression) => presenceOf(expression) ?? []);
  return tests.length === expressions.length ? tests : undefined;
}

/** The first and the last value are there where any is; another one where there are as many. */
function presenceOfPlace(
  { span }: Call,
  values: ScalarExpression | undefined,
  place: ScalarExpression | undefined,
): ScalarExpression | undefined {
  const index = place === undefined ? undefined : integer(place);
  if (values === undefined || index === undefined) return undefined;
  if (index === 0 || index === -1) return presenceOf(values);
  return {
    kind: "compare",
    operator: ">=",
    left: { kind: "call", function: "mvcount", arguments: [values], type: "number", span },
    right: literal(index < 0 ? -index : index + 1, span),
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
