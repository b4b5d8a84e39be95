import fc from "fast-check";
import { expect } from "vitest";
import { sigmaRegexOf } from "../../src/backends/sigma/logic/sigma-regex.js";
import { constantPasses, type ValueTest } from "../../src/backends/sigma/logic/value-test.js";
import { EvaluationContext } from "../../src/evaluate/context.js";
import { compileExpression } from "../../src/evaluate/expression.js";
import type { Call } from "../../src/plan/expression.js";
import { toPcre } from "../../src/regex/automaton/to-pcre.js";

/** Checks, over texts of the field `text`, that what the call makes of one passes `asked` just where the text passes `whole`. */
export function expectSameTexts(
  call: Call,
  asked: ValueTest,
  whole: ValueTest | "never" | undefined,
  texts: fc.Arbitrary<string>,
  numRuns: number,
): void {
  if (whole === undefined || whole === "never" || whole.kind !== "among") throw new Error("not translated");
  const expression = toPcre(whole.texts, 400);
  const written = expression && sigmaRegexOf(expression);
  const matcher = new RegExp(`^(?:${written?.text ?? ""})$`, "su");
  const made = compileExpression(call, new EvaluationContext({ now: 0 }));
  fc.assert(
    fc.property(texts, (subject) => {
      const value = made(new Map([["text", subject]]));
      const passes = typeof value === "string" && constantPasses(value, asked) === true;
      expect(matcher.test(subject)).toBe(passes);
      expect(constantPasses(subject, whole)).toBe(passes);
    }),
    { numRuns, seed: 20_261_130 },
  );
}
