import { expect, it } from "vitest";
import { elastic } from "../../src/backends/elastic/index.js";
import { sentinel } from "../../src/backends/sentinel/index.js";
import { compileSearch } from "../support/compile-search.js";

/** The add-on for Okta names the action of a sign-in by the outcome, that of a policy by a table, and others by their type. */
it.each([
  ["eventType=user.session.start action=success", 'okta.outcome.result : "success"'],
  // An outcome is written small, and is no `failure` by that.
  ["eventType=user.session.start action=deny", 'okta.outcome.result : "deny"'],
  ["eventType=policy.evaluate_sign_on action=failure", 'okta.outcome.result : "DENY"'],
  ["eventType=user.account.lock action=lockout", 'event.action : "user.account.lock"'],
  ["eventType=user.mfa.factor.* action=modified", '"user.mfa.factor.deactivate"'],
  ["eventType=user.session.start status=failure", 'okta.outcome.result : "failure"'],
  // The integration drops the severity, which records of a site's own have.
  ["eventType=user.session.start severity=medium", 'json.severity : "WARN"'],
])("the action of an Okta event is the add-on's: %s", async (search, expected) => {
  const compiled = await compileSearch(elastic, `sourcetype=OktaIM2:log ${search}`);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain(expected);
});

it.each([["a result", "sourcetype=OktaIM2:log result=FAILURE", "`outcome.result` is the outcome"]])(
  "%s is refused",
  async (_, search, reason) => {
    const compiled = await compileSearch(elastic, search);
    expect(compiled).toMatchObject({ status: "refused", reasons: [expect.stringContaining(reason)] });
  },
);

/** Who was changed is the user, and who did it the source's; of some events the source is all addresses on the way. */
it.each([
  ["eventType=user.session.start user=x", 'actor_alternateId_s =~ "x"'],
  ["eventType=user.session.start src=10.0.0.1", 'client_ipAddress_s =~ "10.0.0.1"'],
  ["eventType=user.authentication.verify src=10.0.0.1", "parse_json(request_ipChain_s)"],
  ["eventType=user.mfa.factor.deactivate user=x", '""type""\\s*:\\s*""User""'],
  ["eventType=user.mfa.factor.deactivate src_user=x", 'actor_alternateId_s =~ "x"'],
  ["eventType=app.user_management user=x", '""type""\\s*:\\s*""AppUser""'],
  ["eventType=app.oauth2.token.grant.id_token user=x", 'actor_displayName_s =~ "x"'],
])("an Okta event is of those whom the add-on names: %s", async (search, expected) => {
  const compiled = await compileSearch(sentinel, `sourcetype=OktaIM2:log ${search}`);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain(expected);
});

/** The older types of an attempt with a factor are one newer type, whose user is the actor. */
it("what the alternatives of a search imply is known of all", async () => {
  const search = "eventType=user.session.start OR legacyEventType=core.user.factor.attempt_fail";
  const compiled = await compileSearch(sentinel, `sourcetype=OktaIM2:log ${search} | stats count by user`);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain("by user = actor_alternateId_s");
});

/** The data model has a text where the events have no address. */
it("an event of the data model that came through no address is in a group of its own", async () => {
  const search = "signature=app.generic.unauth_app_access_attempt";
  const compiled = await compileSearch(
    sentinel,
    `| tstats count from datamodel=Authentication where Authentication.${search} by Authentication.src`,
    {
      detection: { dataSources: ["Okta"] },
    },
  );
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain('pack_array("unknown")');
});
