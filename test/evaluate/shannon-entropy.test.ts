import { describe, expect, test } from "vitest";
import { shannonEntropy } from "../../src/evaluate/functions/shannon-entropy.js";

describe("the entropy of a text", () => {
  test.each([
    ["", 0],
    ["aaaa", 0],
    ["ab", 1],
    ["aA", 1],
    ["aabb", 1],
    ["aaab", 0.8112781244591328],
    ["abcdefgh", 3],
    ["abcdefgh".repeat(3), 3],
    [" \t\u00a0ab\r\n", 1],
    ["a b", 1.584962500721156],
    ["\u{1f512}a", 1],
  ])("%j", (text, bits) => {
    expect(shannonEntropy(text)).toBe(bits);
  });
});
