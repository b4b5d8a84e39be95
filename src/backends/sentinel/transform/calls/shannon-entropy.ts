import { call as kqlCall, keyword, operation, type Expression } from "../../../shared/expression.js";
import { conditional, toText, verbatim } from "../convert.js";
import { filled, missing, missingValue, present, valueOf } from "../value.js";
import { argumentValue, noStage, refuseCall, type CallHandler } from "./handler.js";

/** What Python's `strip` takes away: https://docs.python.org/3/library/stdtypes.html#str.isspace */
const pythonBlanks = String.raw`[\t-\r\x1c-\x1f\x85\pZ]+`;

/** The share of each character times the bits of it, which are the binary logarithm of how many such shares there are. */
export const shannonEntropy: CallHandler = (call, scope) => {
  const given = argumentValue(call, 0, scope);
  if (given === undefined) return missingValue("real");
  if (given.multivalue) return refuseCall(call, scope, "over a field with several values");
  const value = toText(filled(given));
  if (scope.staging === undefined) return refuseCall(call, scope, noStage);
  const word = kqlCall("trim", verbatim(pythonBlanks), value.expression);
  const characters = kqlCall("extract_all", verbatim("(?s)(.)"), word);
  const real = (count: Expression): Expression => kqlCall("todouble", count);
  const bits = scope.staging.counted(characters, "entropy", (times, total) =>
    kqlCall(
      "sum",
      operation("*", operation("/", real(times), total), kqlCall("log2", operation("/", real(total), times))),
    ),
  );
  // A text without characters has no entropy, and a row without the text none to speak of.
  const entropy = kqlCall("coalesce", bits, keyword("0.0"));
  return valueOf(
    value.nullable ? conditional([{ when: present(value), then: entropy }], missing("real")) : entropy,
    "real",
    { nullable: value.nullable },
  );
};
