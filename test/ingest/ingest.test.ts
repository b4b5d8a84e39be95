import { Ajv } from "ajv";
import formatsModule from "ajv-formats";
import { readdirSync, readFileSync } from "node:fs";
import { load } from "js-yaml";
import { beforeAll, describe, expect, test } from "vitest";
import { loadIngestRules } from "../../src/content/load-ingest-rules.js";
import { EvaluationContext } from "../../src/evaluate/context.js";
import type { Event } from "../../src/evaluate/value.js";
import { ingest, type RawLog } from "../../src/ingest/ingest.js";
import type { IngestRules } from "../../src/ingest/rules.js";

let rules: IngestRules;

beforeAll(async () => {
  const loaded = await loadIngestRules(new EvaluationContext({ now: 0 }));
  expect(loaded.diagnostics).toEqual([]);
  rules = loaded.rules;
});

function events(log: RawLog): readonly Event[] {
  return [...ingest(log, rules)];
}

const folder = new URL("../../targets/splunk/ingest/", import.meta.url);

test.each(readdirSync(folder))("the file %s fits the schema", (name) => {
  const schema = new URL("../../schemas/ingest.schema.json", import.meta.url);
  const ajv = new Ajv();
  formatsModule.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")) as object);
  validate(load(readFileSync(new URL(name, folder), "utf8")));
  expect(validate.errors).toBeNull();
});

function windowsXml(
  id: number,
  data: Readonly<Record<string, string>>,
  keywords = "0x8020000000000000",
): string {
  const elements = Object.entries(data).map(([name, value]) => `<Data Name='${name}'>${value}</Data>`);
  return (
    `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System><Provider Name='P' Guid='{1}'/>` +
    `<EventID>${String(id)}</EventID><Keywords>${keywords}</Keywords>` +
    `<TimeCreated SystemTime='2026-03-01T10:00:00.250000000Z'/><Channel>C</Channel><Computer>web01.example.org</Computer>` +
    `<Security UserID='S-1-5-18'/></System><EventData>${elements.join("")}</EventData></Event>`
  );
}

const security = { source: "XmlWinEventLog:Security", sourcetype: "XmlWinEventLog" };
const sysmon = {
  source: "XmlWinEventLog:Microsoft-Windows-Sysmon/Operational",
  sourcetype: "XmlWinEventLog",
};

/** What the log is, the log, and some of the fields that come out. */
const cases: readonly (readonly [string, RawLog, Readonly<Record<string, unknown>>])[] = [
  [
    "system values, attributes and time of a Windows event",
    { ...security, text: windowsXml(4624, { LogonType: "3", IpAddress: "10.1.2.3" }) },
    {
      EventCode: "4624",
      EventID: "4624",
      Computer: "web01.example.org",
      dest: "web01.example.org",
      host: "web01",
      UserID: "S-1-5-18",
      Name: "'P'",
      Logon_Type: "3",
      src_ip: "10.1.2.3",
      signature: "An account was successfully logged on",
      action: "success",
      _time: 1772359200.25,
    },
  ],
  [
    "a name that comes twice has both values, an empty element gives no field",
    {
      ...security,
      text: windowsXml(5136, { A: "" }).replace(
        "</EventData>",
        "<Data Name='B'>1</Data><Data Name='B'>2</Data></EventData>",
      ),
    },
    { A: undefined, B: ["1", "2"] },
  ],
  [
    "names are cleaned, entities stay",
    { ...security, text: windowsXml(4698, { "Task Name": "a &amp; b" }) },
    { Task_Name: "a &amp; b" },
  ],
  [
    "4688: a command line without a path takes the path of the program",
    {
      ...security,
      text: windowsXml(4688, {
        NewProcessName: "C:\\Windows\\System32\\whoami.exe",
        CommandLine: "whoami /all",
        SubjectUserName: "eve",
        TargetUserName: "-",
      }),
    },
    {
      process: "C:\\Windows\\System32\\whoami.exe /all",
      process_name: "whoami.exe",
      user: "eve",
      action: "allowed",
      tag: ["process", "report", "os", "windows"],
    },
  ],
  [
    "4688: a command line with a path stays as it is",
    {
      ...security,
      text: windowsXml(4688, { NewProcessName: "C:\\b.exe", CommandLine: '"C:\\a b\\b.exe" -x' }),
    },
    { process: '"C:\\a b\\b.exe" -x' },
  ],
  [
    "4688 without a command line",
    { ...security, text: windowsXml(4688, { NewProcessName: "C:\\b.exe" }) },
    { process: "C:\\b.exe" },
  ],
  [
    "4625 has the name of a workstation as its source, also where it is none",
    {
      ...security,
      text: windowsXml(4625, { WorkstationName: "-", IpAddress: "192.0.2.7" }, "0x8010000000000000"),
    },
    { src: "-", src_ip: "192.0.2.7", action: "failure", Keywords: "Audit Failure" },
  ],
  [
    "4624 has the address as its source",
    { ...security, text: windowsXml(4624, { WorkstationName: "PC7", IpAddress: "192.0.2.7" }) },
    { src: "192.0.2.7", src_ip: "192.0.2.7", Keywords: "Audit Success" },
  ],
  [
    "a member of a group is the user, by its common name",
    {
      ...security,
      text: windowsXml(4728, { MemberName: "CN=jane,CN=Users,DC=example", TargetUserName: "Admins" }),
    },
    { user: "jane", Group_Name: "Admins" },
  ],
  [
    "a group that was made has no user",
    { ...security, text: windowsXml(4727, { TargetUserName: "Admins", SubjectUserName: "eve" }) },
    { user: undefined, src_user: "eve", Group_Name: "Admins" },
  ],
  [
    "a change of an account: what was done to whom, and by whom",
    {
      ...security,
      text: windowsXml(4726, { TargetUserName: "bob", TargetSid: "S-1-5-21-7", SubjectUserName: "eve" }),
    },
    {
      action: "deleted",
      status: "success",
      object_category: "user",
      object: "bob",
      object_id: "S-1-5-21-7",
      user: "bob",
      src_user: "eve",
      user_name: "bob",
      src_user_name: "eve",
      result: "A user account was deleted",
      subject: "A user account was deleted",
      Group_Name: undefined,
    },
  ],
  [
    "an event of the subject alone has no user",
    {
      ...security,
      text: windowsXml(4663, { SubjectUserName: "eve", ObjectName: "C:\\a\\b.txt", ObjectType: "File" }),
    },
    { user: undefined, src_user: "eve", file_name: "b.txt", object_file_name: "b.txt", object: undefined },
  ],
  [
    "a share that is a file by its type but has no object name",
    {
      ...security,
      text: windowsXml(5145, {
        ObjectType: "File",
        ShareName: "\\\\*\\SYSVOL",
        ShareLocalPath: "\\??\\C:\\s",
      }),
    },
    { file_name: "\\\\*\\SYSVOL", file_path: "\\??\\C:\\s" },
  ],
  [
    "a service that is told by its display name",
    {
      source: "XmlWinEventLog:System",
      sourcetype: "XmlWinEventLog",
      text: windowsXml(7036, { param1: "Print Spooler", param2: "running" }),
    },
    { ServiceName: "Print Spooler", service_name: "Print Spooler", status: "started", signature: undefined },
  ],
  [
    "an event cut off in the middle of its data",
    {
      ...security,
      text:
        windowsXml(4688, { NewProcessName: "C:\\b.exe", CommandLine: "b.exe -long" }).split("-long")[0] ?? "",
    },
    { EventCode: "4688", CommandLine: "b.exe" },
  ],
  [
    "Sysmon 13: key, value name and data of a registry value",
    {
      ...sysmon,
      text: windowsXml(13, {
        EventType: "SetValue",
        TargetObject: "HKLM\\SOFTWARE\\A\\B",
        Details: "DWORD (0x00000001)",
        Image: "C:\\x\\reg.exe",
      }),
    },
    {
      registry_path: "HKLM\\SOFTWARE\\A\\B",
      registry_key_name: "A",
      registry_value_name: "B",
      registry_value_data: "0x00000001",
      registry_value_type: "REG_DWORD",
      registry_hive: "HKEY_LOCAL_MACHINE\\Software",
      process_name: "reg.exe",
      action: "modified",
      tag: ["endpoint", "registry"],
    },
  ],
  [
    "Sysmon 1: process, parent and hashes",
    {
      ...sysmon,
      text: windowsXml(1, {
        Image: "C:\\a\\p.exe",
        CommandLine: "p.exe -v",
        ParentImage: "C:\\a\\q.exe",
        User: "CORP\\eve",
        Hashes: "MD5=AA11,SHA256=BB22",
        IntegrityLevel: "High",
      }),
    },
    {
      process: "p.exe -v",
      process_name: "p.exe",
      parent_process_name: "q.exe",
      user: "eve",
      MD5: "AA11",
      SHA256: "BB22",
      process_integrity_level: "high",
      vendor_product: "Microsoft Sysmon",
    },
  ],
  [
    "Sysmon 3: the host name before the address, and the direction",
    {
      ...sysmon,
      text: windowsXml(3, {
        SourceIp: "10.0.0.1",
        DestinationIp: "198.51.100.9",
        DestinationHostname: "-",
        DestinationPort: "443",
        Initiated: "true",
        Protocol: "TCP",
      }),
    },
    { dest: "198.51.100.9", dest_port: "443", transport: "tcp", direction: "outbound" },
  ],
  [
    "classic rendering: a key of two sections has two values",
    {
      source: "WinEventLog:Security",
      sourcetype: "WinEventLog",
      text: "03/01/2026 10:00:00 AM\nLogName=Security\nEventCode=4624\nKeywords=Audit Success\nMessage=An account was logged on.\n\nSubject:\n\tAccount Name:\t\talice\n\nNew Logon:\n\tAccount Name:\t\tbob\n",
    },
    { EventCode: "4624", Account_Name: ["alice", "bob"], Subject: undefined, _time: 1772359200 },
  ],
  [
    "CloudTrail: the add-on says success where the record has no error",
    {
      source: "aws",
      sourcetype: "aws:cloudtrail",
      text: '{"eventTime":"2026-03-01T10:00:00Z","eventName":"GetObject","sourceIPAddress":"192.0.2.1","userIdentity":{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/r/s","sessionContext":{"sessionIssuer":{"userName":"r"}}},"resources":[{"ARN":"a"},{"ARN":"b"}]}',
    },
    {
      eventName: "GetObject",
      errorCode: "success",
      src_ip: "192.0.2.1",
      user_arn: "arn:aws:sts::1:assumed-role/r/s",
      userName: "r",
      "resources{}.ARN": ["a", "b"],
      _time: 1772359200,
    },
  ],
  [
    "CloudTrail: an error stays",
    {
      source: "aws",
      sourcetype: "aws:cloudtrail",
      text: '{"eventName":"GetObject","errorCode":"AccessDenied"}',
    },
    { errorCode: "AccessDenied", status: undefined },
  ],
  [
    "Microsoft 365: properties given as names and values",
    {
      source: "o365",
      sourcetype: "o365:management:activity",
      text: '{"CreationTime":"2026-03-01T10:00:00","Operation":"UserLoggedIn","ClientIP":"198.51.100.4:55555","ExtendedProperties":[{"Name":"UserAgent","Value":"curl/8"},{"Name":"RequestType","Value":"Login"}]}',
    },
    {
      user_agent: "curl/8",
      RequestType: "Login",
      src_ip: "198.51.100.4:55555",
      signature: "UserLoggedIn",
      action: "success",
    },
  ],
  [
    "JSON: null is a text, an empty text is a field, a truth value is its text",
    { source: "x", sourcetype: "_json", text: '{"a":null,"b":"","c":true,"d":{"e.f":1}}' },
    { a: "null", b: "", c: "true", "d.e.f": "1" },
  ],
  [
    "JSON that is cut off gives its whole members",
    { source: "x", sourcetype: "_json", text: '{"a":1,"b":{"c":2,"d":"lo' },
    { a: "1", "b.c": "2", "b.d": undefined },
  ],
  [
    "auditd: pairs, also nested in quotes; the names behind the record are fields of their own",
    {
      source: "/var/log/audit/audit.log",
      sourcetype: "linux:audit",
      text: 'type=USER_AUTH msg=audit(1772359200.125:7): pid=9 uid=0 msg=\'op=login acct="eve" res=failed\'\u001dUID="root"',
    },
    { type: "USER_AUTH", pid: "9", uid: "0", UID: "root", acct: "eve", res: "failed", _time: 1772359200.125 },
  ],
  [
    "VPC flow: where there is no data, the add-on writes `unknown`",
    {
      source: "f",
      sourcetype: "aws:cloudwatchlogs:vpcflow",
      text: "2 111122223333 eni-1 - - - - - - - 1772359200 1772359260 - NODATA",
    },
    {
      src: "unknown",
      src_ip: "unknown",
      src_port: "unknown",
      bytes: "unknown",
      action: "unknown",
      dvc: "eni-1",
      user_id: "111122223333",
      log_status: "NODATA",
      protocol_version: "unknown",
    },
  ],
  [
    "Security Hub: the last part of the id, the severity in small letters, the region of the resource",
    {
      source: "h",
      sourcetype: "aws:securityhub:finding",
      text: JSON.stringify({
        Id: "arn:aws:securityhub:us-east-1:111122223333:subscription/x/finding/0a1b",
        Severity: { Label: "HIGH" },
        ProductArn: "arn:aws:securityhub:us-east-1::product/aws/securityhub",
        Resources: [{ Region: "us-west-2" }],
        UpdatedAt: "2026-03-01T10:00:00Z",
      }),
    },
    { id: "0a1b", severity: "high", type: "alert", vendor_region: "us-west-2", dest: undefined },
  ],
  [
    "Falco: a value with blanks ends before the next key",
    {
      source: "k",
      sourcetype: "kube:container:falco",
      text: "12:00:00.1: Notice shell (user=root command=bash -il terminal=1)",
    },
    { user: "root", command: "bash -il", terminal: "1" },
  ],
  [
    "sshd: who logged on from where",
    {
      source: "/var/log/secure",
      sourcetype: "linux_secure",
      text: "May  7 09:28:36 host1 sshd[5]: Accepted password for eve from 192.0.2.9 port 4444 ssh2",
    },
    {
      user: "eve",
      src: "192.0.2.9",
      src_port: "4444",
      action: "success",
      process: "sshd",
      dest: "host1",
      tag: "authentication",
    },
  ],
  [
    "a source without an add-on: pairs",
    { source: "x", sourcetype: "my:app", text: 'level=warn msg="two words" n=3' },
    { level: "warn", msg: "two words", n: "3" },
  ],
];

describe("fields of raw logs", () => {
  test.each(cases)("%s", (_, log, expected) => {
    const [event] = events(log);
    const picked = Object.fromEntries(Object.keys(expected).map((name) => [name, event?.[name]]));
    expect(picked).toEqual(expected);
  });
});

describe("a log is cut into events", () => {
  test.each([
    ["XML events without a line break", windowsXml(1, {}) + windowsXml(2, {}), "XmlWinEventLog", 2],
    ["JSON records on lines", '{"a":1}\n{"a":"}"}\n', "_json", 2],
    ["JSON records over several lines", '{\n"a":1\n}\n{\n"a":2}', "_json", 2],
    ["JSON records in one array", '[{"a":1},{"a":[2]}]', "_json", 2],
    [
      "classic events",
      "03/01/2026 10:00:00 AM\nEventCode=1\n03/01/2026 10:00:01 AM\nEventCode=2\n",
      "WinEventLog",
      2,
    ],
    ["lines", "a=1\n\nb=2\n", "my:app", 2],
  ])("%s", (_, text, sourcetype, count) => {
    expect(events({ text, source: "s", sourcetype })).toHaveLength(count);
  });
});
