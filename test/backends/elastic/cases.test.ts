import { describe, expect, it } from "vitest";
import { elastic } from "../../../src/backends/elastic/index.js";
import { compileSearch } from "../../support/compile-search.js";
import { sampleLookups } from "../../lower/sample-catalog.js";
import { readQueryCases } from "../../support/query-cases.js";

describe("searches for Elastic", () => {
  it.each(readQueryCases("../backends/elastic/cases.md"))("$title", async ({ search, source, expected }) => {
    const result = await compileSearch(elastic, search, {
      lookups: sampleLookups,
      ...(source === undefined ? {} : { source }),
    });
    expect(result.status === "compiled" ? result.query.text : result.reasons.join("\n")).toBe(expected);
  });
});
