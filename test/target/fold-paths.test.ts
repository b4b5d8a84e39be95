import { expect, it } from "vitest";
import { sentinel } from "../../src/backends/sentinel/index.js";
import { compileSearch } from "../support/compile-search.js";

async function query(search: string): Promise<string> {
  const compiled = await compileSearch(sentinel, `eventName=CreateUser | ${search}`, {
    source: "aws.cloudtrail",
  });
  return compiled.status === "refused" ? compiled.reasons.join("\n") : compiled.query.text;
}

it("takes an object of the record for no field, so that a text put together with it is none", async () => {
  const text = await query(
    "eval same=if(match(userIdentity.userName, awsRegion), 1, 0) | search same=0 | table awsRegion",
  );
  expect(text).not.toMatch(/same|UserIdentity|regex/u);
  expect(await query("where isnotnull(userIdentity) | table awsRegion")).toContain("target/never-true");
});

it("takes a member of the object, and a column of the object's name, for what they are", async () => {
  expect(await query("search userIdentity.userName=a | table awsRegion")).toContain(
    'UserIdentityUserName =~ "a"',
  );
  expect(await query('eval userIdentity=awsRegion | where userIdentity="a" | table awsRegion')).toContain(
    'AWSRegion == "a"',
  );
});
