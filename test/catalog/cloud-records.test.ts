import { describe, expect, it } from "vitest";
import { targets } from "../../src/backends/index.js";
import { compileSearch } from "../support/compile-search.js";

const flows = (test: string) => `sourcetype=aws:cloudwatchlogs:vpcflow ${test}`;
const findings = (test: string) => `sourcetype=aws:securityhub:finding ${test}`;
const requests = (test: string) => `sourcetype=aws:s3:accesslogs ${test}`;
const calls = (test: string) => `sourcetype=aws:cloudtrail ${test}`;
const lake = (test: string) => `sourcetype=aws:asl ${test}`;
const kube = (test: string) => `sourcetype=kube:objects:events ${test}`;

/** A record of a cloud service, and the columns that hold its values. */
const read: readonly (readonly [target: string, search: string, parts: readonly string[]])[] = [
  // Where a flow has `-`, the add-on writes `unknown`, and the tables have nothing or the `-`.
  ["sentinel", flows("src_port=unknown"), ['coalesce(tostring(SrcPort), "unknown")']],
  ["sentinel", flows("src_ip=unknown"), ['SrcAddr =~ "-"', "isempty(SrcAddr)"]],
  ["elastic", flows("src_port=unknown"), ["source.port) IS NULL"]],
  ["elastic", flows("action=blocked"), ['aws.vpcflow.action : "REJECT"']],
  ["elastic", flows("vendor_account=111122223333"), ["aws.vpcflow.account_id"]],
  // The rule that fills the table takes the severity of the provider of the finding.
  ["sentinel", findings("severity=high"), ["RawData.findings[0].Severity.Label"]],
  ["sentinel", requests("http_status=-"), ['coalesce(tostring(HttpStatus), "-") =~ "-"']],
  ["elastic", requests('error_code=""'), ["error_code"]],
  ["sentinel", calls("requestID=a"), ["AwsRequestId_ =~"]],
  ["elastic", calls("managementEvent=true"), ['aws.cloudtrail.management_event : "true"']],
  // Elastic's pipeline moves what ECS has a name for, and sends a record on by its category.
  ["elastic", lake("api.operation=X actor.user.name=jane"), ['user.name : "jane"']],
  ["elastic", lake("src_endpoint.ip=192.0.2.7 | stats count by metadata.uid"), ["source.ip", "event.id"]],
  [
    "elastic",
    lake("api.operation=X | stats count as n by api.operation | where n > 5"),
    ["logs-amazon_security_lake.*-*"],
  ],
  ["sentinel", lake("actor.user.uuid=arn:aws:iam::1:user/jane"), ["UserIdentityArn =~"]],
  ["sentinel", lake("actor.user.uid_alt=AIDA1"), ["UserIdentityPrincipalid =~"]],
  ["sentinel", lake("identity.user.credential_uid=AKIA1"), ["UserIdentityAccessKeyId =~"]],
  ["sentinel", kube("object.involvedObject.name=web object.reason=Failed"), ['Name =~ "web"', "Reason =~"]],
  ["elastic", kube("object.involvedObject.name=web"), ['kubernetes.event.involved_object.name : "web"']],
  // The integration has no namespace of what an event is about: only a stream of the whole records has it.
  ["elastic", kube("object.involvedObject.namespace=prod"), ["json.object.involvedObject.namespace"]],
];

/** Values that a target does not keep, or keeps in a form that no page tells. */
const refused: readonly (readonly [target: string, search: string, why: string])[] = [
  ["sentinel", flows("transport=tcp"), "ask for the number"],
  ["elastic", flows("protocol=icmp"), "ask for the number"],
  ["cortex", flows("src_port=22"), "no page names the columns"],
  ["sentinel", requests("error_code=AccessDenied"), "writes an empty text"],
  ["cortex", calls("readOnly=true"), "no page tells how"],
  ["sentinel", lake("identity.user.uuid=AIDA1"), "not published"],
  ["elastic", lake("identity.user.name=jane"), "only the preview"],
];

async function textOf(id: string, search: string): Promise<string> {
  const target = targets.find((each) => each.id === id);
  if (target === undefined) throw new Error(`there is no target ${id}`);
  const compiled = await compileSearch(target, search);
  return compiled.status === "refused"
    ? `refused: ${compiled.reasons.join("\n")}`
    : [compiled.query.text, ...compiled.artifacts.map(({ text }) => text)].join("\n");
}

describe("a record of a cloud service", () => {
  it.each(read)("is read in %s where the target keeps its values: %s", async (target, search, parts) => {
    const text = await textOf(target, search);
    expect(text).not.toContain("refused:");
    for (const part of parts) expect(text).toContain(part);
  });

  it.each(refused)("is refused in %s where it does not: %s", async (target, search, why) => {
    expect(await textOf(target, search)).toMatch(new RegExp(`^refused: [^]*${why}`, "u"));
  });
});
