import { describe, expect, it } from "vitest";
import { requirementsOf } from "../../src/target/requirements.js";
import { lowerText } from "../lower/lower-text.js";
import { readCases } from "../lower/read-cases.js";

describe.each(readCases(new URL("requirement-cases/", import.meta.url)))("%s", (_, cases) => {
  it.each(cases)("$title", ({ search, expected }) => {
    const { plan } = lowerText(search);
    if (plan === undefined) throw new Error("no plan");
    const shown = requirementsOf(plan).map(
      ({ feature, what, span }) => `${feature}: ${what} at «${search.slice(span.start, span.end)}»`,
    );
    expect(shown.join("\n")).toBe(expected.join("\n"));
  });
});
