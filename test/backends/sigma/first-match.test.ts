import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstMatchTest } from "../../../src/backends/sigma/logic/first-match-test.js";
import { constantPasses, type ValueTest } from "../../../src/backends/sigma/logic/value-test.js";
import { EvaluationContext } from "../../../src/evaluate/context.js";
import { compilePredicate } from "../../../src/evaluate/expression.js";
import type { Call } from "../../../src/plan/expression.js";
import { expectSameTexts } from "../../support/same-texts.js";

const span = { source: { name: "search", text: "" }, start: 0, end: 0 };

function capture(pattern: string): Call {
  const literal = (value: string) => ({ kind: "literal", value, span }) as const;
  const text = { kind: "field", name: "text", span } as const;
  return {
    kind: "call",
    function: "regex_capture",
    arguments: [text, literal(pattern), literal("part")],
    type: "text",
    span,
  };
}

const any = { kind: "any" } as const;
const equal = (value: string, caseSensitive = true): ValueTest => ({
  kind: "equal",
  value,
  caseSensitive,
  span,
});
const contains = (text: string): ValueTest => ({
  kind: "parts",
  parts: [any, { kind: "text", text }, any],
  caseSensitive: true,
  span,
});
const regex = (source: string): ValueTest => ({ kind: "regex", source, ignoreCase: false, span });
const present: ValueTest = { kind: "present", span };

const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "A", "ab", "bc", "aab"), maxLength: 8 });

describe("what a group takes in the first match", () => {
  it.each([
    ["a(?<part>[^c]+)", equal("b")],
    ["a(?<part>[^c]+)", equal("AB", false)],
    ["a(?<part>[^c]+)", contains("bb")],
    ["a(?<part>b+)", present],
    ["a(?<part>[^c]+?)(c|$)", equal("bb")],
    ["a(?<part>[bc]*?)a", contains("c")],
    ["a(?:(?<part>b)|c)", equal("b")],
    ["(?:(?<part>[ab])c)+", equal("a")],
    ["(a|ab)(?<part>[bc]+)", equal("c")],
    ["(ab|a)(?<part>[bc]+)", equal("c")],
    ["^c?(?<part>a+)", equal("aa")],
    ["(?<part>[ab]+)$", regex("^a.*b$")],
    ["b(?<part>c{1,2})", equal("c")],
    ["(?i)ab(?<part>[^c]+)", equal("a")],
    ["aab(?<part>.+)", regex("ca|^b")],
    [
      "bc(?<part>[a-c]+)",
      {
        kind: "among",
        texts: {
          start: 0,
          accepting: new Set([1]),
          steps: [[{ reads: [{ from: 0x61, to: 0x62 }], to: 1 }], []],
        },
        span,
      },
    ],
  ] satisfies readonly (readonly [string, ValueTest])[])(
    "of %s passes as the search says",
    (pattern, asked) => {
      const call = capture(pattern);
      expectSameTexts(call, asked, firstMatchTest(call, asked), text, 3000);
    },
  );

  it.each(["auto", "text"] as const)("of numbers is compared as the search does: %s", (mode) => {
    const call = capture("b(?<part>[0aE1.]+)");
    const right = { kind: "literal", value: "00", span } as const;
    const rules = { mode, caseSensitive: false, whenMissing: "false", span } as const;
    const passes = compilePredicate(
      { kind: "compare", operator: "=", left: call, right, ...rules },
      new EvaluationContext({ now: 0 }),
    );
    const asked = { kind: "equal", value: "00", caseSensitive: false, span } as const;
    const whole = firstMatchTest(call, mode === "text" ? { ...asked, asText: true } : asked);
    if (whole === undefined || whole === "never") throw new Error("not translated");
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("b", "0", "00", "E", "1", ".", "a", "c"), maxLength: 8 }),
        (subject) => {
          expect(constantPasses(subject, whole)).toBe(passes(new Map([["text", subject]])));
        },
      ),
      { numRuns: 5000, seed: 20_261_130 },
    );
  });

  it("is nothing where the group cannot take it", () => {
    expect(firstMatchTest(capture("a(?<part>b+)"), equal("c"))).toBe("never");
  });

  it.each([
    ["an empty text is asked for", "a(?<part>b*)", present],
    ["the group is not there", "a(?<other>b+)", present],
    ["the group is there twice", "(?:(?<part>a)|b(?<part>c))", present],
    ["the expression looks around", "a(?!c)(?<part>b+)", present],
    ["the expression refers back", String.raw`(a|b)\1(?<part>c+)`, present],
    ["words have boundaries", String.raw`\b(?<part>c+)`, present],
    ["what is repeated may be empty", "(?:a*)*(?<part>c+)", present],
    ["a number may be spelled in many ways", "a(?<part>[0-9]+)", equal("007")],
    ["numbers are compared", "a(?<part>b+)", { kind: "order", operator: ">", value: 1, certain: true, span }],
  ] satisfies readonly (readonly [string, string, ValueTest])[])(
    "is not known where %s",
    (_, pattern, asked) => {
      expect(firstMatchTest(capture(pattern), asked)).toBeUndefined();
    },
  );
});
