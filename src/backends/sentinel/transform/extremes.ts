import { call, keyword, name, operation } from "../../shared/expression.js";
import { isNumeric, type KqlType } from "../kql/types.js";
import type { AggregateOutput } from "./aggregates.js";
import type { Composed } from "./composed.js";
import { toNumber, toText } from "./convert.js";
import { allOf } from "./logic.js";
import type { Scope } from "./scope.js";
import { missing, present, valueOf, type KqlValue } from "./value.js";

/** `min`, `max` and `range` over the rows of a group. */
export function extreme(
  which: "minimum" | "maximum" | "range",
  written: KqlValue,
  scope: Scope,
  refuse: (reason: string) => AggregateOutput,
): AggregateOutput {
  const least = which === "minimum";
  const argument = written.multivalue && which !== "range" ? extremeOfValues(written, least, scope) : written;
  if (argument === undefined || argument.multivalue) return refuse("over a field with several values");
  const comparable = orderedType(argument);
  if (which === "range") {
    if (comparable === undefined) return refuse("of values that are no numbers");
    const { expression, type } = comparable;
    const range = operation("-", call("max", expression), call("min", expression));
    if (isNumeric(type)) return { value: valueOf(range, type) };
    return type === "datetime"
      ? { value: valueOf(operation("/", range, keyword("1s")), "real") }
      : refuse("of values that are no numbers");
  }
  if (comparable === undefined)
    return {
      value: valueOf(missing("string"), "string", { meaning: argument.meaning }),
      from: (nameOf) => extremeOfTexts(toText(argument), least, nameOf),
    };
  const { expression } = comparable;
  return { value: { ...comparable, expression: call(least ? "min" : "max", expression) } };
}

/** The least or greatest of the values of an array, in a stage of its own; `undefined` where none can stand. */
export function extremeOfValues(value: KqlValue, least: boolean, scope: Scope): KqlValue | undefined {
  const expression = scope.staging?.composed(
    value,
    least ? "least_value" : "greatest_value",
    (element, names) => extremeOfTexts(element, least, names),
  );
  return expression === undefined ? undefined : valueOf(expression, "string", { meaning: value.meaning });
}

/**
 * Numbers come before other texts: the least is the least number where there is one, the greatest the greatest text
 * that is none. `arg_max` of nothing gives any row, so that its number is looked at.
 */
function extremeOfTexts(argument: KqlValue, least: boolean, nameOf: (wish: string) => string): Composed {
  const [size, written, texts] = [nameOf("number"), nameOf("number_text"), nameOf("texts")];
  const sizeOf = call("todouble", argument.expression);
  const other = allOf([present(argument), call("isnull", sizeOf)]);
  const set = call("make_set_if", argument.expression, other);
  const sorted = call(least ? "array_sort_asc" : "array_sort_desc", set);
  const text = call("tostring", { kind: "template", template: "{0}[0]", arguments: [name(texts)] });
  const number = call("iff", call("isnotnull", name(size)), name(written), missing("string"));
  return {
    aggregates: [
      {
        name: size,
        more: [written],
        expression: call(least ? "arg_min" : "arg_max", sizeOf, argument.expression),
      },
      { name: texts, expression: sorted },
    ],
    result: call("coalesce", ...(least ? [number, text] : [text, number])),
  };
}

/** The argument in a type whose order is SPL's. */
function orderedType(argument: KqlValue): KqlValue | undefined {
  const ordered: readonly KqlType[] = ["datetime", "timespan"];
  if (isNumeric(argument.type) || ordered.includes(argument.type)) return argument;
  return argument.meaning === "number" ? toNumber(argument) : undefined;
}
