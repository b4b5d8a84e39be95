import { describe, expect, test } from "vitest";
import { compileRegex, groupText, RegexBudgetExceeded, type Regex } from "../../src/evaluate/regex/regex.js";

function regex(source: string, options: { caseSensitive?: boolean; budget?: number } = {}): Regex {
  const compiled = compileRegex(source, options);
  if ("problem" in compiled) throw new Error(compiled.problem.reason);
  return compiled.regex;
}

function groups(source: string, text: string): readonly (string | undefined)[] | undefined {
  const match = regex(source).find(text);
  return match === undefined
    ? undefined
    : Array.from({ length: match.length / 2 }, (_, index) => groupText(text, match, index));
}

describe("a runaway pattern", () => {
  const evil = `${"a".repeat(50_000)}!`;

  test.each(["(a+)+$", "(a|aa)+$", "(a*)*b", "^(([a-z])+.)+[A-Z]([a-z])+$"])(
    "`%s` comes to an end",
    (source) => {
      expect(regex(source).test(evil)).toBe(false);
    },
  );

  test.each(["(a+)+(?=b)$", "(?!x)(a|a)+$", "(a+)\\1+b", "(?:a*+a?)*c(?=d)"])(
    "`%s` needs a back-tracking matcher and stops at its budget or before",
    (source) => {
      const run = (): boolean => regex(source, { budget: 100_000 }).test("a".repeat(40) + "!");
      try {
        expect(run()).toBe(false);
      } catch (thrown) {
        expect(thrown).toBeInstanceOf(RegexBudgetExceeded);
      }
    },
  );

  test("a spent budget is an exception of its own", () => {
    expect(() => regex("(?!x)(a|a)+$", { budget: 10_000 }).test(`${"a".repeat(40)}!`)).toThrow(
      RegexBudgetExceeded,
    );
  });

  test("deep recursion counts as a spent budget", () => {
    expect(() => regex("(?=x)x(?:ab)*c", { budget: 1e9 }).test(`x${"ab".repeat(1_000_000)}`)).toThrow(
      RegexBudgetExceeded,
    );
  });
});

describe("groups", () => {
  test.each<[string, string, readonly (string | undefined)[] | undefined]>([
    ["(a)(b)?", "ac", ["a", "a", undefined]],
    ["(?<x>\\d+)-(?<y>\\d+)", "id 12-34", ["12-34", "12", "34"]],
    ["(?P<x>\\w+)$", "ab cd", ["cd", "cd"]],
    ["(?'x'\\w)", "-q", ["q", "q"]],
    ["(.*?)=(.*)", "k=v=w", ["k=v=w", "k", "v=w"]],
    ["(?U)(a+)b?", "aab", ["a", "a"]],
    ["(a)|(b)", "b", ["b", undefined, "b"]],
    ["x\\K(y)", "xy", ["y", "y"]],
    ["(?<=a)(b)", "ab", ["b", "b"]],
    ["(?(1)x|y)", "y", undefined],
    ["(a)?(?(1)b|c)", "ab", ["ab", "a"]],
    ["(a)?(?(1)b|c)", "c", ["c", undefined]],
    ["(?:(\\d)|(\\w))\\2?(?=z)", "bbz", ["bb", undefined, "b"]],
    ["(?>a|ab)c", "abc", undefined],
    ["(a|ab)(?=c)c", "abc", ["abc", "ab"]],
    ["\\bfoo\\B", "foo food", ["foo"]],
    ["(?i)straße", "STRAßE", ["STRAßE"]],
    ["[^\\W\\d_]+", "12_ab", ["ab"]],
    ["[]a]+", "x]a", ["]a"]],
    ["[a\\-z]+", "-az", ["-az"]],
    ["\\x41\\x{42}\\103", "ABC", ["ABC"]],
    ["a{2,3}?", "aaa", ["aa"]],
    ["a{,2}", "a{,2}", ["a{,2}"]],
    ["\\p{Lu}\\P{Lu}", "aBc", ["Bc"]],
    ["(?-i)a", "A", undefined],
    ["^$", "", [""]],
    ["(?m)^b", "a\nb", ["b"]],
    ["🙂+", "x🙂🙂", ["🙂🙂"]],
    [".(?=c)", "🙂c", ["🙂"]],
  ])("%s in %s", (source, text, expected) => {
    if (source === "(?(1)x|y)") expect(compileRegex(source)).toHaveProperty("problem");
    else expect(groups(source, text)).toEqual(expected);
  });

  test("all matches come from left to right, also empty ones", () => {
    const spans = (source: string, text: string): readonly (readonly number[])[] =>
      [...regex(source).findAll(text)].map((match) => match.slice(0, 2));
    expect(spans("a*", "baac")).toEqual([
      [0, 0],
      [1, 3],
      [3, 3],
      [4, 4],
    ]);
    expect(spans("(?=a)a", "aa")).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  test("without case, in both matchers", () => {
    expect(regex("powershell", { caseSensitive: false }).test("PowerShell.exe")).toBe(true);
    expect(regex("(?<=x)power", { caseSensitive: false }).test("XPOWER")).toBe(true);
    expect(regex("[a-c](?=D)", { caseSensitive: false }).test("Bd")).toBe(true);
  });
});

describe("what cannot be translated", () => {
  test.each([
    ["(?R)", "has no equivalent here"],
    ["(?|a|b)", "has no equivalent here"],
    ["(*UCP)a", "control verb"],
    ["(a", "not closed"],
    ["a)", "no opening one"],
    ["[a", "not closed"],
    ["*a", "nothing to repeat"],
    ["(?<=a+)b", "fixed length"],
    ["\\k<x>", "does not exist"],
    ["(a)\\2", "does not exist"],
    ["a{3,2}", "out of order"],
    ["\\X", "has no equivalent here"],
    ["\\p{Nonsense}", "not known here"],
    ["a\\", "ends in a backslash"],
    ["[[:nonsense:]]", "does not exist"],
  ])("`%s` is a problem and no exception", (source, reason) => {
    const compiled = compileRegex(source);
    expect("problem" in compiled ? compiled.problem.reason : "").toContain(reason);
  });
});
