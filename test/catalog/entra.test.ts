import { expect, it } from "vitest";
import { cortex } from "../../src/backends/cortex/index.js";
import { elastic } from "../../src/backends/elastic/index.js";
import { sentinel } from "../../src/backends/sentinel/index.js";
import { compileSearch } from "../support/compile-search.js";

const entra = "sourcetype=azure:monitor:aad";
const activity = "sourcetype=mscs:azure:audit";

async function kql(search: string): Promise<string> {
  const compiled = await compileSearch(sentinel, search);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  return compiled.query.text;
}

/** Fields that the add-on for Microsoft's cloud services makes of a record, by its kind. */
it.each([
  ["category=SignInLogs action=failure", "isnotempty(tostring(Status.failureReason))"],
  ['category=SignInLogs app="Azure AD"', 'coalesce(AppDisplayName, "Azure AD")'],
  ["category=SignInLogs authentication_method=Interactive", "IsInteractive"],
  ['operationName="Update user" src_user=x', 'InitiatedBy.app.displayName) =~ "x"'],
  ['operationName="Delete user" src_user=x', "InitiatedBy.app.servicePrincipalId"],
  ['operationName="Add group" src_user=x', "InitiatedBy.user.userPrincipalName"],
  ['operationName="Add member to role in PIM completed (permanent)" user=x', "element.userPrincipalName"],
  ["category=SignInLogs tenantId=x", 'AADTenantId =~ "x"'],
  ["category=NonInteractiveUserSignInLogs tenantId=x", 'AADTenantId =~ "x"'],
])("a record of Entra ID has what the add-on makes of it: %s", async (search, expected) => {
  expect(await kql(`${entra} ${search}`)).toContain(expected);
});

it("the result of a record that a search renames is the record's own", async () => {
  expect(
    await kql(`${entra} operationName="Add group" | rename properties.* as * | search result=failure`),
  ).toContain('Result =~ "failure"');
});

it("the caller's address of a sign-in is where the integration puts it", async () => {
  const compiled = await compileSearch(elastic, `${entra} category=SignInLogs src_ip=10.0.0.1`);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain("source.ip");
});

it.each([
  ["claims.ipaddr=10.0.0.1", 'Claims_d.ipaddr) =~ "10.0.0.1"'],
  ["user=x", 'Claims_d.name) =~ "x"'],
  ["caller=x", 'Caller =~ "x"'],
  ["dest=x", 'SubscriptionId =~ "x"'],
  ["status=failure", "ActivityStatusValue"],
])("an entry of Azure's activity log has what the add-on makes of it: %s", async (search, expected) => {
  expect(await kql(`${activity} ${search}`)).toContain(expected);
});

/** `OperationName` is still a column of the table, and holds nothing; the value is there. */
it.each([
  ["Create role assignment", "Microsoft.Authorization/roleAssignments/write"],
  ["Delete an Azure Automation Runbook", "Microsoft.Automation/automationAccounts/runbooks/delete"],
])("an operation that a search asks for by its name is asked for by its value: %s", async (name, value) => {
  expect(await kql(`${activity} operationName.localizedValue="${name}"`)).toContain(
    `OperationNameValue =~ "${value}"`,
  );
});

it.each(["operationName.localizedValue=x", 'NOT operationName.localizedValue="Create role assignment"'])(
  "an operation's name in a language is refused elsewhere: %s",
  async (test) => {
    const compiled = await compileSearch(sentinel, `${activity} ${test}`);
    expect(compiled).toMatchObject({
      status: "refused",
      reasons: [expect.stringContaining("operationName.localizedValue")],
    });
  },
);

/** The log has the address of a user that called, and none of an application; risky users have a table of their own. */
it.each([
  ["category=AuditLogs src=10.0.0.1", "none of an application"],
  ["category=AuditLogs Level=4", "another way"],
  ["category=RiskyUsers properties.riskLevel=high", "does not say which events"],
])("of a record of Entra ID is refused: %s", async (search, reason) => {
  const compiled = await compileSearch(sentinel, `${entra} ${search}`);
  expect(compiled).toMatchObject({ status: "refused", reasons: [expect.stringContaining(reason)] });
});

/** Rows that lack a key are in no group, so that a key which only a user's call has leaves the calls of users. */
it.each([
  ["by the one who called", "| stats count by src properties.initiatedBy.user.userPrincipalName"],
  [
    "by a name that a search gives it",
    "| rename properties.* as * | rename initiatedBy.user.userPrincipalName as who | stats count by who src",
  ],
  ["by what the add-on makes of it", '| search operationName="Add group" | stats count by user src'],
  [
    "where it is asked for",
    "| where isnotnull('properties.initiatedBy.user.userPrincipalName') | stats count by src",
  ],
])("a record that a user's call left has the address of the user: %s", async (_, rest) => {
  expect(await kql(`${entra} category=AuditLogs ${rest}`)).toContain("InitiatedBy.user.ipAddress");
});

it.each([
  ["of no key that only such a call has", '| search operationName="Update user" | stats count by user src'],
  [
    "of a key that is filled",
    "| fillnull properties.initiatedBy.user.userPrincipalName | stats count by properties.initiatedBy.user.userPrincipalName src",
  ],
  [
    "of a key that is computed anew",
    '| eval properties.initiatedBy.user.userPrincipalName="x" | stats count by properties.initiatedBy.user.userPrincipalName src',
  ],
])("the address of a caller is refused: %s", async (_, rest) => {
  const compiled = await compileSearch(sentinel, `${entra} category=AuditLogs ${rest}`);
  expect(compiled).toMatchObject({ status: "refused" });
});

/** The event hub has words of its own for what the add-on asks the service for. */
it.each([
  [`${entra} category=SignInLogs resultType=0`, 'resultType = "0"'],
  [`${activity} status.value=Succeeded`, 'resultType = "Success", "Succeeded"'],
  [`${activity} level=Informational`, 'level = "Information", "Informational"'],
])("a record of the event hub has it in Cortex: %s", async (search, expected) => {
  const compiled = await compileSearch(cortex, search);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain(expected);
});

it.each(["Category=x", "TenantId=x", "AdditionalFields=x"])(
  "of a row of alert evidence is refused: %s",
  async (search) => {
    const defender = 'sourcetype="mscs:azure:eventhub:defender:advancedhunting"';
    expect(await compileSearch(sentinel, `${defender} ${search}`)).toMatchObject({ status: "refused" });
  },
);

it("the type of a logon to a mailbox is a number in Splunk and a name in the table", async () => {
  const compiled = await compileSearch(sentinel, "sourcetype=o365:management:activity LogonType=2", {
    homes: { "microsoft.o365": "officeactivity" },
  });
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain('Logon_Type =~ "Delegated"');
});
