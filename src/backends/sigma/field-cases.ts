import { negation } from "../../plan/build/index.js";
import type { Call, ScalarExpression } from "../../plan/expression.js";
import { separatorsOf } from "../../plan/functions/path-separators.js";
import { parsePcre } from "../../regex/parse-pcre.js";
import { PcreSyntaxError, UnsupportedPcre } from "../../regex/pcre.js";
import type { ScanBinding } from "../../target/bind.js";

/** A field of the log that a value is, in the events that pass the tests. */
export interface FieldCase {
  readonly column: string;
  readonly when: readonly ScalarExpression[];
  /** The value is the name at the end of what the field holds: of a path, of `DOMAIN\\user`. */
  readonly isEnd?: true;
}

/**
 * The fields of the log that a value is taken from as it stands, or as the name at the end of it: `coalesce(a, b)` is `a` where an event has it, else `b`,
 * and `nullif(a, "-")` is `a` but for one value. Each event passes the tests of one case at most, and an event that
 * passes none lacks the value. `undefined`: the value is computed, holds several values, or has no field.
 */
export function fieldCases(value: ScalarExpression, binding: ScanBinding): readonly FieldCase[] | undefined {
  const { span } = value;
  switch (value.kind) {
    case "field": {
      const bound = binding.field(value.name);
      return bound?.kind === "bound" && !bound.multivalue ? fieldCases(bound.expression, binding) : undefined;
    }
    case "column":
      return [{ column: value.name, when: [] }];
    case "call":
      break;
    default:
      return undefined;
  }
  if (value.function === "nullif") {
    const [inner, absent] = value.arguments;
    if (inner === undefined || absent?.kind !== "literal" || typeof absent.value !== "string")
      return undefined;
    const taken: ScalarExpression = {
      kind: "compare",
      operator: "=",
      left: inner,
      right: absent,
      mode: "text",
      caseSensitive: true,
      whenMissing: "false",
      span,
    };
    return fieldCases(inner, binding)?.map((each) => ({
      ...each,
      when: [...each.when, present(inner), negation(taken, span)],
    }));
  }
  const whole = wholeOf(value);
  if (whole !== undefined) {
    const [only, ...more] = fieldCases(whole, binding) ?? [];
    return only === undefined || more.length > 0 ? undefined : [{ ...only, isEnd: true }];
  }
  if (value.function !== "coalesce") return undefined;
  const all: FieldCase[] = [];
  const passedOver: ScalarExpression[] = [];
  for (const argument of value.arguments) {
    const cases = fieldCases(argument, binding);
    if (cases === undefined) return undefined;
    for (const each of cases) all.push({ ...each, when: [...passedOver, ...each.when, present(argument)] });
    passedOver.push(negation(present(argument), span));
  }
  return all;
}

/** What a call takes the last part of; `undefined` for any other call. */
function wholeOf({ function: id, arguments: [whole, pattern, group] }: Call): ScalarExpression | undefined {
  if (separatorsOf(id) !== undefined) return pattern === undefined ? whole : undefined;
  if (id !== "regex_capture" || pattern?.kind !== "literal" || group?.kind !== "literal") return undefined;
  return takesTheEnd(String(pattern.value), String(group.value)) ? whole : undefined;
}

/** Whether a group takes what stands behind the last of some characters: `(?<name>[^/]+)$`. */
function takesTheEnd(pattern: string, name: string): boolean {
  try {
    const { root } = parsePcre(pattern);
    const [group, end, ...more] = root.kind === "sequence" ? root.items : [];
    if (more.length > 0 || group?.kind !== "group" || group.capture?.name !== name) return false;
    const isEnd = end?.kind === "assertion" && end.assertion.startsWith("text-end");
    const { body } = group;
    const run = body.kind === "sequence" && body.items.length === 1 ? body.items[0] : body;
    return isEnd && run?.kind === "repeat" && run.body.kind === "class" && run.body.negated;
  } catch (problem) {
    if (problem instanceof PcreSyntaxError || problem instanceof UnsupportedPcre) return false;
    throw problem;
  }
}

function present(value: ScalarExpression): ScalarExpression {
  return { kind: "is-present", value, span: value.span };
}
