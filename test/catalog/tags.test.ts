import { expect, it } from "vitest";
import { elastic } from "../../src/backends/elastic/index.js";
import { compileSearch } from "../support/compile-search.js";

const streams = '"CrowdStrike:Event:Streams:JSON"';

/** A tag that an add-on gives to a kind of its events says what they are. */
it.each([
  ["keeps those events", "tag=alert", "crowdstrike.metadata.eventType : ("],
  ["leaves them out under NOT", "NOT tag=alert", "not crowdstrike.metadata.eventType : ("],
])("a tag beside the source whose add-on gives it %s", async (_, test, expected) => {
  const compiled = await compileSearch(elastic, `sourcetype=${streams} ${test} | table event.UserName`);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain(expected);
});

it.each([
  ["another tag of those events", `sourcetype=${streams} tag=malware`],
  ["a tag alone", "tag=alert event.UserName=x"],
  ["a tag beside another source", "sourcetype=OktaIM2:log tag=alert"],
  ["a tag beside that source and another", `(sourcetype=${streams} OR sourcetype=OktaIM2:log) tag=alert`],
])("%s names no events", async (_, search) => {
  const compiled = await compileSearch(elastic, search);
  expect(compiled).toMatchObject({
    status: "refused",
    reasons: [expect.stringContaining("names no log source")],
  });
});
