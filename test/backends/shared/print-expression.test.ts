import { describe, expect, it } from "vitest";
import {
  call,
  chain,
  name,
  number,
  operation,
  template,
  text,
} from "../../../src/backends/shared/expression.js";
import { printExpression } from "../../../src/backends/shared/print-expression.js";
import { kqlLanguage } from "../../../src/backends/sentinel/kql/language.js";

const a = name("a");
const b = name("b");
const c = name("c");
const print = (expression: Parameters<typeof printExpression>[0]): string =>
  printExpression(expression, kqlLanguage);

describe("an expression", () => {
  it.each([
    [operation("-", a, operation("-", b, c)), "a - (b - c)"],
    [operation("-", operation("-", a, b), c), "a - b - c"],
    [operation("*", operation("+", a, b), c), "(a + b) * c"],
    [chain("and", [a, chain("or", [b, c])]), "a and (b or c)"],
    [chain("or", [a, chain("and", [b, c])]), "a or b and c"],
    [operation("==", operation("==", a, b), c), "(a == b) == c"],
    [call("f", operation("+", a, b), c), "f(a + b, c)"],
    [template("{0}[{1}]", [operation("+", a, b), number(-1)]), "(a + b)[-1]"],
    [template("{0}.x", [call("f", a)]), "f(a).x"],
  ])("has brackets only where they are needed: %#", (expression, expected) => {
    expect(print(expression)).toBe(expected);
  });

  it.each([
    ["plain", '"plain"'],
    [String.raw`C:\Windows`, String.raw`@"C:\Windows"`],
    [String.raw`say "\x"`, String.raw`@"say ""\x"""`],
    ['say "x"', `'say "x"'`],
    ["two\nlines\\", String.raw`"two\nlines\\"`],
    ["\u0001", String.raw`"\u0001"`],
  ])("writes the text %j", (value, expected) => {
    expect(print(text(value))).toBe(expected);
  });

  it("puts names that are words of the language into brackets", () => {
    expect([name("count"), name("a.b"), name("user")].map(print)).toEqual(["['count']", "['a.b']", "user"]);
  });

  it("breaks a long chain before its operators", () => {
    const chained = chain("or", [a, chain("and", [b, c])]);
    expect(printExpression(chained, kqlLanguage, { width: 8, indent: 2, used: 0 })).toBe(
      "a\n  or b\n    and c",
    );
  });
});
