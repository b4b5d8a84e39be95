import { expect, it } from "vitest";
import { elastic } from "../../../src/backends/elastic/index.js";
import { compileSearch } from "../../support/compile-search.js";

const signIns = "sourcetype=azure:monitor:aad category=SignInLogs";

/** ES|QL converts nothing by itself: https://www.elastic.co/docs/reference/query-languages/esql/functions-operators/string-functions */
it.each([
  [
    "an address is joined as text",
    'eval k=src_ip."-".user | stats dc(k) as n by user | where n>3',
    "CONCAT(TO_STRING(",
  ],
  [
    "an address is lowered as text",
    "eval k=lower(src_ip) | stats dc(k) as n by user | where n>3",
    "TO_LOWER(TO_STRING(",
  ],
  [
    "a time is not",
    'eval k=_time."-".user | stats dc(k) as n by user | where n>3',
    "a time where a text is asked for",
  ],
])("%s", async (_, search, expected) => {
  const compiled = await compileSearch(elastic, `${signIns} | ${search}`);
  expect(compiled.status === "compiled" ? compiled.query.text : compiled.reasons.join("\n")).toContain(
    expected,
  );
});
