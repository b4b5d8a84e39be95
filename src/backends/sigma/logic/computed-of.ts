import type { Call, ScalarExpression } from "../../../plan/expression.js";

/**
 * The text of which a call gives the length, the number of pieces or a piece between characters; `undefined` for any
 * other call.
 */
export function computedOf(call: Call): ScalarExpression | undefined {
  const [first, ...rest] = call.arguments;
  if (first === undefined || !rest.every(({ kind }) => kind === "literal")) return undefined;
  switch (call.function) {
    case "len":
      return first;
    case "mvcount":
    case "mvindex":
      return first.kind === "call" && first.function === "split" && first.arguments[1]?.kind === "literal"
        ? first.arguments[0]
        : undefined;
    default:
      return undefined;
  }
}

/** The call over another text. */
export function computedFrom(call: Call, text: ScalarExpression): Call {
  const [first, ...rest] = call.arguments;
  const inner =
    first?.kind === "call" && first.function === "split"
      ? { ...first, arguments: [text, ...first.arguments.slice(1)] }
      : text;
  return { ...call, arguments: [inner, ...rest] };
}
