import { describe, expect, it } from "vitest";
import { regexForRe2 } from "../../../src/backends/shared/regex/translate-regex.js";

describe("a regular expression of PCRE in RE2", () => {
  it.each([
    [String.raw`(?i)^c:\\(?<n>[^\\]+)\.exe$`, String.raw`(?i)^c:\\([^\\]+)\.exe\n?$`],
    [String.raw`a{2,5}?b*+`, "a{2,5}?b*"],
    ["x(?i)y", "x(?i:y)"],
    ["(?s).x", "(?s).x"],
    [String.raw`\Qa.b\E`, String.raw`a\.b`],
    [String.raw`[\w\-.]+@`, String.raw`[\w\-.]+@`],
    [String.raw`[[:alpha:]\]]`, String.raw`[[:alpha:]\]]`],
    [
      String.raw`\x{263a}\h`,
      "☺[\\t \\x{a0}\\x{1680}\\x{180e}\\x{2000}-\\x{200a}\\x{202f}\\x{205f}\\x{3000}]",
    ],
    ["(?x) a  # comment\n b", "ab"],
    ["(?>ab)", "(?:ab)"],
  ])("%s", (source, text) => {
    expect(regexForRe2(source)).toMatchObject({ ok: true, text });
  });

  it.each([
    ["a(?=b)", "look-ahead"],
    ["(?<!a)b", "look-behind"],
    [String.raw`(a)\1`, "back-reference"],
    ["a++b", "possessive"],
    ["(?>a)b", "atomic"],
    ["(?(1)a)", "group"],
    ["a{2000}", "repetitions"],
    ["a$b", "`$`"],
    ["a(", "not closed"],
  ])("does not hold %s", (source, reason) => {
    expect(regexForRe2(source)).toMatchObject({ ok: false, reason: expect.stringContaining(reason) });
  });

  it("keeps one group when asked, and says what may match nothing", () => {
    expect(regexForRe2("(a)(b)?", { onlyGroup: 2 })).toMatchObject({
      text: "(?:a)(b)?",
      matchesEmpty: false,
    });
    expect(regexForRe2("a*")).toMatchObject({ matchesEmpty: true });
  });
});
