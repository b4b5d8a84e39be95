import { RE2JS } from "re2js";
import { describe, expect, it } from "vitest";
import type { WildcardPattern } from "../../../grammar/ast.js";
import { termPattern } from "../../../src/backends/shared/regex/term-pattern.js";
import { termTest } from "../../../src/evaluate/term.js";

/** `a*b` as the parser reads it. */
function patternOf(term: string): WildcardPattern {
  return term
    .split(/(\*)/)
    .filter((part) => part !== "")
    .map((text) => (text === "*" ? { kind: "any" } : { kind: "text", text }));
}

/** What the regular expression says; it has to be what the evaluator says. */
function finds(term: string, raw: string, quoted = false, caseSensitive = false): boolean {
  const pattern = patternOf(term);
  const found = RE2JS.compile(termPattern(pattern, { quoted, caseSensitive })).matcher(raw).find();
  expect(termTest(pattern, quoted, caseSensitive)(raw)).toBe(found);
  return found;
}

describe("a term of the raw event", () => {
  it.each([
    ["fail", "a fail of", true],
    ["fail", "FAIL", true],
    ["fail", "failed", false],
    ["fail", "a_fail.x", true],
    ["fail", "~fail", false],
    ["fail", "q=%20fail", true],
    ["fail", "q=%22fail", false],
    ["fail*", "failed", true],
    ["fail*", "unfailed", false],
    ["*ail", "fail", true],
    ["*ail", "failed", false],
    ["f*d", "failed", true],
    ["f*d", "fail ed", false],
    ["f*d", "f/path/d", true],
    ["a.b", "x a.b y", true],
    ["a.b", "x aXb y", false],
    [".exe", "cmd.exe", true],
    ["[x]", "a[x]b", true],
  ])("`%s` in `%s`: %s", (term, raw, expected) => {
    expect(finds(term, raw)).toBe(expected);
  });

  it.each([
    ["a shell was", "now A shell was\tspawned", true],
    ["a shell was", "a shell wasted", false],
    ["a shell was", "a, shell was", false],
    ["a shell *was", "a shell that\nwas", true],
  ])('`"%s"` in `%s`: %s', (phrase, raw, expected) => {
    expect(finds(phrase, raw, true)).toBe(expected);
  });

  it("heeds case in CASE()", () => {
    expect(finds("Fail", "fail", false, true)).toBe(false);
    expect(finds("Fail", "a Fail", false, true)).toBe(true);
  });
});
