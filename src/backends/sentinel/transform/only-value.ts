import { call, number, operation, template, text } from "../../shared/expression.js";
import { conditional } from "./convert.js";
import { valueOf, type KqlValue } from "./value.js";

/**
 * The value for a function that takes one: the only one of an array, and nothing where there are several, as what cannot
 * be evaluated leaves no field. `undefined` where one of them may be an empty text, or a fill stands for none.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Eval
 */
export function onlyValue(value: KqlValue): KqlValue | undefined {
  if (!value.multivalue) return value;
  if (value.emptyElements === true || value.fill !== undefined) return undefined;
  const isOne = operation("==", call("array_length", value.expression), number(1));
  const first = call("tostring", template("{0}[0]", [value.expression]));
  return valueOf(conditional([{ when: isOne, then: first }], text("")), "string", {
    meaning: value.meaning,
  });
}
