import { describe, expect, it } from "vitest";
import { fewest } from "../../src/witness/fewest.js";

const numbers = Array.from({ length: 100 }, (_, index) => index);

describe("the fewest items for which something holds", () => {
  it.each([
    ["one of them", [37]],
    ["some of them, in their order", [0, 36, 37, 99]],
    ["all of them", numbers],
  ])("are %s", (_, needed) => {
    expect(fewest(numbers, (some) => needed.every((each) => some.includes(each)))).toEqual(needed);
  });

  it("are at least one", () => {
    expect(fewest([1, 2, 3], () => true)).toHaveLength(1);
  });
});
