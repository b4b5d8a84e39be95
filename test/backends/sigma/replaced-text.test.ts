import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { replacedTest } from "../../../src/backends/sigma/logic/replaced-test.js";
import type { ValueTest } from "../../../src/backends/sigma/logic/value-test.js";
import type { Call } from "../../../src/plan/expression.js";
import { expectSameTexts } from "../../support/same-texts.js";

const span = { source: { name: "search", text: "" }, start: 0, end: 0 };

function replace(pattern: string, replacement: string): Call {
  const literal = (value: string) => ({ kind: "literal", value, span }) as const;
  const text = { kind: "field", name: "text", span } as const;
  return {
    kind: "call",
    function: "replace",
    arguments: [text, literal(pattern), literal(replacement)],
    type: "text",
    span,
  };
}

const any = { kind: "any" } as const;
const equal = (value: string): ValueTest => ({ kind: "equal", value, caseSensitive: false, span });
const contains = (text: string): ValueTest => ({
  kind: "parts",
  parts: [any, { kind: "text", text }, any],
  caseSensitive: true,
  span,
});
const regex = (source: string): ValueTest => ({ kind: "regex", source, ignoreCase: false, span });

const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "A", "aa", "^", "abab"), maxLength: 8 });

describe("a text in which something is replaced", () => {
  it.each([
    [String.raw`\^`, "", equal("ab")],
    [String.raw`\^`, "", contains("aba")],
    [String.raw`[\^"]`, "", contains("cab")],
    [String.raw`[\^"]`, "ab", equal("abab")],
    ["aa", "a", contains("ba")],
    ["aa", "a", equal("aa")],
    ["aba", "c", contains("cb")],
    ["ab", "ba", regex("^b.*a$")],
    ["ab", "", equal("ab")],
    ["aab", "bb", contains("abb")],
    [String.raw`[^abc]`, "c", regex("ac|^cc")],
    ["(?i)[a]", "b", equal("bb")],
  ] satisfies readonly (readonly [string, string, ValueTest])[])(
    "(%s by `%s`) passes as the search says",
    (pattern, replacement, asked) => {
      const call = replace(pattern, replacement);
      expectSameTexts(call, asked, replacedTest(call, asked), text, 2000);
    },
  );

  it("is nothing where what is replaced is asked for", () => {
    expect(replacedTest(replace("[ab]", ""), contains("a"))).toBe("never");
  });

  it.each([
    ["what is replaced is of any length", "a+", "b", contains("b")],
    ["the replacement takes a group", "(a)", String.raw`\1`, contains("b")],
    ["what is replaced looks around", "a(?=b)", "", contains("b")],
    ["a number is asked for", "a", "", { kind: "order", operator: ">", value: 1, certain: true, span }],
  ] satisfies readonly (readonly [string, string, string, ValueTest])[])(
    "is not known where %s",
    (_, pattern, replacement, asked) => {
      expect(replacedTest(replace(pattern, replacement), asked)).toBeUndefined();
    },
  );
});
