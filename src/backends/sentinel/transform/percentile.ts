import {
  call,
  keyword,
  name,
  number,
  operation,
  template,
  type Expression,
} from "../../shared/expression.js";
import type { AggregateOutput } from "./aggregates.js";
import { conditional, toNumber } from "./convert.js";
import { missing, valueOf, type KqlValue } from "./value.js";

/**
 * A percentile of the numbers of a group, by all of them in their order: KQL's `percentile` estimates, and takes the
 * nearest value. Splunk has a percentile between its two neighbours in proportion ("Aggregate functions", examples), and
 * of an even number of values the higher middle one as `median`; above a thousand different values it estimates itself.
 */
export function percentile(which: number | "median", argument: KqlValue): AggregateOutput {
  return {
    value: valueOf(missing("real"), "real"),
    from: (nameOf) => {
      const sorted = nameOf("sorted");
      const list = call("array_sort_asc", call("make_list", toNumber(argument).expression));
      const length = call("array_length", name(sorted));
      const at = (place: Expression): Expression =>
        call("todouble", template("{0}[{1}]", [name(sorted), place]));
      const result = which === "median" ? at(operation("/", length, number(2))) : between(which, length, at);
      const some = operation(">", length, number(0));
      return {
        aggregates: [{ name: sorted, expression: list }],
        result: conditional([{ when: some, then: result }], missing("real")),
      };
    },
  };
}

/** The value at a place between two others; the places are whole numbers of hundredths, so that no digit is lost. */
function between(percent: number, length: Expression, at: (place: Expression) => Expression): Expression {
  const last = operation("-", length, number(1));
  if (percent === 0) return at(number(0));
  if (percent === 100) return at(last);
  const place = operation("/", operation("*", last, realLiteral(percent)), realLiteral(100));
  const low = call("tolong", call("floor", place, number(1)));
  const high = call("tolong", call("ceiling", place));
  const rest = operation("-", place, call("floor", place, number(1)));
  return operation("+", at(low), operation("*", operation("-", at(high), at(low)), rest));
}

function realLiteral(value: number): Expression {
  return Number.isInteger(value) ? keyword(`${value}.0`) : number(value);
}
