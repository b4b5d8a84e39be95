import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import type { Detection } from "../../../src/detection/detection.js";
import { KustoChecker, type TableSchemas } from "../../conformance/engines/kusto.js";
import { compileSearch } from "../../support/compile-search.js";
import tables from "./tables.json" with { type: "json" };

interface Idiom {
  readonly title: string;
  readonly source: string | undefined;
  readonly search: string;
  readonly query: string;
}

/** The pairs of a search and its query that a page shows, each under its own heading. */
function idiomsOf(page: string): readonly Idiom[] {
  const pattern = /^### (.+)\n\n```spl ?(\S*)\n([\s\S]*?)\n```\n\n```kql\n([\s\S]*?)\n```/gmu;
  return [...page.matchAll(pattern)].map(([, title = "", source, search = "", query = ""]) => ({
    title,
    source: source === "" ? undefined : source,
    search,
    query,
  }));
}

const span = { source: { name: "schedule", text: "" }, start: 0, end: 0 };

/** A detection over the last hour that refers to no field of its result. */
const plain: Partial<Detection> = {
  schedule: { cron: "0 * * * *", earliest: "-60m@m", latest: "now", window: "auto", span },
  risk: { message: "", objects: [], threats: [], score: 60, severity: "medium", format: "rba" },
};

const page = await readFile(new URL("../../../docs/targets/sentinel.md", import.meta.url), "utf8");
const idioms = idiomsOf(page);
const schemas: TableSchemas = tables;
const checker = new KustoChecker(schemas);

describe("the idioms of the page on Microsoft Sentinel", () => {
  it("are sixty and more", () => {
    expect(idioms.length).toBeGreaterThanOrEqual(60);
  });

  it.each(idioms)("$title", async ({ search, source, query }) => {
    const compiled = await compileSearch(sentinel, search, {
      ...(source === undefined ? {} : { source }),
      detection: plain,
    });
    expect(compiled).toMatchObject({ status: "compiled", query: { text: query } });
    expect(checker.check(query)).toEqual([]);
  });
});
