import { expect, it } from "vitest";
import { sentinel } from "../../src/backends/sentinel/index.js";
import { compileSearch } from "../support/compile-search.js";

async function kql(search: string): Promise<string> {
  const compiled = await compileSearch(sentinel, `sourcetype=o365:management:activity ${search}`);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  return compiled.query.text;
}

/** The add-on for Microsoft 365 takes an error for a failure, and names the type of a directory's event by its number. */
it.each([
  ["Operation=UserLoggedIn action=failure", "RawEventData.LogonError"],
  ["Operation=UserLoginFailed action=failure", 'RawEventData.Operation) =~ "UserLoginFailed"'],
  ["Workload=AzureActiveDirectory event_type=AccountLogon", "RawEventData.AzureActiveDirectoryEventType"],
  ["Workload=Exchange Operation=Create user_agent=OWA", "RawEventData.ClientInfoString"],
  ["Operation=UserLoggedIn user_agent=x", "RawEventData.ExtendedProperties"],
  ["Operation=UserLoggedIn RequestType=x", "RawEventData.ExtendedProperties"],
])("an event of Microsoft 365 has what the add-on makes of it: %s", async (search, expected) => {
  expect(await kql(search)).toContain(expected);
});

it("the result of an event without a status is its operation", async () => {
  expect(await kql("Operation=Create | stats count by result")).toContain("coalesce(");
});
