import { RE2JS } from "re2js";
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

  it.each([
    ["(?<!a)b", "(?:^|[^a])b"],
    ["(?<![a-z])b|c", "(?:^|[^a-z])b|c"],
    [String.raw`(?<=\s)b`, String.raw`\sb`],
    ["(?i)(?<!a)b", "(?i)(?:^|[^a])b"],
    ["a(?=bc)", "abc"],
    ["a(?!b)", String.raw`a(?:\z|[^b])`],
    [String.raw`a(?!\d)|b`, String.raw`a(?:\z|[^\d])|b`],
  ])("matches what `%s` looks at, where only a test is asked", (source, text) => {
    expect(regexForRe2(source, { use: "tested" })).toMatchObject({ ok: true, text });
  });

  it.each([
    ["a(?!bc)", "more than one character"],
    ["(?!a)b", "before the rest"],
    ["a(?<!b)", "after the rest"],
    ["((?<!a)b)", "a group that captures"],
    ["(?:(?<!a)b)+", "a repetition"],
    ["(?<=ab|c)d", "several texts"],
  ])("does not match what `%s` looks at: %s", (source) => {
    expect(regexForRe2(source, { use: "tested" })).toMatchObject({ ok: false });
  });

  it.each([String.raw`(?<!\/)\b\w+:\w+$`, "(?<!a)b", "b(?!a)", "(?<=a)b|c(?=d)", "(?<!a)|x"])(
    "finds `%s` where the expression with look-arounds does",
    (source) => {
      const translated = regexForRe2(source, { use: "tested" });
      const text = translated.ok ? translated.text : translated.reason;
      for (const subject of [
        "",
        "a",
        "b",
        "ab",
        "ba",
        "bb",
        "aba",
        "cd",
        "c",
        "x/y:z",
        "y:z",
        "/y:z",
        "a y:z",
      ])
        expect([subject, RE2JS.compile(text).matcher(subject).find()]).toEqual([
          subject,
          new RegExp(source).test(subject),
        ]);
    },
  );

  it("does not begin a branch earlier where a group is asked for", () => {
    expect(regexForRe2("a|(?<!b)(c)", { use: "captured" })).toMatchObject({ ok: false });
    expect(regexForRe2("(?<!b)(c)", { use: "captured" })).toMatchObject({ ok: true });
  });

  it.each([
    [String.raw`\s*\]$`, String.raw`\s*\](\n?)\z`, 1],
    [String.raw`(.*)\\(.+)$`, String.raw`(.*)\\(.+)(\n?)\z`, 3],
    [String.raw`(a)\d+$`, String.raw`(a)\d+(\n?)\z`, 2],
    [String.raw`a$$`, String.raw`a(\n?)\z`, 1],
    [String.raw`,\s$`, String.raw`,\s(\n?)\z`, 1],
    [String.raw`-\w{5}$|-[a-f\d]{8}-\w$$`, String.raw`(?:-\w{5}|-[a-f\d]{8}-\w)(\n?)\z`, 1],
  ])("keeps the line feed that `$` of `%s` leaves, in a replacement", (source, text, lineFeed) => {
    expect(regexForRe2(source, { wholeMatch: true })).toMatchObject({ ok: true, text, lineFeed });
  });

  it.each([
    [String.raw`,\s$`, ["", ",", ", ", ",\n", ", \n", ",\n\n", "a, , ", "a, \nb, ", ", \n\n", ", , \n"]],
    [String.raw`a$|,\s$`, ["a", ", ", ",\n", "a\n", "aa\n\n", ", \n"]],
    ["ab$|b$", ["ab", "b", "abab", "ab\n", "b\n", "bb\n\n", "cb", "a\nb\n"]],
    [String.raw`-\w{2}$|-a-\w{2}$`, ["x-a-bc", "x-a-bc\n", "x-bc", "-a-", "x-a-bcd", "-a-ab-cd"]],
  ])("replaces by `%s` what the expression itself matches", (source, subjects) => {
    const translated = regexForRe2(source, { wholeMatch: true });
    if (!translated.ok) throw new Error(translated.reason);
    // `$` of JavaScript stands at the very end only.
    const own = new RegExp(source.replaceAll("$", "(?=\\n?$(?![^]))"), "g");
    for (const subject of subjects)
      expect([
        subject,
        RE2JS.compile(translated.text).matcher(subject).replaceAll(`$${translated.lineFeed}`),
      ]).toEqual([subject, subject.replace(own, "")]);
  });

  it.each([String.raw`\s+$`, "a?$", "a$|b", String.raw`\s$|ab$`, "(a)(b)(c)(d)(e)(f)(g)(h)(i)$"])(
    "does not replace by `%s`, which may go on at the line feed",
    (source) => {
      expect(regexForRe2(source, { wholeMatch: true })).toMatchObject({ ok: false });
    },
  );

  it("keeps one group when asked, and says what may match nothing", () => {
    expect(regexForRe2("(a)(b)?", { onlyGroups: [2] })).toMatchObject({
      text: "(?:a)(b)?",
      matchesEmpty: false,
    });
    expect(regexForRe2("a*")).toMatchObject({ matchesEmpty: true });
  });
});
