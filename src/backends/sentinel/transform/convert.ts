import { call, keyword, number, operation, text, type Expression } from "../../shared/expression.js";
import { isNumeric, type KqlType } from "../kql/types.js";
import { formatTime } from "./time-format.js";
import { filled, valueOf, type KqlValue } from "./value.js";

const unixEpoch = keyword("datetime(1970-01-01)");

/** The value as SPL would show it as text. */
export function toText(value: KqlValue): KqlValue {
  if (value.fill !== undefined) return toText(filled(value));
  if (value.format !== undefined)
    return valueOf(formatTime(value.expression, value.format), "string", {
      meaning: "text",
      nullable: value.nullable,
    });
  if (value.type === "string" && !value.multivalue) return value;
  const { nullable } = value;
  if (value.expression.kind === "number")
    return valueOf(text(String(value.expression.value)), "string", { meaning: "number", nullable: false });
  if (value.type === "datetime")
    return valueOf(call("tostring", epochSeconds(value.expression)), "string", {
      meaning: "number",
      nullable,
    });
  return valueOf(call("tostring", value.expression), "string", {
    meaning: value.meaning,
    nullable,
  });
}

/** The value as SPL tells it from others: of a time that shows as text the text. */
export function compared(value: KqlValue): KqlValue {
  return value.format === undefined ? value : toText(value);
}

/** The value as a number; missing where its text is none. */
export function toNumber(value: KqlValue): KqlValue {
  if (isNumeric(value.type)) return value;
  if (value.format !== undefined) return toNumber(toText(value));
  const { nullable } = value;
  const options = { meaning: "number", nullable } as const;
  if (value.type === "datetime") return valueOf(epochSeconds(value.expression), "real", options);
  if (value.type === "timespan")
    return valueOf(operation("/", value.expression, keyword("1s")), "real", options);
  const { expression } = value;
  if (expression.kind === "text" && isNumberText(expression.value))
    return valueOf(number(Number(expression.value)), "real", { meaning: "number", nullable: false });
  return valueOf(call("todouble", expression), "real", {
    ...options,
    nullable: value.meaning !== "number" || nullable,
  });
}

/** The value as a time: SPL counts seconds since 1970. */
export function toTime(value: KqlValue): KqlValue {
  if (value.type === "datetime" && value.format === undefined) return value;
  const seconds = toNumber(value);
  return valueOf(call("unixtime_seconds_todatetime", seconds.expression), "datetime", {
    nullable: seconds.nullable,
  });
}

/** A truth value. */
export function toBoolean(value: KqlValue): KqlValue {
  if (value.type === "bool") return value;
  return valueOf(call("tobool", value.expression), "bool", { nullable: true });
}

export function convertTo(type: KqlType, value: KqlValue): KqlValue {
  if (value.type === type) return value;
  if (type === "string") return toText(value);
  if (isNumeric(type)) return toNumber(value);
  if (type === "datetime") return toTime(value);
  return type === "bool" ? toBoolean(value) : value;
}

export function epochSeconds(time: Expression): Expression {
  return operation("/", operation("-", time, unixEpoch), keyword("1s"));
}

/** Whether a text reads as a number the way SPL compares it. */
export function isNumberText(value: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(value.trim());
}

/** A length of time in the largest unit that holds it: `70m`, `1d`. */
export function timespan(seconds: number): Expression {
  const units = [
    ["d", 86_400],
    ["h", 3600],
    ["m", 60],
    ["s", 1],
  ] as const;
  for (const [unit, size] of units)
    if (seconds % size === 0 && Math.abs(seconds) >= size) return keyword(`${seconds / size}${unit}`);
  return seconds === 0 ? keyword("0s") : keyword(`${Math.round(seconds * 1000)}ms`);
}

/** `case(c, v, …, otherwise)` or, for one condition, `iff`. */
export function conditional(
  arms: readonly { readonly when: Expression; readonly then: Expression }[],
  otherwise: Expression,
): Expression {
  const certain = arms.findIndex(({ when }) => when.kind === "boolean");
  const [first] = arms.slice(Math.max(certain, 0));
  if (certain >= 0 && first?.when.kind === "boolean")
    return first.when.value
      ? conditional(arms.slice(0, certain), first.then)
      : conditional([...arms.slice(0, certain), ...arms.slice(certain + 1)], otherwise);
  const [only] = arms;
  if (only === undefined) return otherwise;
  if (arms.length === 1) return call("iff", only.when, only.then, otherwise);
  return call("case", ...arms.flatMap(({ when, then }) => [when, then]), otherwise);
}

export function verbatim(value: string): Expression {
  return text(value, "verbatim");
}

/** The test that a regular expression is found in a text; one of plain text only is looked for as such. */
export function regexTest(value: Expression, pattern: string): Expression {
  const [, flag, plain] = /^(\(\?i\))?([\w -]+)$/.exec(pattern) ?? [];
  return plain === undefined
    ? operation("matches regex", value, verbatim(pattern))
    : operation(flag === undefined ? "contains_cs" : "contains", value, text(plain));
}
