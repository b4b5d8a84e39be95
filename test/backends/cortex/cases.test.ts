import { describe, expect, it } from "vitest";
import { cortex } from "../../../src/backends/cortex/index.js";
import { compileSearch } from "../../support/compile-search.js";
import { sampleLookups } from "../../lower/sample-catalog.js";
import { readQueryCases } from "../../support/query-cases.js";

describe("searches for Cortex", () => {
  it.each(readQueryCases("../backends/cortex/cases.md"))("$title", async ({ search, source, expected }) => {
    const result = await compileSearch(cortex, search, {
      lookups: sampleLookups,
      ...(source === undefined ? {} : { source }),
    });
    expect(result.status === "compiled" ? result.query.text : result.reasons.join("\n")).toBe(expected);
  });
});
