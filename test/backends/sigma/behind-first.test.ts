import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sigmaRegexOf } from "../../../src/backends/sigma/logic/sigma-regex.js";
import { behindFirst } from "../../../src/regex/behind-first.js";
import { parsePcre } from "../../../src/regex/parse-pcre.js";

const text = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 });
const taken = fc.string({ unit: fc.constantFrom("b", "c"), minLength: 1, maxLength: 2 });

describe("what stands behind the first separator that a piece follows", () => {
  it.each(["[^a]+a(?<part>[^a]+)", "[^a]*a(?<part>[^a]+)"])("of %s is the text", (source) => {
    const whole = behindFirst(parsePcre(source).root, "part");
    if (whole === undefined) throw new Error("another shape");
    fc.assert(
      fc.property(text, taken, (subject, part) => {
        const regex = sigmaRegexOf(whole(parsePcre(part).root));
        const matches = new RegExp(regex?.text ?? "", "u").test(subject);
        expect(matches).toBe(new RegExp(source, "u").exec(subject)?.groups?.["part"] === part);
      }),
      { numRuns: 2000, seed: 20_240_104 },
    );
  });

  it.each([
    "[^a]+a(?<part>[^a]*)",
    "[^a]+?a(?<part>[^a]+)",
    "[^a]+a(?<part>[^ab]+)",
    "[^b]+a(?<part>[^a]+)",
    "[^a]{2,}a(?<part>[^a]+)",
    "[^a]+a(?<part>[^a]+)b",
    "[^a]+a(?<other>[^a]+)",
  ])("is not known of %s", (source) => {
    expect(behindFirst(parsePcre(source).root, "part")).toBeUndefined();
  });
});
