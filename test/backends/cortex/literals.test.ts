import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { xqlRegex, xqlText } from "../../../src/backends/cortex/xql/xql-text.js";

const texts = fc.string({ unit: fc.constantFrom('"', "\\", "\n", "\t", "*", "a", " ", "\u0001") });

/** What the documentation says a literal stands for. */
function readLiteral(literal: string): string {
  if (literal.startsWith('"""')) {
    const inside = literal.slice(3, -3);
    expect(literal.length).toBeGreaterThanOrEqual(6);
    expect(inside).not.toContain('"""');
    expect(inside.startsWith('"') || inside.endsWith('"')).toBe(false);
    return inside.replace(/\\(.)/gsu, (_, letter: string) =>
      letter === "n" ? "\n" : letter === "t" ? "\t" : letter,
    );
  }
  expect(literal).toMatch(/^"[^"]*"$/u);
  expect(literal.endsWith('\\"')).toBe(false);
  return literal.slice(1, -1);
}

describe("literals of XQL", () => {
  it("stand for the text, or there is none", () => {
    fc.assert(
      fc.property(texts, (text) => {
        const literal = xqlText(text);
        if (literal !== undefined) expect(readLiteral(literal)).toBe(text);
      }),
    );
  });

  it.each([
    ["\\AppData\\Local\\x", '"\\AppData\\Local\\x"'],
    ["C:\\Temp\\", '"""C:\\\\Temp\\\\"""'],
    ['say "hi" now', '"""say "hi" now"""'],
    ["", '""'],
  ])("%s is %s", (text, literal) => {
    expect(xqlText(text)).toBe(literal);
  });

  it.each(['"quoted"', 'ends "', "\u0001"])("%s has none", (text) => {
    expect(xqlText(text)).toBeUndefined();
  });

  it.each([
    ['a"b', '"a\\x22b"'],
    ["\\\\AppData\\\\", '"\\\\AppData\\x5c"'],
    ["\\\\\\\\", '"\\\\\\x5c"'],
  ])("the pattern %s is %s", (pattern, literal) => {
    expect(xqlRegex(pattern)).toBe(literal);
  });
});
