import { describe, expect, it } from "vitest";
import { targets } from "../../src/backends/index.js";
import { compileSearch } from "../support/compile-search.js";

/** What a search over the calls of CloudTrail becomes, or why it does not. */
async function textOf(id: string, search: string): Promise<string> {
  const target = targets.find((each) => each.id === id);
  if (target === undefined) throw new Error(`there is no target ${id}`);
  const compiled = await compileSearch(target, search, { detection: { dataSources: ["AWS CloudTrail"] } });
  if (compiled.status === "refused") return compiled.reasons.join("\n");
  return [compiled.query.text, ...compiled.artifacts.map(({ text }) => text)].join("\n");
}

const logons = (test: string) =>
  `| tstats count from datamodel=Authentication where ${test} by Authentication.user`;
const changes = (test: string, by = "All_Changes.src") =>
  `| tstats count from datamodel=Change where ${test} by ${by}`;
const calls = (test: string) => `sourcetype=aws:cloudtrail ${test} | stats count by eventID`;

describe("logons of CloudTrail", () => {
  it.each(["sentinel", "sigma", "cortex", "elastic"])("are logins to the console: %s", async (id) => {
    const text = await textOf(id, logons("Authentication.src=192.0.2.7"));
    expect(text).toMatch(/consolelogin/iu);
    expect(text).not.toMatch(/AssumeRole/iu);
  });

  it("are none where a role is assumed", async () => {
    expect(await textOf("sentinel", logons("Authentication.signature=AssumeRole"))).toMatch(
      /^target\/never-true/u,
    );
  });

  it("name the user by the kind of the login", async () => {
    const text = await textOf("sentinel", logons("Authentication.action=failure"));
    expect(text).toContain('UserIdentityType =~ "assumedrole" and isnotempty(');
    expect(text).not.toContain("roleArn");
  });
});

describe("changes of CloudTrail", () => {
  const mixed = changes("All_Changes.src=192.0.2.7");
  it.each([
    ["calls by name", /EventName in~ \(.*"runinstances"/u],
    ["calls of a service by name", /EventSource matches regex @"\(\?is\)iam/u],
    // A record is searched whatever parts of it are empty.
    ["records with a word anywhere", /or strcat\([^()]*RequestParameters[^()]*\) contains "delete"/u],
    ["calls that came to an error, by the code of such calls", /and \(coalesce\(ErrorCode, "success"\) in~/u],
    ["calls about networks", /not\(.*"get"|!startswith "get"/u],
  ])("are %s", async (_, part) => {
    expect(await textOf("sentinel", mixed)).toMatch(part);
  });

  it.each(["elastic", "sigma"])(
    "need the name of the call where words are not to be found: %s",
    async (id) => {
      expect(await textOf(id, mixed)).toContain("name the calls");
      expect(await textOf(id, changes("All_Changes.command=DeleteUser"))).toContain("DeleteUser");
    },
  );

  it("are chosen by the action, which settles the calls", async () => {
    const text = await textOf("sentinel", changes("All_Changes.action=started", "All_Changes.object"));
    expect(text).toContain('EventName =~ "startinstances"');
    expect(text).not.toMatch(/contains "delete"|volumeId|iam/u);
    // Several instances are several objects, and a call that names none is about the service.
    expect(text).toContain(
      'extract_all(@"instanceId"":""([^""]*)""", tostring(parse_json(RequestParameters).instancesSet))',
    );
    expect(text).toContain('pack_array("unknown")');
  });

  it("are told by the shorter of the names that are left and the patterns of the model", async () => {
    const text = await textOf("sentinel", changes("All_Changes.status=success", "All_Changes.object"));
    expect(text).toContain('or EventName startswith "create"');
    expect(text).toContain('and EventName !contains "list"');
    // One object of a call is chosen, and what stands for none is written once.
    expect(text).toMatch(/pack_array\(coalesce\(case\(.*, ""\), "unknown"\)\)/u);
    const few = await textOf("sentinel", changes("All_Changes.action=started", "All_Changes.object"));
    expect(few).not.toContain('startswith "create"');
  });

  it("may have a status that the model fills in", async () => {
    const text = await textOf("cortex", changes("All_Changes.status=unknown"));
    expect(text).toContain('contains "delete"');
  });
});

describe("fields that the add-on computes of a call", () => {
  it.each([
    ["a status only where its table has the call", "status=success", '"createuser"'],
    [
      "success of a call without a code",
      "eventName=StopLogging errorCode=success",
      'coalesce(ErrorCode, "success")',
    ],
    ["failure of a login without a code", "eventName=ConsoleLogin errorCode=failure", '"failure"'],
    ["the account that was called by a service", "aws_account_id=111122223333", "RecipientAccountId"],
    ["the role that is assumed", "eventName=AssumeRole user_role=*admin*", "roleArn"],
    ["no type of the user that is created", "eventName=CreateUser user_type=IAMUser", "target/never-true"],
  ])("%s", async (_, test, part) => {
    expect(await textOf("sentinel", calls(test))).toContain(part);
  });
});

it("a flow that was neither accepted nor rejected has the action `unknown`", async () => {
  const text = await textOf("sentinel", "sourcetype=aws:cloudwatchlogs:vpcflow action=unknown");
  expect(text).toContain('"unknown"');
  expect(text).not.toContain("never-true");
});
