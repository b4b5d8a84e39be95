import { expect, it } from "vitest";
import { cortex } from "../../src/backends/cortex/index.js";
import { elastic } from "../../src/backends/elastic/index.js";
import { sentinel } from "../../src/backends/sentinel/index.js";
import { sigma } from "../../src/backends/sigma/index.js";
import { compileSearch } from "../support/compile-search.js";

const sensor = "sourcetype=crowdstrike:events:sensor";
const pubsub = "sourcetype=google:gcp:pubsub:message";

/** A column that holds another member where a record has none of the name, or drops a value, is not that member. */
it.each([
  ["the account of a record", elastic, "sourcetype=auditd euid=0", "name the record (`type=SYSCALL`)"],
  ["the agent's machine", elastic, "sourcetype=auditd arch=c000003e", "name the record (`type=SYSCALL`)"],
  ["another user of a record", elastic, "sourcetype=auditd acct=root", "name the record (`type=USER_LOGIN`)"],
  ["a question mark", elastic, 'sourcetype=auditd addr="10.0.0.1"', "question mark"],
  ["a key that is none", elastic, "sourcetype=auditd key=x", "`(null)`"],
  ["a number of Linux", elastic, `${sensor} UserSid=S-1-5-18`, "another member"],
  ["another number", elastic, `${sensor} RawProcessId=4`, "another member"],
  ["a telephone", elastic, `${sensor} event_platform=Win`, "another way"],
  [
    "words for addresses",
    elastic,
    `${pubsub} data.protoPayload.requestMetadata.callerIp=10.0.0.1`,
    "another way",
  ],
  ["resources of Kubernetes", elastic, `${pubsub} data.protoPayload.resourceName=x`, "another way"],
  ["a member that is left out", elastic, "sourcetype=github:cloud:audit config.url=x", "a few members"],
  ["events of an activity", cortex, "sourcetype=gws:reports:login event.name=logout", "all the events"],
  ["lines of all logs", cortex, "sourcetype=linux_secure host=x", "the lines of all logs"],
  ["a user by messages", sentinel, "sourcetype=linux_secure user=x", "the messages of many programs"],
  ["a message of Windows", sigma, 'sourcetype=sysmon:linux Message="*x*"', "no message"],
  ["a process by events", sentinel, `${sensor} process=x`, "by the name of the event"],
])("a column with %s in it is no column of the field", async (_, target, search, reason) => {
  const compiled = await compileSearch(target, search);
  expect(compiled).toMatchObject({ status: "refused", reasons: [expect.stringContaining(reason)] });
});

/** Where a search says what kind of record it is after, the column holds the one member. */
it.each([
  ["the user of a call", elastic, "sourcetype=auditd type=SYSCALL euid=0", "user.effective.id"],
  ["who logs on", elastic, "sourcetype=auditd type=USER_LOGIN acct=root", "auditd.log.acct"],
  ["a path without a name", elastic, 'sourcetype=auditd type=PATH name="(null)"', "auditd.log.name == null"],
  ["a call without a key", elastic, 'sourcetype=auditd type=SYSCALL key="(null)"', "auditd.log.key"],
  [
    "a process that starts",
    elastic,
    `${sensor} event_simpleName=ProcessRollup2 RawProcessId=4`,
    "process.pid",
  ],
  ["the hash of one", sentinel, `${sensor} event_simpleName=ProcessRollup2 process_hash=x`, "SHA256HashData"],
  ["who logs in", elastic, "sourcetype=cisco:duo:auth user.name=x", "source.user.name"],
  [
    "who gets access",
    elastic,
    "sourcetype=gsuite:drive:json parameters.target_user=x",
    "email_as_attachment",
  ],
  ["an address on the way", elastic, "sourcetype=OktaIM2:log uuid=x", "okta.uuid"],
  ["a fingerprint", sentinel, "sourcetype=OktaIM2:log debugContext.debugData.deviceFingerprint=x", '"-"'],
  ["the header of a line", cortex, "sourcetype=syslog host=x", "_raw_log"],
  ["lines of the log alone", elastic, "sourcetype=syslog process=sudo", "system.syslog"],
])("%s has a column", async (_, target, search, expected) => {
  const compiled = await compileSearch(target, search);
  if (compiled.status === "refused") throw new Error(compiled.reasons.join());
  expect(compiled.query.text).toContain(expected);
});

/** A line without its header is not the text of the event, and still holds the words of the message. */
it.each([
  ["elastic", elastic],
  ["sentinel", sentinel],
])("a term of a line is looked for in %s", async (_, target) => {
  expect(await compileSearch(target, "sourcetype=syslog TERM(sudoedit)")).toMatchObject({
    status: "compiled",
  });
  expect(
    await compileSearch(target, 'sourcetype=syslog | rex "(?<who>user=.*)" | where who="x"'),
  ).toMatchObject({
    status: "refused",
  });
});
