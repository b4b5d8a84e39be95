import type { Call } from "../../../plan/expression.js";
import { never, test, type Logic } from "./logic.js";
import { partTest, pieceOf, piecesTest } from "./text-part.js";
import { lengthRange, type ValueTest } from "./value-test.js";

/** What has to hold of a field for what a call makes of it to pass; `undefined`: Sigma cannot say it. */
export function computedTest(field: string, call: Call, asked: ValueTest): Logic | undefined {
  switch (call.function) {
    case "len":
      return lengthTest(field, asked);
    case "mvcount":
      return piecesTest(field, call, asked);
    case "mvindex": {
      const piece = pieceOf(call);
      return piece && partTest(field, piece, asked);
    }
    default:
      return undefined;
  }
}

/** Whether a value has so many characters, as far as a regular expression can count them. */
function lengthTest(field: string, asked: ValueTest): Logic | undefined {
  const range = lengthRange(asked);
  if (range === undefined) return undefined;
  const [minimum, maximum] = range;
  if (maximum !== undefined && maximum < minimum) return never;
  if (maximum === undefined && minimum === 0) return test(field, ["exists"], true);
  const counted = maximum === undefined ? `^.{${minimum},}` : `^.{${minimum},${maximum}}$`;
  return test(field, ["re", "s"], counted);
}
