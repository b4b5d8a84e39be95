import type { Call } from "../../../plan/expression.js";
import type { ValueType } from "../../../plan/row-type.js";
import { expressionOfCapture } from "../../shared/regex/expression-of-capture.js";
import { capturedTest } from "./captured-test.js";
import { firstMatchTest } from "./first-match-test.js";
import { inEitherCase } from "./in-either-case.js";
import { replacedTest } from "./replaced-test.js";
import { substringTest } from "./substring-test.js";
import type { ValueTest } from "./value-test.js";

/** What to ask of the first argument of a call instead of the call. */
export interface PassedThrough {
  readonly asked: ValueTest;
  /** What the value is taken for, where the call says it. */
  readonly type?: ValueType;
}

/**
 * The test that the first argument passes exactly when the call passes this one; `never` where the call cannot pass,
 * `undefined` where there is no such test.
 */
export function passThrough(
  call: Call,
  asked: ValueTest,
  budget: { wholeTexts: number },
): PassedThrough | "never" | undefined {
  switch (call.function) {
    case "lower":
    case "upper": {
      const folded = inEitherCase(asked, call.function);
      return folded === undefined || folded === "never" ? folded : { asked: folded };
    }
    case "tostring":
      return call.arguments.length === 1 ? { asked } : undefined;
    case "tonumber":
      if (call.arguments.length > 1 || asked.kind === "present" || asked.kind === "computed")
        return undefined;
      return { asked: asked.kind === "order" ? { ...asked, certain: true } : asked, type: "number" };
    case "substr": {
      const whole = substringTest(call, asked);
      return whole === undefined || whole === "never" ? whole : { asked: whole };
    }
    case "trim":
    case "ltrim":
    case "rtrim":
      return asked.kind === "present" || (call.arguments.length === 1 && isBetweenBlanks(asked))
        ? { asked }
        : undefined;
    case "replace": {
      if (asked.kind === "present") return { asked };
      const whole = budget.wholeTexts-- > 0 ? replacedTest(call, asked) : undefined;
      return whole === undefined || whole === "never" ? whole : { asked: whole };
    }
    case "urldecode":
      return asked.kind === "present" ? { asked } : undefined;
    case "regex_capture": {
      const source = asked.kind === "present" ? expressionOfCapture(call) : undefined;
      if (source !== undefined) return { asked: matches(source, call) };
      const narrowed =
        capturedTest(call, asked) ?? (budget.wholeTexts-- > 0 ? firstMatchTest(call, asked) : undefined);
      return narrowed === undefined || narrowed === "never" ? narrowed : { asked: narrowed };
    }
    case "mvfind": {
      const [, pattern] = call.arguments;
      if (pattern?.kind !== "literal" || !asksForPlace(asked)) return undefined;
      return { asked: matches(String(pattern.value), call) };
    }
    default:
      return undefined;
  }
}

/** Whether a test looks anywhere for texts that neither begin nor end with what `trim` takes away. */
function isBetweenBlanks(asked: ValueTest): boolean {
  if (asked.kind !== "parts") return false;
  const [before, ...rest] = asked.parts;
  const inner = rest.slice(0, -1);
  if (before?.kind !== "any" || rest.at(-1)?.kind !== "any") return false;
  return [inner[0], inner.at(-1)].every((part) => part?.kind === "text" && !/^[ \t]|[ \t]$/.test(part.text));
}

function matches(source: string, { span }: Call): ValueTest {
  return { kind: "regex", source, ignoreCase: false, span };
}

/** Whether any place among several values passes: that there is one, or that it is not negative. */
function asksForPlace(asked: ValueTest): boolean {
  if (asked.kind === "present") return true;
  if (asked.kind !== "order") return false;
  return (asked.operator === ">=" && asked.value === 0) || (asked.operator === ">" && asked.value === -1);
}
