import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { luceneLiteral, luceneRegex } from "../../../src/backends/elastic/lucene/lucene-regex.js";

describe("PCRE in Lucene's syntax", () => {
  it.each([
    ["foo", ".*foo.*", false],
    ["^foo", "foo.*", false],
    ["foo$", ".*foo\n?", false],
    [".*foo.*", ".*foo.*", false],
    ["a+b*", ".*a.*", false],
    ["(^|x)y", "(()|.*x)y.*", false],
    ["\\.(exe|dll)(\\?|$)", ".*\\.(exe|dll)(\\?.*|\n?)", false],
    ["\\bfoo\\b", "(.*[^0-9A-Z_a-z])?foo([^0-9A-Z_a-z].*)?", false],
    ["x\\b\\.", ".*x\\..*", false],
    ["(?i)ab", ".*ab.*", true],
    ["(?i)[a-c]", ".*[A-Ca-c].*", false],
    ["(?i:a)b", ".*[Aa]b.*", false],
    ["a.b", ".*a[^\n]b.*", false],
    ["(?s)a.b", ".*a.b.*", false],
    ["\\d{2,}?x", ".*[0-9]{2}x.*", false],
    ["a@b#c~d&e<f>", ".*a\\@b\\#c\\~d\\&e\\<f\\>.*", false],
  ])("%s is %s", (source, pattern, ignoreCase) => {
    expect(luceneRegex(source, false)).toEqual({ ok: true, pattern, ignoreCase });
  });

  it.each(["(?=a)b", "(?<!a)b", "(a)\\1", "a++b", "(?>a|ab)c", "(?i)é", "x\\b.", "\\p{L}", "a^b"])(
    "%s is refused",
    (source) => {
      expect(luceneRegex(source, false).ok).toBe(false);
    },
  );

  it("matches what the pattern finds anywhere in a value", () => {
    const piece = fc.constantFrom("a", "b", "[ab]", ".", "\\.", "a*", "b+", "(a|b)", "a?", "\\w", "[^a]");
    const pattern = fc
      .tuple(
        fc.constantFrom("", "^"),
        fc.array(piece, { minLength: 1, maxLength: 4 }),
        fc.constantFrom("", "$"),
      )
      .map(([start, pieces, end]) => start + pieces.join("") + end);
    const value = fc.string({ unit: fc.constantFrom("a", "b", ".", "_", "-"), maxLength: 6 });
    fc.assert(
      fc.property(pattern, value, (source, text) => {
        const converted = luceneRegex(source, false);
        if (!converted.ok) throw new Error(converted.reason);
        const whole = new RegExp(`^(?:${converted.pattern.replaceAll("()", "(?:)")})$`, "su");
        expect(whole.test(text)).toBe(new RegExp(source, "u").test(text));
      }),
      { numRuns: 500 },
    );
  });

  it("leaves no character of a literal with a meaning", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'a.?+*|{}[]()"\\#@&<>~^$-/') }), (text) => {
        expect(luceneLiteral(text).replace(/\\(.)/gsu, "$1")).toBe(text);
        expect(luceneLiteral(text).replace(/\\./gsu, "")).toMatch(/^a*$/u);
      }),
    );
  });
});
