import { expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { compileSearch } from "../../support/compile-search.js";

it("a join leaves no column behind that the right side replaced, which the next join would take for its own", async () => {
  const counted = (code: number) => `EventCode=${String(code)} | stats count by Computer`;
  const compiled = await compileSearch(
    sentinel,
    `${counted(4624)} | join Computer [search ${counted(4625)}] | join Computer [search ${counted(4634)}]`,
    { source: "windows.security" },
  );
  const text = compiled.status === "compiled" ? compiled.query.text : compiled.reasons.join("\n");
  expect(text.match(/\| project-away .*/g)).toEqual([
    "| project-away Computer1, ['count']",
    "| project-away Computer1, count_2",
  ]);
  expect(text).toContain("| project Computer, count_2 = ['count']");
});
