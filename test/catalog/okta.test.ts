import { expect, it } from "vitest";
import { elastic } from "../../src/backends/elastic/index.js";
import { compileSearch } from "../support/compile-search.js";

/** The add-on for Okta names the action of a sign-in by the outcome, that of a policy by a table, and others by their type. */
it.each([
  ["eventType=user.session.start action=success", 'okta.outcome.result : "success"'],
  // An outcome is written small, and is no `failure` by that.
  ["eventType=user.session.start action=deny", 'okta.outcome.result : "deny"'],
  ["eventType=policy.evaluate_sign_on action=failure", 'okta.outcome.result : "DENY"'],
  ["eventType=user.account.lock action=lockout", 'event.action : "user.account.lock"'],
])("the action of an Okta event is the add-on's: %s", async (search, expected) => {
  const compiled = await compileSearch(elastic, `sourcetype=OktaIM2:log ${search}`);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain(expected);
});

it.each([
  ["an action of any event", "sourcetype=OktaIM2:log action=failure", "a table of its types"],
  ["a result", "sourcetype=OktaIM2:log result=FAILURE", "`outcome.result` is the outcome"],
])("%s is refused", async (_, search, reason) => {
  const compiled = await compileSearch(elastic, search);
  expect(compiled).toMatchObject({ status: "refused", reasons: [expect.stringContaining(reason)] });
});
