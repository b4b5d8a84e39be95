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
import type { Composed } from "./composed.js";
import { toNumber } from "./convert.js";
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
      // Outside a list, as in an empty one, is nothing.
      const at = (place: Expression): Expression =>
        call("todouble", template("{0}[{1}]", [name(sorted), place]));
      return {
        aggregates: [{ name: sorted, expression: list }],
        ...(which === "median"
          ? { result: at(operation("/", length, number(2))) }
          : between(which, length, at, nameOf)),
      };
    },
  };
}

/** The value at a place between two others; the places are whole numbers of hundredths, so that no digit is lost. */
function between(
  percent: number,
  length: Expression,
  at: (place: Expression) => Expression,
  nameOf: (wish: string) => string,
): Pick<Composed, "steps" | "result"> {
  const last = operation("-", length, number(1));
  if (percent === 0) return { result: at(number(0)) };
  if (percent === 100) return { result: at(last) };
  const [place, low, high] = [nameOf("place"), nameOf("low"), nameOf("high")];
  const whole = call("floor", name(place), number(1));
  const rest = operation("-", name(place), whole);
  return {
    steps: [
      [
        {
          name: place,
          expression: operation("/", operation("*", last, realLiteral(percent)), realLiteral(100)),
        },
      ],
      [
        { name: low, expression: at(call("tolong", whole)) },
        { name: high, expression: at(call("tolong", call("ceiling", name(place)))) },
      ],
    ],
    result: operation("+", name(low), operation("*", operation("-", name(high), name(low)), rest)),
  };
}

function realLiteral(value: number): Expression {
  return Number.isInteger(value) ? keyword(`${value}.0`) : number(value);
}
