import { describe, expect, it } from "vitest";
import { dumpShape } from "../../src/plan/shape/dump-shape.js";
import { shapeOf } from "../../src/plan/shape/shape-of.js";
import { lowerText } from "../lower/lower-text.js";
import { readCases } from "../lower/read-cases.js";

describe.each(readCases(new URL("cases/", import.meta.url)))("%s", (_, cases) => {
  it.each(cases)("$title", ({ search, expected }) => {
    const { plan, diagnostics } = lowerText(search);
    expect(diagnostics).toEqual([]);
    expect(plan && dumpShape(shapeOf(plan))).toBe(expected.join("\n"));
  });
});
