import { describe, expect, test } from "vitest";
import { parseSearch } from "../../grammar/parser.js";
import { loadTargets } from "../../src/content/load-targets.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { lower } from "../../src/lower/lower.js";
import type { ScalarExpression } from "../../src/plan/expression.js";
import type { LogicalPlan } from "../../src/plan/plan.js";
import { scansOf } from "../../src/plan/visitor.js";
import { bindScan, canBindField, requireField, type ScanBinding } from "../../src/target/bind.js";
import { countGaps, gapsOf } from "../../src/target/unmapped.js";

const { catalog, profiles } = await loadTargets();

function planOf(search: string): LogicalPlan {
  const { pipeline } = parseSearch({ name: "test", text: search });
  if (pipeline === undefined) throw new Error(`${search} cannot be read`);
  const { plan, diagnostics } = lower(pipeline, { catalog, lookups: new Map() });
  if (plan === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return plan;
}

function bind(target: string, search: string, home?: readonly [string, string]) {
  const profile = profiles.get(target);
  if (profile === undefined) throw new Error(`there is no target ${target}`);
  const reported: Diagnostic[] = [];
  const plan = planOf(search);
  const [scan] = scansOf(plan);
  if (scan === undefined) throw new Error(`${search} scans nothing`);
  const context = {
    profile,
    settings: {
      homes: new Map(home === undefined ? [] : [home]),
      accept: new Set<string>(),
      comments: false,
    },
    report: (diagnostic: Diagnostic) => void reported.push(diagnostic),
  };
  return { plan, scan, context, reported, binding: bindScan(scan, context, plan) };
}

/** The expression of a field in a notation that is easy to read. */
function show(binding: ScanBinding | undefined, field: string): string | undefined {
  const found = binding?.field(field);
  if (found?.kind === "missing") return `missing: ${found.reason}`;
  return found === undefined ? undefined : text(found.expression);
}

function text(expression: ScalarExpression): string {
  switch (expression.kind) {
    case "column":
      return expression.name;
    case "literal":
      return JSON.stringify(expression.value);
    case "call":
      return `${expression.function}(${expression.arguments.map(text).join(", ")})`;
    case "case":
      return `case(${expression.arms.length}${expression.otherwise === undefined ? "" : `, ${text(expression.otherwise)}`})`;
    default:
      return expression.kind;
  }
}

const sysmon = `source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational"`;

describe("a source whose home depends on the kind of event", () => {
  test("goes to the table of the events that the search reads", () => {
    const { binding } = bind("sigma", `${sysmon} EventCode=10 TargetImage=*lsass.exe`);
    expect(binding?.table).toBe("category=process_access,product=windows");
    expect(show(binding, "EventCode")).toBe("10");
  });

  test("follows names that mean the deciding field", () => {
    expect(bind("sigma", `${sysmon} EventID=22 | where isnotnull(QueryName)`).binding?.table).toBe(
      "category=dns_query,product=windows",
    );
  });

  test("takes a table that holds all of several kinds", () => {
    expect(bind("sigma", `${sysmon} EventCode IN (17, 18)`).binding?.table).toBe(
      "category=pipe_created,product=windows",
    );
  });

  test("stays at the general table when no variant holds all events", () => {
    expect(bind("sigma", `${sysmon} (EventCode=1 OR EventCode=3)`).binding?.table).toBe(
      "product=windows,service=sysmon",
    );
    expect(bind("sigma", `${sysmon} EventCode!=1`).binding?.table).toBe("product=windows,service=sysmon");
  });

  test("is refused where the search leaves the table open", () => {
    const { binding, reported } = bind(
      "sentinel",
      `sourcetype="azure:monitor:aad" properties.result=failure`,
    );
    expect(binding).toBeUndefined();
    expect(reported.map(({ code }) => code)).toEqual(["catalog/undetermined-home"]);
  });

  test("is decided by what a value is not", () => {
    const search = `sourcetype="azure:monitor:aad" operationName="Add member to role"`;
    expect(bind("sentinel", search).binding?.table).toBe("AuditLogs");
  });
});

describe("a field", () => {
  test("that the source derives is bound through the fields it comes from", () => {
    const { binding } = bind("sentinel", `${sysmon} EventCode=10`);
    expect(show(binding, "process_name")).toBe('base_name(event_data(EventData, "TargetImage"))');
    expect(show(binding, "parent_process_id")).toBe('event_data(EventData, "SourceProcessId")');
  });

  test("that is derived differently by kind of event becomes a case when the search reads several", () => {
    expect(show(bind("sentinel", sysmon).binding, "process_name")).toMatch(/^case\(3, base_name/);
  });

  test("that is derived by kind asks only for what the search leaves open", () => {
    const groups = "EventCode IN (4670, 4727, 4764)";
    const { binding } = bind("sentinel", `source="XmlWinEventLog:Security" ${groups}`);
    const object = binding?.field("object");
    if (object?.kind !== "bound" || object.expression.kind !== "case") throw new Error("no case");
    expect(object.expression.arms.map(({ when }) => when)).toMatchObject([
      { kind: "one-of", options: [{ value: "4727" }, { value: "4764" }] },
    ]);
  });

  test("that the add-on computes in an unknown way is missing for events of that kind alone", () => {
    const o365 = `sourcetype="o365:management:activity"`;
    const unknown = "missing: the add-on looks the action up in a table that is not published";
    expect(show(bind("sentinel", `${o365} Operation=UserLoginFailed`).binding, "action")).toBe('"failure"');
    expect(show(bind("sentinel", `${o365} Operation=FileDeleted`).binding, "action")).toBe(unknown);
    expect(show(bind("sentinel", o365).binding, "action")).toBe(unknown);
  });

  test("is the account that an operation changes, and who changed it", () => {
    const o365 = `sourcetype="o365:management:activity"`;
    const changed = bind("sigma", `${o365} Operation="Update user."`).binding;
    expect([show(changed, "user"), show(changed, "src_user")]).toEqual(["ObjectId", "UserId"]);
    const licensed = bind("sigma", `${o365} Operation="Change user license."`).binding;
    expect([show(licensed, "user"), show(licensed, "src_user")]).toEqual(["UserId", "UserId"]);
    const mailbox = bind("sigma", `${o365} Workload=Exchange Operation=Set-Mailbox`).binding;
    expect([show(mailbox, "user"), show(mailbox, "src_user")]).toEqual(["ObjectId", "UserId"]);
    const accessed = bind("sigma", `${o365} Workload=SharePoint Operation=FileAccessed`).binding;
    expect(show(accessed, "src_user")).toMatch(/^missing: events of the kind/);
  });

  test("is no case where all kinds have it alike, and compared with nothing if one kind spells it otherwise", () => {
    const o365 = `sourcetype="o365:management:activity"`;
    const invited = bind("sigma", `${o365} Operation="Invite external user."`).binding;
    expect(show(invited, "user")).toBe("UserId");
    expect(invited?.field("user")).toMatchObject({ comparable: false });
    const loggedIn = bind("sigma", `${o365} Operation=UserLoggedIn`).binding;
    expect(show(loggedIn, "user")).toBe("UserId");
    expect(loggedIn?.field("user")).not.toHaveProperty("comparable");
  });

  test("that the add-on compares with case is compared so", () => {
    const { binding } = bind("sentinel", `sourcetype="o365:management:activity"`);
    const status = binding?.field("status");
    if (status?.kind !== "bound" || status.expression.kind !== "case") throw new Error("no case");
    expect(status.expression.arms.map(({ when }) => when)).toMatchObject([
      { caseSensitive: true },
      { caseSensitive: true },
      { caseSensitive: true },
    ]);
  });

  test("is bound by what the source says of events of a kind", () => {
    const signIns = `sourcetype="azure:monitor:aad" category=SignInLogs`;
    expect(show(bind("sigma", signIns).binding, "user")).toBe(
      "coalesce(properties.userPrincipalName, properties.servicePrincipalName)",
    );
    const unknown = `sourcetype="azure:monitor:aad" category=AuditLogs`;
    expect(show(bind("sigma", unknown).binding, "user")).toMatch(/^missing: the add-on takes the user/);
  });

  test("is bound by the beginning of a value", () => {
    const search = `sourcetype="azure:monitor:aad" operationName="Add member to group*"`;
    const { binding } = bind("sentinel", search);
    expect(binding?.table).toBe("AuditLogs");
    const others = bind("sentinel", search.replace("group", "role")).binding;
    expect(show(others, "user")).toBe('case(2, json_extract(InitiatedBy, "user.userPrincipalName"))');
    expect(show(binding, "user")).toBe('case(1, json_extract(InitiatedBy, "user.userPrincipalName"))');
    expect(
      show(bind("sentinel", search.replace("Add member to group*", "Add domain*")).binding, "user"),
    ).toBe('json_extract(InitiatedBy, "user.userPrincipalName")');
  });

  test("may depend on which members a record has", () => {
    const search = `sourcetype="azure:monitor:aad" operationName="Update application"`;
    const type = bind("sentinel", search).binding?.field("src_user_type");
    if (type?.kind !== "bound" || type.expression.kind !== "case") throw new Error("no case");
    expect(type.expression.arms.map(({ when, then }) => [when.kind, then])).toMatchObject([
      ["match", { value: "external identity" }],
      ["is-present", { value: "userPrincipal" }],
      ["is-present", { value: "servicePrincipal" }],
      ["is-present", { value: "ServicePrincipal" }],
    ]);
  });

  test("that picks one of several values has one", () => {
    const search = `sourcetype="azure:monitor:aad" operationName="Update application"`;
    const { binding } = bind("sigma", search);
    expect(binding?.field("user_agent")).toMatchObject({ multivalue: false });
    expect(binding?.field("object")).toMatchObject({ multivalue: true });
  });

  test("of a family is bound by its name", () => {
    const { binding } = bind("sentinel", `sourcetype=aws:cloudtrail eventName=PutBucketAcl`);
    expect(show(binding, "requestParameters.bucketName")).toBe(
      'json_extract(RequestParameters, "bucketName")',
    );
    expect(show(binding, "requestParameters.items{}.id")).toBe('spath(RequestParameters, "items{}.id")');
  });

  test("that refines the log's own field keeps to the log's column", () => {
    const { binding } = bind("sentinel", `sourcetype=aws:cloudtrail`);
    expect(show(binding, "errorCode")).toBe('case(1, case(1, coalesce(ErrorCode, "success")))');
  });

  test("of a data model has the model's fill", () => {
    const { binding } = bind(
      "sentinel",
      `| tstats count from datamodel=Endpoint.Processes by Processes.user`,
    );
    expect(binding?.field("Processes.user")).toMatchObject({ kind: "bound", fill: "unknown" });
    expect(binding?.field("process_id")).not.toHaveProperty("fill");
  });

  test("without a column is reported with the reason, at its place", () => {
    const { binding, context, reported } = bind("sentinel", `${sysmon} EventCode=1`);
    if (binding === undefined) throw new Error("not bound");
    const span = { source: { name: "test", text: sysmon }, start: 0, end: 6 };
    expect(requireField({ kind: "field", name: "Keywords", span }, binding, context)).toBeUndefined();
    expect(requireField({ kind: "field", name: "no_such_field", span }, binding, context)).toBeUndefined();
    expect(reported.map(({ code, span: { start } }) => [code, start])).toEqual([
      ["catalog/unmapped-field", 0],
      ["catalog/unknown-field", 0],
    ]);
  });
});

describe("homes", () => {
  test("can be chosen", () => {
    const { binding } = bind("sentinel", `${sysmon} EventCode=1`, ["windows.sysmon", "windowsevent"]);
    expect(binding?.table).toBe("WindowsEvent");
    expect(show(binding, "Image")).toBe('json_extract(EventData, "Image")');
  });

  test("that do not exist are reported with those that do", () => {
    const { binding, reported } = bind("sentinel", sysmon, ["windows.sysmon", "nowhere"]);
    expect(binding).toBeUndefined();
    expect(reported[0]).toMatchObject({
      code: "catalog/unknown-home",
      help: "its homes are `event`, `windowsevent`",
    });
  });

  test("that a target lacks are reported with the reason", () => {
    const { reported } = bind("sentinel", `sourcetype="aws:description" id=x`);
    expect(reported.map(({ code }) => code)).toEqual(["catalog/no-home"]);
  });
});

test("recognition tells neutral terms, sources and a source that swallows another", () => {
  const both = `(source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" OR source=Syslog:Linux-Sysmon/Operational)`;
  expect(scansOf(planOf(`index=* ${both}`)).map(({ source }) => source)).toEqual([
    { kind: "log", id: "windows.sysmon" },
  ]);
  expect(scansOf(planOf("source=Syslog:Linux-Sysmon/Operational")).map(({ source }) => source)).toEqual([
    { kind: "log", id: "linux.sysmon" },
  ]);
});

test("gaps name what a detection needs and lacks, those first that unlock most", () => {
  const gaps = [
    'sourcetype="aws:description" id=x',
    'sourcetype="aws:description" region=main',
    `${sysmon} Keywords=x RuleName=y | stats count by Keywords`,
  ].map((search) => {
    const { plan, context } = bind("sentinel", search);
    return gapsOf(plan, context);
  });
  expect(
    countGaps(gaps).map(({ source, field, unlocks, needed }) => [source, field, unlocks, needed]),
  ).toEqual([
    ["aws.description", undefined, 2, 2],
    ["windows.sysmon", "Keywords", 1, 1],
  ]);
});

test.each([
  [5145, "ShareName", 'coalesce(ShareName, event_data(EventData, "ShareName"))'],
  [5136, "AttributeValue", 'event_data(EventData, "AttributeValue")'],
  [4624, "TargetUserName", "TargetUserName"],
  [4624, "LogonType", "LogonType"],
  [4627, "LogonType", 'coalesce(LogonType, toint(event_data(EventData, "LogonType")))'],
  [
    4697,
    "ServiceStartType",
    'coalesce(tostring(ServiceStartType), event_data(EventData, "ServiceStartType"))',
  ],
  [4728, "TargetUserName", "TargetUserName"],
  [4728, "MemberName", 'coalesce(MemberName, event_data(EventData, "MemberName"))'],
])("the data of event %i has `%s` in a column, in the XML or in one of both", (code, field, expected) => {
  const { binding } = bind("sentinel", `source="XmlWinEventLog:Security" EventCode=${String(code)}`);
  expect(show(binding, field)).toBe(expected);
});

test("a step over each field needs the fields that its patterns name, and none that it sets", () => {
  const search = `sourcetype="auditd" type=EXECVE | foreach a* [eval words=mvappend(words, '<<FIELD>>')] | table words`;
  const { plan, context } = bind("elastic", search);
  expect(gapsOf(plan, context).map(({ field }) => field)).toEqual(["a*"]);
});

test("a field can be asked for without a report", () => {
  const { scan, plan, context, reported } = bind("sentinel", `${sysmon} EventCode=1`);
  expect(canBindField(scan, "CommandLine", context, plan)).toBe(true);
  expect(canBindField(scan, "Keywords", context, plan)).toBe(false);
  expect(reported).toEqual([]);
});

test("a test of a derived name leaves the kinds of events whose names can be any text", () => {
  const { binding } = bind("sentinel", `${sysmon} EventCode=8 parent_process_name="powershell.exe"`);
  expect(show(binding, "parent_process_name")).toBe('base_name(event_data(EventData, "SourceImage"))');
});
