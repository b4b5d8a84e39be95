import { describe, expect, it } from "vitest";
import { takesOneStretch } from "../../../src/regex/one-stretch.js";
import { parsePcre } from "../../../src/regex/parse-pcre.js";

describe("whether a group takes one stretch of a text", () => {
  it.each([
    String.raw`(?<part>\.[^.]+)$`,
    String.raw`0x(?<part>\d+)$`,
    String.raw`^(?<part>\S+)\s`,
    String.raw`^a*(?<part>b+)c`,
    String.raw`^[^"]*"(?<part>[^"]*)"`,
    String.raw`^\S+\s-\s\[[^\]]*\]\s"(?<part>[^"]*)"\s(\d+)`,
  ])("%s: it does", (source) => {
    expect(takesOneStretch(parsePcre(source).root, "part")).toBe(true);
  });

  it.each([
    ["several places", "a(?<part>b)"],
    ["several lengths", "^a(?<part>b+)"],
    ["what stands before takes as much", "^(a*)(?<part>a+)$"],
    ["repeated", "^(?:(?<part>a),)+$"],
    ["looks around", "^(?<part>a+)(?!a)"],
  ])("%s: it does not, or nobody knows", (_, source) => {
    expect(takesOneStretch(parsePcre(source).root, "part")).toBe(false);
  });
});
