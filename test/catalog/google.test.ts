import { expect, it } from "vitest";
import { sentinel } from "../../src/backends/sentinel/index.js";
import { compileSearch } from "../support/compile-search.js";

/** The add-on for Google Workspace names who and what a login event is about by the event's name. */
it.each([
  ["event.name=login_success action=success", 'EventName =~ "login_success"'],
  ["event.name=suspicious_login user=x", '""affected_email_address""'],
  ["event.name=logout user=x", 'ActorEmail =~ "x"'],
  ["event.name=login_failure vendor_account=x", 'IdCustomerId =~ "x"'],
  ["event.name=login_failure authentication_method=saml", '""login_type""'],
  // The text between the brackets of the list, with its quotes.
  ['event.name=login_failure login_challenge_method="\\"password\\""', '""multiValue""'],
])("a login event has what the add-on makes of it: %s", async (search, expected) => {
  const compiled = await compileSearch(sentinel, `sourcetype=gws:reports:login ${search}`);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain(expected);
});

it("an event that the add-on gives no application has none", async () => {
  const compiled = await compileSearch(sentinel, "sourcetype=gws:reports:login event.name=logout app=login");
  expect(compiled.status).toBe("refused");
});

it("the user of an administrator's event is refused", async () => {
  const compiled = await compileSearch(
    sentinel,
    "sourcetype=gws:reports:admin event.name=CREATE_USER user=x",
  );
  expect(compiled).toMatchObject({
    status: "refused",
    reasons: [expect.stringContaining("by the name of the event")],
  });
});

/** Microsoft's table keeps a column for each parameter that no longer is the place of its value. */
it.each([
  ["drive", 'parameters.visibility="people_with_link"', "OwnerIsTeamDrive|Visibility", '"visibility"'],
  ["drive", 'parameters.doc_title="*plan*"', "DocTitle", '"doc_title"'],
  ["drive", "parameters.owner_is_team_drive=false", "OwnerIsTeamDrive", '"boolValue"'],
  ["calendar", "parameters.event_id=x", "EventUid", '"event_id"'],
])("a parameter of %s is read from the list of all: %s", async (application, search, column, expected) => {
  const compiled = await compileSearch(sentinel, `sourcetype=gsuite:${application}:json ${search}`);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).not.toMatch(new RegExp(String.raw`\b(?:${column})\b`, "u"));
  expect(compiled.query.text.replaceAll('""', '"')).toContain(expected);
});
