import { readFile } from "node:fs/promises";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { CORE_SCHEMA, loadAll } from "js-yaml";
import { beforeAll, describe, expect, it } from "vitest";
import { loadWorkbench, type Workbench, type WorkbenchChanges } from "../../support/workbench.js";

let workbench: Workbench;
beforeAll(async () => {
  workbench = await loadWorkbench();
});

const sysmon = 'source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational"';
const security = 'source="XmlWinEventLog:Security"';

function codes(search: string, changes?: WorkbenchChanges): readonly string[] {
  const outcome = workbench.compile(search, "sigma", changes);
  return outcome.diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
}

function body(search: string, changes?: WorkbenchChanges): string {
  const outcome = workbench.compile(search, "sigma", changes);
  expect(outcome.diagnostics.map(({ message }) => message)).toEqual([]);
  return outcome.status === "compiled" ? outcome.query.text : outcome.status;
}

describe("a Sigma rule", () => {
  it("has selections for what must hold and filters for what must not", () => {
    const search = `${sysmon} EventCode=1 Image="*\\\\a.exe" (CommandLine="*x*" OR CommandLine="*y*")
      NOT (ParentImage="C:\\\\Windows\\\\*" User="*SYSTEM") NOT CommandLine="*ok*"`;
    expect(body(search)).toBe(
      [
        "logsource:",
        "    category: process_creation",
        "    product: windows",
        "detection:",
        "    selection:",
        "        Image|endswith: '\\a.exe'",
        "        CommandLine|contains:",
        "            - 'x'",
        "            - 'y'",
        "    filter_main_parent_img:",
        "        ParentImage|startswith: 'C:\\Windows\\'",
        "        User|endswith: 'SYSTEM'",
        "    filter_main_cli:",
        "        CommandLine|contains: 'ok'",
        "    condition: selection and not 1 of filter_main_*",
        "",
      ].join("\n"),
    );
  });

  it("has no test that another one implies", () => {
    const rule = (tests: string) => body(`${sysmon} EventCode=1 ${tests}`);
    const once = rule("Image IN (a, b) CommandLine=c");
    expect(rule("Image IN (a, b) Image IN (b, a) CommandLine=c")).toBe(once);
    expect(rule("Image IN (a, b) (Image IN (b, a, d) OR User=e) CommandLine=c")).toBe(once);
    expect(rule("Image IN (a, b) (Image IN (a, d) OR User=e) CommandLine=c")).toContain("User: 'e'");
  });

  it("asks for the field where a difference does", () => {
    expect(body(`${sysmon} EventCode=1 Image=a.exe User!=b`)).toContain("User|exists: true");
    expect(body(`${sysmon} EventCode=1 Image=a.exe NOT User=b`)).not.toContain("exists");
  });

  it.each([
    ["5 < LogonType", "LogonType|gt: 5"],
    ["5 <= LogonType", "LogonType|gte: 5"],
    ["5 > LogonType", "LogonType|lt: 5"],
    ["5 >= LogonType", "LogonType|lte: 5"],
  ])("turns a comparison around that begins with its number: %s", (test, expected) => {
    expect(body(`${security} EventCode=4624 | where ${test}`)).toContain(expected);
  });

  it("heeds case where the search does", () => {
    expect(body(`${sysmon} EventCode=1 | where CommandLine="Ab"`)).toContain("CommandLine|cased: 'Ab'");
    expect(body(`${sysmon} EventCode=1 | where lower(CommandLine)="ab"`)).toContain("CommandLine: 'ab'");
    expect(body(`${sysmon} EventCode=1 | where match(CommandLine, "(?i)a+b")`)).toContain(
      "CommandLine|re|i: 'a+b'",
    );
  });

  it.each([
    ["(?is)^a.c\\z", "CommandLine: 'a?c'"],
    ["(?i)a\\*b", "CommandLine|contains: 'a\\*b'"],
    ["(?is)^a.*b", "CommandLine|startswith: 'a*b'"],
    ["(?s)Ab.c\\z", "CommandLine|endswith|cased: 'Ab?c'"],
    // A dot that leaves out line feeds, a `$` that lets one follow, and a case that not all engines can heed.
    ["(?i)^a.c\\z", undefined],
    ["(?is)^a.c$", "CommandLine|re|i|s: '^a.c$'"],
    ["Ab", "CommandLine|re: 'Ab'"],
  ])("writes a regular expression that is text and wildcards as such: %s", (regex, expected) => {
    const search = `${sysmon} EventCode=1 | where match(CommandLine, "${regex}")`;
    if (expected === undefined) expect(codes(search)).toEqual(["sigma/regex"]);
    else expect(body(search)).toContain(expected);
  });

  it("turns computed columns back into tests of the log", () => {
    const search = `${sysmon} EventCode=1 | eval kind=case(CommandLine="a", "x", CommandLine="b", "y", true(), "z") | where kind!="z"`;
    expect(body(search)).toContain("CommandLine|cased:\n            - 'a'\n            - 'b'");
    expect(body(`${sysmon} EventCode=1 | where len(CommandLine) > 9`)).toContain(
      "CommandLine|re|s: '^.{10,}'",
    );
  });

  it("finds pieces and stretches of a text by regular expressions", () => {
    const where = `${sysmon} EventCode=11 | where`;
    const file = (test: string) => body(`${where} ${test}`);
    expect(file('mvcount(split(TargetFilename, "\\\\"))=2')).toContain("|re: '^[^\\\\]*(\\\\[^\\\\]*)$'");
    expect(file('mvindex(split(TargetFilename, "\\\\"), 0)="D:"')).toContain("|re: '^D:(\\\\|$)'");
    expect(file('substr(TargetFilename, 1, 2)="D:"')).toContain("TargetFilename|startswith|cased: 'D:'");
    expect(file('substr(TargetFilename, -4)=".exe"')).toContain("TargetFilename|endswith|cased: '.exe'");
    expect(file('match(file_name, "^[0-9a-f]{8}$")')).toContain("|re: '(^|\\\\)[0-9a-f]{8}$'");
    expect(codes(`${where} len(file_name)>70000`)).toEqual(["sigma/computed-value"]);
    expect(file("len(file_name)=5")).toContain("|re: '(^|\\\\)[^\\\\]{5}$'");
  });

  it("takes in the character that an expression looks at before it begins", () => {
    const where = `${sysmon} EventCode=1 | where match(CommandLine, `;
    expect(body(`${where}"(?<!/)\\\\bab+")`)).toContain("CommandLine|re: '(^|[^/])\\bab+'");
    expect(codes(`${where}"a(?<!b)c")`)).toEqual(["sigma/regex"]);
  });

  it("asks any of several values for what is taken out of each", () => {
    const mail =
      'sourcetype="gsuite:gmail:bigquery" subject=x | rex field=destination{}.address "[^@]+@(?<domain>[^@]+)" | where';
    const outcome = workbench.compile(`${mail} domain="a.b"`, "sigma");
    expect(outcome.status === "compiled" ? outcome.query.text : outcome.status).toContain(
      "destination.address|re: '^@*([^@]+@{2,})*[^@]+@(a\\.b)(@|$)'",
    );
    expect(codes(`${mail} domain!="a.b"`)).toEqual(["sigma/multivalue-difference"]);
  });

  it("does not say what makes no difference", () => {
    const rule = (rest: string) => body(`${sysmon} EventCode=1 ${rest}`);
    // Whichever arm is chosen, there is a value; so there is where a constant stands in.
    expect(rule('Image=a | eval k=if(md5(CommandLine)="x", "p", "q") | stats count by k')).toBe(
      rule("Image=a"),
    );
    expect(rule('Image=a | eval k=coalesce(md5(CommandLine), "none") | stats count by k')).toBe(
      rule("Image=a"),
    );
    // An event with the text has the field.
    expect(rule("CommandLine=*a* | where len(CommandLine)>9 OR isnull(CommandLine)")).toBe(
      rule("CommandLine=*a* | where len(CommandLine)>9"),
    );
  });

  it("orders numbers that a search writes with more digits, and takes a fill for the text that it is", () => {
    const logon = (test: string) => body(`${security} EventCode=4624 LogonType${test}`);
    expect(logon("<10.50")).toContain("LogonType|lt: 10.5");
    const filled = (test: string) =>
      body(`${security} EventCode=4624 Image=a | eval n=coalesce(LogonType, "none") | search n${test}`);
    // In a search a text that is no number is compared as text, and letters come after digits.
    expect(filled(">5")).toContain("LogonType|exists");
    expect(filled("<5")).not.toContain("LogonType|exists");
  });

  it("writes out a sum of scores", () => {
    const score = (name: string, points: number) => `if(like(CommandLine, "%${name}%"), ${points}, 0)`;
    const search = `${sysmon} EventCode=1 | eval score=${score("a", 2)} + ${score("b", 1)} | where score >= 3`;
    expect(body(search)).toContain("CommandLine|contains|cased|all:\n            - 'a'\n            - 'b'");
  });

  it("asks for the values that mean one thing, and not that no other value is there", () => {
    const rule = body(
      "| tstats count from datamodel=Endpoint.Registry where Registry.action=deleted by Registry.dest",
    );
    expect(rule).toContain("EventType:\n            - 'DeleteKey'\n            - 'DeleteValue'");
    expect(rule).not.toContain("SetValue");
  });

  it("compares the data of a registry value as it is written where only numbers differ", () => {
    const data = `| tstats count from datamodel=Endpoint.Registry where Registry.registry_value_data`;
    const by = "by Registry.dest";
    expect(body(`${data}="*1" ${by}`)).toContain("- 'DWORD (*1)'");
    const long = `| tstats count from datamodel=Endpoint.Registry by Registry.registry_value_data | where len('Registry.registry_value_data') > 512`;
    expect(body(long)).toContain("Details|re|s: '^.{513,}'");
  });

  it("keeps the number of an event where the category leaves no other test", () => {
    expect(body(`${sysmon} EventCode=25`)).toContain(
      "service: sysmon\ndetection:\n    selection:\n        EventID: 25",
    );
  });

  it("names file names by the end of a path", () => {
    const where = "| tstats count from datamodel=Endpoint.Processes where Processes.process_name";
    const by = "by Processes.process_name";
    expect(body(`${where}=cmd.exe ${by}`)).toContain("Image|endswith: '\\cmd.exe'");
    expect(body(`${where}=System ${by}`)).toContain("Image: 'System'");
    expect(body(`${where}=power* ${by}`)).toContain("Image|re|i: '(^|\\\\)power[^\\\\]*$'");
    const user =
      "| tstats count from datamodel=Endpoint.Processes where Processes.user=adm.x by Processes.dest";
    expect(body(user)).toContain("        - User|endswith: '\\adm.x'\n        - User: 'adm.x'\n");
  });

  it("does not ask for a field that every event has", () => {
    const text = body(`${sysmon} EventCode=7 ImageLoaded=*x | stats count by Image, dest, User`);
    expect(text).toContain("User|exists: true");
    expect(text).not.toContain("Computer|exists");
  });
});

describe("the tags of a rule", () => {
  const tags = (...techniques: readonly string[]) => {
    const [first] = workbench.detections;
    if (first === undefined) throw new Error("the repository has no detections");
    const named = techniques.map((value) => ({ value, span: first.search.span }));
    const outcome = workbench.compile(`${sysmon} EventCode=1 Image=a`, "sigma", {
      detection: { tags: { ...first.tags, techniques: named } },
    });
    const text = outcome.status === "compiled" ? (outcome.artifacts[0]?.text ?? "") : outcome.status;
    return Object(loadAll(text, undefined, { schema: CORE_SCHEMA })[0]).tags;
  };

  it.each([
    // A technique that ATT&CK 19 renamed, under the tactic that it split off.
    ["T1562.001", ["attack.defense-impairment", "attack.t1685"]],
    ["T1562.004", ["attack.defense-impairment", "attack.t1686"]],
    ["T1070.001", ["attack.defense-impairment", "attack.t1685.005"]],
    // One that an author has named anew already, which the older data of tactics lack.
    ["T1685.001", ["attack.defense-impairment", "attack.t1685.001"]],
    ["T1070.004", ["attack.stealth", "attack.t1070.004"]],
    ["T1059.001", ["attack.execution", "attack.t1059.001"]],
    ["T1562.009", ["attack.t1688"]],
  ])("of %s are those of ATT&CK 19", (technique, expected) => {
    expect(tags(technique)).toEqual(expected);
  });

  it("name a technique once that stands for two older ones", () => {
    expect(tags("T1562", "T1562.001")).toEqual(["attack.defense-impairment", "attack.t1685"]);
  });
});

describe("a Sigma correlation", () => {
  const accept = ["windowing"];

  it("counts events of a group", () => {
    const search = `${security} EventCode=4625 | bin _time span=5m | stats count by _time, IpAddress, TargetUserName | where count > 30`;
    expect(body(search, { accept })).toContain(
      [
        "correlation:",
        "    type: event_count",
        "    rules:",
        "        - event",
        "    group-by:",
        "        - IpAddress",
        "        - TargetUserName",
        "    timespan: 5m",
        "    condition:",
        "        gt: 30",
      ].join("\n"),
    );
  });

  it("counts distinct values over the window of a run", () => {
    const search = `${security} EventCode=4625 | stats dc(TargetUserName) as users by IpAddress | where users >= 20`;
    const text = body(search, { accept });
    expect(text).toContain("type: value_count");
    expect(text).toContain("timespan: 1h");
    expect(text).toContain("gte: 20\n        field: TargetUserName");
  });

  it("counts what a search counts beside each event to choose among groups", () => {
    const beside = `${security} EventCode=4625 | eventstats dc(TargetUserName) as users by IpAddress | where users > 9`;
    const text = body(
      `${security} EventCode=4625 | stats dc(TargetUserName) as users by IpAddress | where users > 9`,
      {
        accept,
      },
    );
    for (const search of [beside, `${beside} | stats count by IpAddress`]) {
      const outcome = workbench.compile(search, "sigma", { accept });
      expect(outcome.status === "compiled" && outcome.query).toMatchObject({ text, fidelity: "groups" });
    }
    expect(codes(`${beside} | stats count by TargetUserName`, { accept })).toContain("target/unsupported");
    expect(codes(beside.replace("dc(TargetUserName)", "avg(LogonType)"), { accept })).toEqual([
      "sigma/threshold-condition",
    ]);
  });

  it("is one file with the rule that it counts", () => {
    const search = `${security} EventCode=4625 | stats count by IpAddress | where count > 30`;
    const outcome = workbench.compile(search, "sigma", { accept });
    if (outcome.status !== "compiled") throw new Error(outcome.status);
    expect(outcome.query).toMatchObject({ fidelity: "groups", windowing: "engine" });
    const [artifact, ...more] = outcome.artifacts;
    expect(more).toEqual([]);
    const [correlation, rule] = loadAll(artifact?.text ?? "", undefined, { schema: CORE_SCHEMA });
    expect(correlation).toHaveProperty("correlation.rules", [Object(rule).name]);
  });
});

describe("the keys of a Sigma correlation", () => {
  const accept = ["windowing"];
  const parts = (search: string) => {
    const outcome = workbench.compile(search, "sigma", { accept });
    expect(outcome.diagnostics.map(({ message }) => message)).toEqual([]);
    const text = outcome.status === "compiled" ? (outcome.artifacts[0]?.text ?? "") : outcome.status;
    return loadAll(text, undefined, { schema: CORE_SCHEMA }).map((document) => Object(document));
  };
  const counted = (rest: string) => `${security} EventCode=4625 | ${rest} | where count > 3`;

  it("are one field or another by a rule for each", () => {
    const [whole, first, second, ...more] = parts(
      counted("eval who=coalesce(TargetUserName, TargetUserSid) | stats count by who, IpAddress"),
    );
    expect(more).toEqual([]);
    expect(whole.correlation).toMatchObject({
      rules: [first.name, second.name],
      "group-by": ["who", "IpAddress"],
      aliases: { who: { [first.name]: "TargetUserName", [second.name]: "TargetUserSid" } },
    });
    expect(first.detection).toEqual({
      selection: {
        EventID: 4625,
        "IpAddress|exists": true,
        "TargetUserName|exists": true,
      },
      condition: "selection",
    });
    expect(second.detection).toEqual({
      selection: { EventID: 4625, "IpAddress|exists": true, "TargetUserSid|exists": true },
      filter_main_targetusername: { "TargetUserName|exists": true },
      condition: "selection and not 1 of filter_main_*",
    });
  });

  it("leave out the events in which a value stands for none", () => {
    const [whole, only, ...more] = parts(
      counted('eval who=nullif(TargetUserName, "-") | stats count by who'),
    );
    expect(more).toEqual([]);
    expect(whole.correlation).toMatchObject({ "group-by": ["TargetUserName"] });
    expect(Object.values(only.detection)).toContainEqual({ TargetUserName: "-" });
  });

  it("join the events of several log sources", () => {
    const [whole, first, second] = parts(
      `(${security} EventCode=4688) OR (${sysmon} EventCode=2 Image=x) | stats count by Computer | where count > 3`,
    );
    expect([first.logsource, second.logsource]).toEqual([
      { product: "windows", service: "security" },
      { category: "file_change", product: "windows" },
    ]);
    expect(whole.correlation).toMatchObject({
      rules: [first.name, second.name],
      "group-by": ["Computer"],
    });
    expect(whole.correlation.aliases).toBeUndefined();
  });

  it("are refused where a field holds several values, each of which is a group of the search", () => {
    const search =
      'sourcetype="o365:management:activity" Operation=x | stats count by ModifiedProperties{}.Name | where count > 3';
    expect(codes(search, { accept })).toEqual(["sigma/computed-group-key"]);
  });

  it("are refused where they are another field in some events and distinct values are counted of it", () => {
    const search = `${security} EventCode=4625 | eval who=coalesce(TargetUserName, TargetUserSid) |
      stats dc(who) as n by IpAddress | where n > 3`;
    expect(codes(search, { accept })).toEqual(["sigma/computed-count"]);
    const two = counted(
      "eval who=coalesce(TargetUserName, TargetUserSid) | stats count dc(Status) as n by who",
    );
    expect(codes(`${two} AND n > 2`, { accept })).toEqual(["sigma/threshold-condition"]);
  });
});

describe("a condition over groups", () => {
  const stats = (rest: string) => `${security} EventCode=4625 | stats ${rest}`;
  const accept = ["windowing"];
  const fidelityOf = (search: string) => {
    const outcome = workbench.compile(search, "sigma");
    return outcome.status === "compiled" ? outcome.query.fidelity : outcome.status;
  };

  it("that every group meets makes no correlation", () => {
    const search = stats("count by IpAddress | where count > 0");
    expect(body(search)).not.toContain("correlation");
    expect(fidelityOf(search)).toBe("events");
  });

  it("that one event is enough for is a test of the event", () => {
    const search = stats('values(ProcessName) as names by IpAddress | search names="*a*" OR names="*b*"');
    expect(body(search)).toContain("        ProcessName|contains:\n            - 'a'\n            - 'b'\n");
    expect(body(search)).not.toContain("correlation");
    expect(fidelityOf(search)).toBe("groups");
    expect(body(stats("count(eval(LogonType=3)) as n by IpAddress | where n >= 1"))).toContain(
      "LogonType: 3",
    );
  });

  it("counts the values that were collected", () => {
    const text = body(stats("values(TargetUserName) as users by IpAddress | where mvcount(users) > 4"), {
      accept,
    });
    expect(text).toContain("type: value_count");
    expect(text).toContain("gt: 4\n        field: TargetUserName");
  });

  it.each([
    ["> 4.5", "gte: 5"],
    [">= 4.5", "gte: 5"],
    ["> 4", "gt: 4"],
    ["> 1", "gt: 1"],
  ])("counts whole events: count %s is %s", (condition, expected) => {
    expect(body(stats(`count by IpAddress | where count ${condition}`), { accept })).toContain(expected);
  });

  it("leaves out what another part implies", () => {
    const search = stats("count dc(TargetUserName) as users by IpAddress | where count > 2 AND users > 4");
    expect(body(search, { accept })).toContain("gt: 4\n        field: TargetUserName");
  });

  it("of several counts is a temporal correlation over a correlation for each", () => {
    const search = stats("count dc(TargetUserName) as users by IpAddress | where count > 9 AND users > 4");
    const outcome = workbench.compile(search, "sigma", { accept });
    const text = outcome.status === "compiled" ? (outcome.artifacts[0]?.text ?? "") : outcome.status;
    const documents = loadAll(text, undefined, { schema: CORE_SCHEMA }).map((document) => Object(document));
    const [all, withUser, count, users, whole] = documents;
    expect(documents).toHaveLength(5);
    const grouped = { "group-by": ["IpAddress"], timespan: "1h" };
    expect(whole.correlation).toEqual({ type: "temporal", rules: [count.name, users.name], ...grouped });
    expect(count.correlation).toEqual({
      type: "event_count",
      rules: [all.name],
      ...grouped,
      condition: { gt: 9 },
    });
    expect(users.correlation).toEqual({
      type: "value_count",
      rules: [withUser.name],
      ...grouped,
      condition: { gt: 4, field: "TargetUserName" },
    });
    expect(new Set(documents.map(({ id }) => id)).size).toBe(5);
    expect([count.title, users.title]).toEqual([`${whole.title} - Count`, `${whole.title} - Count 2`]);
  });

  it("of values that different events may have is a temporal correlation over a rule for each", () => {
    const search = stats('values(ProcessName) as names by IpAddress | search names="*a*" names="*b*"');
    const text = body(search, { accept });
    expect(text).toContain("ProcessName|contains: 'a'");
    expect(text).toContain("ProcessName|contains: 'b'");
    expect(text).toContain("type: temporal\n    rules:\n        - event\n        - event_2\n");
    const mixed = stats(
      'values(ProcessName) as names count by IpAddress | where count>3 | search names="*a*"',
    );
    expect(body(mixed, { accept })).toContain("    rules:\n        - count\n        - event_2\n");
  });
});

describe("searches that a join brings together", () => {
  const accept = ["windowing"];
  const processes = `| tstats fillnull_value=null count from datamodel=Endpoint.Processes where Processes.process_name=a.exe
    by _time span=1h Processes.dest Processes.process_guid | rename Processes.* as *`;
  const files = `| tstats fillnull_value=null count from datamodel=Endpoint.Filesystem where Filesystem.file_path="*.dll"
    by _time span=1h Filesystem.process_guid Filesystem.file_path | rename Filesystem.* as *`;

  it("are a temporal correlation over a rule for each", () => {
    const text = body(`${processes} | join process_guid [${files}] | where isnotnull(file_path)`, { accept });
    expect(text).toContain("category: process_creation");
    expect(text).toContain("category: file_event");
    expect(text).toContain(
      [
        "correlation:",
        "    type: temporal",
        "    rules:",
        "        - event",
        "        - event_2",
        "    group-by:",
        "        - ProcessGuid",
        "    timespan: 1h",
      ].join("\n"),
    );
  });

  it("hold the presence of the keys where a search takes every event", () => {
    const every = processes.replace("where Processes.process_name=a.exe", "");
    expect(body(`${every} | join process_guid [${files}]`, { accept })).toContain(
      "    selection:\n        ProcessGuid|exists: true\n",
    );
  });

  it("name a key by an alias where the rules have different fields for it", () => {
    const search = `${sysmon} EventCode=1 Image=a | join ParentProcessGuid
      [search ${sysmon} EventCode=11 TargetFilename=b | stats count by ProcessGuid | rename ProcessGuid as ParentProcessGuid]`;
    const outcome = workbench.compile(search, "sigma", { accept });
    const text = outcome.status === "compiled" ? (outcome.artifacts[0]?.text ?? "") : outcome.status;
    const [correlation, first, second] = loadAll(text, undefined, { schema: CORE_SCHEMA });
    expect(correlation).toHaveProperty("correlation.group-by", ["ParentProcessGuid"]);
    expect(correlation).toHaveProperty("correlation.aliases.ParentProcessGuid", {
      [Object(first).name]: "ParentProcessGuid",
      [Object(second).name]: "ProcessGuid",
    });
  });

  it("are refused where a row of the one hides others", () => {
    const hiding = `${processes} | join process_guid [${files}] | dedup file_path`;
    expect(codes(hiding, { accept })).toEqual(["sigma/hidden-groups"]);
    const outcome = workbench.compile(hiding, "sigma", { accept: [...accept, "hidden-groups"] });
    const text = outcome.status === "compiled" ? outcome.artifacts[0]?.text : outcome.status;
    expect(text).toContain("It alerts on each group");
    expect(codes(`${processes} | join process_guid [${files}]`)).toEqual(["sigma/windowing"]);
  });
});

describe("what Sigma cannot say", () => {
  const counted = (rest: string) => `${security} EventCode=4625 | ${rest}`;
  const accept = { accept: ["windowing"] };
  it.each([
    ["not-an-event-search", counted("head 5 | stats count by IpAddress | where count > 1"), {}],
    ["computed-value", `${sysmon} EventCode=1 | where md5(CommandLine)="x"`, {}],
    ["field-comparison", `${sysmon} EventCode=1 | where Image=ParentImage`, {}],
    ["text-order", `${sysmon} EventCode=1 CommandLine>"b"`, {}],
    ["regex", `${sysmon} EventCode=1 | where match(CommandLine, "a(?!b)")`, {}],
    ["every-event", sysmon, {}],
    ["windowing", counted("stats count by IpAddress | where count > 3"), {}],
    [
      "no-window",
      counted("stats count by IpAddress | where count > 3").replace("4625", "4625 earliest=-1d@d latest=now"),
      accept,
    ],
    ["threshold-condition", counted("stats avg(LogonType) as a by IpAddress | where a > 3"), accept],
    ["falling-threshold", counted("stats count by IpAddress | where count < 3"), accept],
    [
      "threshold-over-sources",
      `(${security} EventCode=4688) OR (${sysmon} EventCode=1 Image=x) | stats count by EventCode, Computer | where count > 3`,
      accept,
    ],
    ["no-group", counted("bin _time span=5m | stats count by _time | where count > 3"), accept],
    [
      "group-key-fill",
      "| tstats count from datamodel=Endpoint.Processes where Processes.process=x by Processes.process_path fillnull_value=null | where count > 3"
        .replace("count from", "fillnull_value=null count from")
        .replace(" by Processes.process_path fillnull_value=null", " by Processes.process_path"),
      accept,
    ],
    ["computed-group-key", counted("eval a=lower(IpAddress) | stats count by a | where count > 3"), accept],
  ] as const)("is refused as sigma/%s", (code, search, changes) => {
    expect(codes(search, changes)).toContain(`sigma/${code}`);
  });

  it("is refused for history", () => {
    const detection = workbench.detections.find(({ name }) => name.startsWith("Unusual CertLog"));
    if (detection === undefined) throw new Error("the detection is gone");
    const { diagnostics } = workbench.compileDetection(detection, "sigma");
    expect(diagnostics.map(({ code }) => code)).toContain("sigma/first-seen");
  });
});

describe("the rules of the repository's own detections", () => {
  it("fit the schemas", async () => {
    const ajv = new Ajv({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const schemaNamed = async (name: string) => {
      const text = await readFile(new URL(`../../../schemas/${name}.schema.json`, import.meta.url), "utf8");
      return ajv.compile(JSON.parse(text));
    };
    const rule = await schemaNamed("sigma-rule");
    const correlation = await schemaNamed("sigma-correlation");
    let files = 0;
    const accept = ["windowing"];
    const meeting = `${sysmon} EventCode=1 Image=a | join ProcessGuid [search ${sysmon} EventCode=11 TargetFilename=b]`;
    const outcomes = [
      ...workbench.detections.map((each) => workbench.compileDetection(each, "sigma", { accept })),
      ...[meeting, `${sysmon} evil`].map((search) => workbench.compile(search, "sigma", { accept })),
    ];
    for (const outcome of outcomes) {
      if (outcome.status !== "compiled") continue;
      for (const { text } of outcome.artifacts) {
        files++;
        for (const document of loadAll(text, undefined, { schema: CORE_SCHEMA })) {
          const validate = "correlation" in Object(document) ? correlation : rule;
          validate(document);
          expect(validate.errors ?? []).toEqual([]);
        }
      }
    }
    expect(files).toBeGreaterThan(10);
  });
});

describe("the whole event", () => {
  it("is searched for the terms of a search, which stand between breakers", () => {
    const text = body(`${sysmon} EventCode=1 Image=a evil`);
    const keyword = /'\|re\|i': '(.*)'/.exec(text)?.[1]?.replaceAll("''", "'") ?? "";
    const pattern = new RegExp(keyword, "i");
    expect(["an EVIL thing", "<evil>", "evil"].map((raw) => pattern.test(raw))).toEqual([true, true, true]);
    expect(["evils", "xevil"].some((raw) => pattern.test(raw))).toBe(false);
    expect(text).toContain("selection_keywords:");
  });

  it("is searched for a text that its raw form has to hold", () => {
    expect(body(`${sysmon} EventCode=1 _raw="*evil*"`)).toContain("keywords:\n        - 'evil'\n");
    expect(body(`${sysmon} EventCode=1 _raw="*evil*" _raw="*bad*" Image=a`)).toContain(
      "selection_keywords:\n        '|all':\n            - 'evil'\n            - 'bad'\n",
    );
  });
});

describe("what a log source says already", () => {
  it("is no test of the rule", () => {
    const text = body(`${sysmon} EventCode IN (12, 13, 14) TargetObject=a`);
    expect(text).toContain("category: registry_event");
    expect(text).not.toContain("EventID");
  });

  it("stays where only some of its events are asked for", () => {
    expect(body(`${sysmon} EventCode IN (12, 13) TargetObject=a`)).toContain("EventID");
  });
});

it("compares fields without case as `fieldref` does", () => {
  const text = body(`${sysmon} EventCode=1 | where lower(Image)=lower(ParentImage)`);
  expect(text).toContain("Image|fieldref: 'ParentImage'");
});
