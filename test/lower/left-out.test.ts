import { expect, it } from "vitest";
import { sentinel } from "../../src/backends/sentinel/index.js";
import { compileSearch } from "../support/compile-search.js";

it("lists a column that no page documents as dropped, and what shows it", async () => {
  const compiled = await compileSearch(
    sentinel,
    "* | eval start=substr(mvappend(eventName, eventSource), 1, 3) | stats count values(start) as shown by awsRegion",
    { source: "aws.cloudtrail" },
  );
  expect(compiled.status).toBe("compiled");
  if (compiled.status !== "compiled") return;
  expect(compiled.query.dropped.slice(0, 2).map(({ what, code }) => `${code}: ${what}`)).toEqual([
    "target/decoration: column `start`",
    "target/decoration: aggregate `shown`",
  ]);
});
