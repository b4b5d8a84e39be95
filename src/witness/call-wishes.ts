import { fieldsOf } from "../plan/expression-visitor.js";
import type { Call, ScalarExpression } from "../plan/expression.js";
import type { Random } from "./random.js";
import { sampleRegex } from "./sample-pattern.js";
import { satisfying, someText, textOf } from "./satisfying.js";
import { wishFor, type Wish, type Wishes } from "./wish.js";

/** What passing a wish on takes. */
export interface Passing {
  readonly wishes: Wishes;
  readonly random: Random;
  pass(expression: ScalarExpression, wish: Wish): void;
}

/** Functions whose value is as wished when their argument is: they change its form only, or seldom. */
const wrapping: ReadonlySet<string> = new Set([
  "lower",
  "upper",
  "trim",
  "ltrim",
  "rtrim",
  "tostring",
  "tonumber",
  "toint",
  "mvdedup",
  "mvsort",
  "mvindex",
  "mvjoin",
  "mvappend",
  "split",
  "replace",
  "sed",
  "urldecode",
  "round",
  "floor",
  "ceiling",
  "abs",
  "substr",
  "ipmask",
]);

/** Hands a wish for what a call gives on to its arguments, by `pass`. */
export function passToArguments(call: Call, wish: Wish, { wishes, random, pass }: Passing): void {
  const [first, second, third] = call.arguments;
  if (first === undefined) return;
  switch (call.function) {
    case "coalesce": {
      if (wish.kind === "absent") {
        for (const argument of call.arguments) pass(argument, wish);
        return;
      }
      const chosen = random.below(call.arguments.length);
      for (const [index, argument] of call.arguments.entries()) {
        if (index < chosen) pass(argument, { kind: "absent" });
        else if (index === chosen) pass(argument, wish);
      }
      return;
    }
    case "len":
      if (wish.kind === "number" || wish.kind === "value")
        pass(first, { kind: "length", length: satisfying(wish) });
      return;
    case "mvcount": {
      if (wish.kind !== "number" && wish.kind !== "value") return;
      const count = satisfying(wish);
      const parts = piecesOf(first);
      if (parts !== undefined)
        return pass(parts.whole, { kind: "pieces", delimiter: parts.delimiter, count });
      return pass(first, { kind: "several", count });
    }
    case "mvindex": {
      const parts = piecesOf(first);
      const text = someText(wish, random);
      if (text === undefined || second?.kind !== "literal") break;
      const index = Number(second.value);
      if (parts === undefined) return pass(first, { kind: "element", index, text });
      return pass(parts.whole, { kind: "piece", delimiter: parts.delimiter, index, text });
    }
    case "mvfind": {
      if (second?.kind !== "literal" || wish.kind === "absent") return;
      const sample = sampleRegex(String(second.value), new Map(), random);
      if (sample !== undefined) pass(first, { kind: "text", text: sample.text });
      return;
    }
    case "json_extract":
    case "spath": {
      if (second?.kind !== "literal") return;
      const path = String(second.value);
      if (wish.kind === "inside") return pass(first, { ...wish, path: `${path}.${wish.path}` });
      const text = wish.kind === "number" ? satisfying(wish) : someText(wish, random);
      if (text === undefined) return;
      return pass(first, { kind: "inside", path, value: text });
    }
    case "add":
      if (wish.kind === "extreme" || (wish.kind === "number" && isOfCases(call))) {
        const most = wish.kind === "extreme" ? wish.most : wish.operator === ">" || wish.operator === ">=";
        for (const operand of call.arguments) pass(operand, { kind: "extreme", most });
        return;
      }
      break;
    case "base_name":
    case "key_name": {
      const name = textOf(wish);
      pass(first, name === undefined ? { kind: "present" } : { kind: "value", value: `C:\\w\\${name}` });
      return;
    }
    case "regex_capture":
    case "regex_capture_all": {
      if (second?.kind !== "literal" || wish.kind === "absent") return;
      const name = textOf(wish);
      const group = third?.kind === "literal" ? String(third.value) : "1";
      const groups = new Map(name === undefined ? [] : [[group, name]]);
      const sample = sampleRegex(String(second.value), groups, random);
      if (sample !== undefined) pass(first, { kind: "text", text: sample.text });
      return;
    }
  }
  if (wrapping.has(call.function)) return pass(first, wish);
  // Nothing is known of the function; its fields are there at least.
  for (const name of fieldsOf(call))
    wishFor(wishes, name, wish.kind === "number" ? wish : { kind: "present" });
}

/** What a call of `split` cuts, and at which text. */
function piecesOf(
  expression: ScalarExpression,
): { readonly whole: ScalarExpression; readonly delimiter: string } | undefined {
  if (expression.kind !== "call" || expression.function !== "split") return undefined;
  const [whole, delimiter] = expression.arguments;
  if (whole === undefined || delimiter?.kind !== "literal" || delimiter.value === "") return undefined;
  return { whole, delimiter: String(delimiter.value) };
}

/** Whether a sum adds what conditions give. */
function isOfCases({ arguments: operands }: Call): boolean {
  return operands.some(
    (operand) =>
      operand.kind === "case" ||
      (operand.kind === "call" && operand.function === "add" && isOfCases(operand)),
  );
}
