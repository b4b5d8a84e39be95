import { expect, it } from "vitest";
import { cortex } from "../../src/backends/cortex/index.js";
import { elastic } from "../../src/backends/elastic/index.js";
import { sentinel } from "../../src/backends/sentinel/index.js";
import { sigma } from "../../src/backends/sigma/index.js";
import { compileSearch, type CompiledSearch, type SearchOptions } from "../support/compile-search.js";

const logons = (test: string) =>
  `| tstats count from datamodel=Authentication where ${test} by Authentication.dest`;

function textOf(compiled: CompiledSearch): string {
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  return [compiled.query.text, ...compiled.artifacts.map(({ text }) => text)].join("\n");
}

/** No declared log: the events of all that are in the data model. */
const ofAnyLog: SearchOptions = { detection: { dataSources: [] } };

/** The root of the model Authentication: `NOT (action=success user=*$)`. */
it.each([
  [sentinel, logons("Authentication.signature_id=4624"), '!endswith "$"'],
  [sentinel, "| from datamodel:Authentication.Authentication | search signature_id=4624", '!endswith "$"'],
  [
    sentinel,
    "| datamodel Authentication Authentication search | search Authentication.signature_id=4624",
    '!endswith "$"',
  ],
  [elastic, logons("Authentication.signature_id=4624"), 'not winlog.event_data.TargetUserName : "*$"'],
  // What succeeded is asked for: the account alone is left to ask.
  [cortex, logons("Authentication.signature_id=4624 Authentication.action=success"), '"*$"'],
])("the logons of machines that succeed are not in the model: %#", async (target, search, expected) => {
  expect(textOf(await compileSearch(target, search, ofAnyLog))).toContain(expected);
});

it.each([
  ["an action that is spelled another way", sentinel, ofAnyLog],
  ["an action that is not known", sigma, { detection: { dataSources: ["Okta"] } }],
] as const)("a home that cannot tell them is refused: %s", async (_, target, options: SearchOptions) => {
  expect(await compileSearch(target, logons("Authentication.src=x"), options)).toMatchObject({
    status: "refused",
  });
});

it.each([
  ["which fail", logons("Authentication.action=failure"), ofAnyLog],
  ["of failures, by the data set", logons("nodename=Authentication.Failed_Authentication"), ofAnyLog],
  [
    "of AWS, whose names have no such sign",
    logons("Authentication.user=x"),
    { detection: { dataSources: ["AWS CloudTrail"] } },
  ],
])("logons %s are not asked whose they are", async (_, search, options: SearchOptions) => {
  for (const target of [sentinel, cortex])
    expect(textOf(await compileSearch(target, search, options))).not.toContain("$");
});
