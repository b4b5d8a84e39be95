import { beforeAll, describe, expect, test } from "vitest";
import { loadTargets, type LoadedTargets } from "../../../src/content/load-targets.js";
import { parseYaml } from "../../../src/yaml/parse-yaml.js";
import { checkDocument } from "../../../src/content/schema-check.js";
import { startEvaluation } from "../../../src/evaluate/evaluate.js";
import type { Event } from "../../../src/evaluate/value.js";
import { importRules, type ImportedFiles } from "../../../src/import/sigma/index.js";
import { locate } from "../../../src/source/locate.js";

let loaded: LoadedTargets;
beforeAll(async () => {
  loaded = await loadTargets();
});

function read(...texts: readonly string[]): ImportedFiles {
  const profile = loaded.profiles.get("sigma");
  if (profile === undefined) throw new Error("the package has no Sigma");
  const files = texts.map((text, index) => ({ name: `rule-${index}.yml`, text }));
  return importRules(files, { catalog: loaded.catalog, profiles: loaded.profiles, profile });
}

function rule(detection: string, logsource = "{ category: process_creation, product: windows }"): string {
  const body = detection
    .trim()
    .split("\n")
    .map((line) => `  ${line}`)
    .join("\n");
  return `title: A Rule\nid: 3f0a53a2-4b1c-4f43-9a52-8e2c14f6fd11\nlogsource: ${logsource}\ndetection:\n${body}\n`;
}

/** The search without the terms that name the log source. */
function search(detection: string): string {
  const { rules, diagnostics } = read(rule(detection));
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  expect(errors.map(({ message }) => message)).toEqual([]);
  const text = rules[0]?.understood.source.text ?? "";
  return text.replace(/^source IN \([^)]*\) EventCode=1 ?/, "");
}

function codes(...texts: readonly string[]): readonly string[] {
  return read(...texts).diagnostics.map(({ code }) => code);
}

/** Whether a rule finds an event. */
function finds(detection: string, event: Event): boolean {
  const plan = read(rule(detection)).rules[0]?.understood.plan;
  if (plan === undefined) throw new Error("the rule was refused");
  let found = false;
  const evaluation = startEvaluation(plan, { now: 10, lookups: new Map(), report: () => undefined }, () => {
    found = true;
  });
  const whole: Event = { _time: 1, _raw: "", EventCode: 1, ...event };
  evaluation.push(whole, () => whole);
  evaluation.finish();
  return found;
}

describe("items", () => {
  test.each([
    ["Image: 'C:\\a.exe'", 'Image="C:\\\\a.exe"'],
    ["Image|endswith: '\\a.exe'", 'Image="*\\\\a.exe"'],
    ["Image|startswith: 'a'", 'Image="a*"'],
    ["CommandLine|contains: ['x', 'y']", 'CommandLine IN ("*x*", "*y*")'],
    ["CommandLine|contains|all: ['x', 'y']", 'CommandLine="*x*" CommandLine="*y*"'],
    ["CommandLine|cased: 'Abc'", 'CommandLine=CASE("Abc")'],
    ["CommandLine|neq: 'x'", 'NOT CommandLine="x"'],
    ["CommandLine|exists: true", "CommandLine=*"],
    ["CommandLine: null", "NOT CommandLine=*"],
    ["ProcessId|gte: 5", "ProcessId>=5"],
    ["ProcessId: 5", "ProcessId=5"],
    ["CommandLine|cidr: '10.0.0.0/8'", 'CommandLine="10.0.0.0/8"'],
    ["CommandLine|base64: 'foo'", 'CommandLine="Zm9v"'],
    [
      "CommandLine|base64offset|contains: 'foobar'",
      'CommandLine IN ("*Zm9vYmFy*", "*Zvb2Jhc*", "*mb29iYX*")',
    ],
    ["CommandLine|wide|base64: 'a'", 'CommandLine="YQA="'],
    ["CommandLine|windash|contains: ' -f'", 'CommandLine IN ("* -f*", "* /f*", "* –f*", "* —f*", "* ―f*")'],
    ["CommandLine|re: '^a+$'", "| where match('CommandLine', \"^a+$\")"],
    ["CommandLine|re|i: 'a'", "| where match('CommandLine', \"(?i)a\")"],
    ["CommandLine: 'a?c'", "| where match('CommandLine', \"(?is)^a(?:&amp;|&lt;|&gt;|[^&])c\\z\")"],
    // The log is XML, and Splunk keeps its entities.
    ["CommandLine|contains: ' > a&b'", 'CommandLine="* &gt; a&amp;b*"'],
    ["CommandLine: 'a?>'", "| where match('CommandLine', \"(?is)^a(?:&amp;|&lt;|&gt;|[^&])&gt;\\z\")"],
    ["CommandLine|re: 'a>+'", "| where match('CommandLine', \"a(?:&gt;)+\")"],
    ["CommandLine|re: '[<x]'", "| where match('CommandLine', \"(?:[x]|&lt;)\")"],
    ["Image|fieldref: ParentImage", "| where lower('Image') = lower('ParentImage')"],
  ])("%s", (item, expected) => {
    expect(search(`sel: { ${item} }\ncondition: sel`)).toBe(expected);
  });

  test("a field has the name that the log source has in Splunk", () => {
    const { rules } = read(
      rule("sel: { EventID: 4625 }\ncondition: sel", "{ product: windows, service: security }"),
    );
    expect(rules[0]?.understood.source.text).toMatch(/ EventCode=4625$/);
  });

  test("Defender's `Source Name` is not the `SourceName` that Splunk computes of any event", () => {
    const { rules } = read(
      rule(
        "sel: { EventID: 1116, SourceName: AMSI, EngineVersion: '1' }\ncondition: sel",
        "{ product: windows, service: windefend }",
      ),
    );
    expect(rules[0]?.understood.source.text).toMatch(/ EventCode=1116 Source_Name="AMSI" Engine_Version=1$/);
  });

  test("a log source that the catalog lacks keeps the names", () => {
    const { rules, diagnostics } = read(
      rule("sel: { 'a.b': c }\ncondition: sel", "{ product: acme, service: audit }"),
    );
    expect(rules[0]?.understood.source.text).toBe('a.b="c"');
    expect(diagnostics.map(({ code }) => code)).toEqual(["import/unnamed-source"]);
  });
});

describe("log sources", () => {
  test.each([
    ["registry_set", "EventCode=13"],
    ["registry_add", 'EventCode=12 EventType="CreateKey"'],
    ["registry_delete", 'EventCode=12 EventType IN ("DeleteKey", "DeleteValue")'],
  ])("%s", (category, kind) => {
    const logsource = `{ category: ${category}, product: windows }`;
    const { rules } = read(rule("s:\n  TargetObject: 'a'\ncondition: s", logsource));
    const text = rules[0]?.understood.source.text ?? "";
    expect(text.toLowerCase()).toContain(kind.toLowerCase());
  });
});

describe("conditions", () => {
  const three = "a: { Image: 'a' }\nb: { Image: 'b' }\n_c: { Image: 'c' }\n";
  test.each([
    ["a and not b", 'Image="a" NOT Image="b"'],
    ["a or b and _c", '(Image="a" OR (Image="b" Image="c"))'],
    ["(a or b) and not _c", 'Image IN ("a", "b") NOT Image="c"'],
    ["1 of them", 'Image IN ("a", "b")'],
    ["all of them", 'Image="a" Image="b"'],
    ["1 of _*", 'Image="c"'],
  ])("%s", (condition, expected) => {
    expect(search(`${three}condition: ${condition}`)).toBe(expected);
  });

  test("several conditions are alternatives", () => {
    expect(search(`${three}condition: [a, b]`)).toBe('Image IN ("a", "b")');
  });
});

describe("meaning", () => {
  test("keywords are looked for in the whole event", () => {
    expect(finds("keys: ['evil', 'bad']\ncondition: keys", { _raw: "so EVILs" })).toBe(true);
    expect(finds("keys: { '|all': ['evil', 'bad'] }\ncondition: keys", { _raw: "evil" })).toBe(false);
  });

  test("what is denied may be missing, also behind a regular expression", () => {
    const detection = "a: { Image: 'a' }\nb: { User|re: '^x' }\ncondition: a and not b";
    expect(finds(detection, { Image: "A" })).toBe(true);
    expect(finds(detection, { Image: "A", User: "y" })).toBe(true);
    expect(finds(detection, { Image: "A", User: "xy" })).toBe(false);
  });

  test("`?` and an escaped `*` are exact", () => {
    expect(finds("a: { Image: 'a\\*?' }\ncondition: a", { Image: "A*b" })).toBe(true);
    expect(finds("a: { Image: 'a\\*?' }\ncondition: a", { Image: "axb" })).toBe(false);
  });
});

describe("what cannot be read", () => {
  test.each([
    ["import/unknown-modifier", rule("sel: { Image|contain: 'a' }\ncondition: sel")],
    ["import/modifier", rule("sel: { Image|re|contains: 'a' }\ncondition: sel")],
    ["import/modifier", rule("sel: { Image|hour: 5 }\ncondition: sel")],
    ["import/placeholder", rule("sel: { Image|expand: '%a%' }\ncondition: sel")],
    ["import/wrong-value", rule("sel: { ProcessId|gt: 'a' }\ncondition: sel")],
    ["import/condition", rule("sel: { Image: a }\ncondition: sel and other")],
    ["import/condition", rule("sel: { Image: a }\ncondition: sel | count() > 5")],
    ["import/unused-identifier", rule("sel: { Image: a }\nb: { Image: b }\ncondition: sel")],
    ["import/missing-key", rule("sel: { Image: a }")],
    ["import/correlation", rule("sel: { Image: a }\ncondition: sel\ntimeframe: 5m")],
    ["import/unknown-key", rule("sel: { Image: a }\ncondition: sel", "{ produkt: windows }")],
    [
      "import/other-meaning",
      rule("sel: { process_name: a }\ncondition: sel", "{ product: windows, service: sysmon }"),
    ],
    [
      "import/ambiguous-source",
      rule("sel: { verb: get }\ncondition: sel", "{ product: kubernetes, service: audit }"),
    ],
    [
      "import/unknown-field",
      rule("sel: { CategoryValue: a }\ncondition: sel", "{ product: azure, service: activitylogs }"),
    ],
    [
      "import/unknown-field",
      rule(
        "sel: { eventService: admin.googleapis.com }\ncondition: sel",
        "{ product: gcp, service: google_workspace.admin }",
      ),
    ],
    ["import/not-searchable", rule(`sel: { "a'b|re": x }\ncondition: sel`)],
    ["import/no-rule", "title: Nothing"],
    ["content/invalid-yaml", "title: 'open"],
  ])("%s", (code, text) => {
    expect(codes(text)).toContain(code);
  });

  test("a mistake is shown where it is, in the second document, too", () => {
    const text = `${rule("sel: { Image: a }\ncondition: sel")}---\n${rule("sel:\n  Image|contain: 'a'\ncondition: sel")}`;
    const [problem] = read(text).diagnostics.filter(({ severity }) => severity === "error");
    if (problem === undefined) throw new Error("nothing was reported");
    const { start, end, file } = locate(problem.span);
    expect(file.text.slice(start.offset, end.offset)).toBe("Image|contain");
    expect(file.text).toBe(text);
  });
});

describe("filters", () => {
  const own = rule("sel: { Image: a }\ncondition: sel");
  const filter = (rules: string, logsource = "{ product: windows }", condition = "not known") =>
    `title: A Filter\nlogsource: ${logsource}\nfilter:\n  rules: ${rules}\n  known: { User: b }\n  condition: ${condition}\n`;
  const id = "[3f0a53a2-4b1c-4f43-9a52-8e2c14f6fd11]";

  test.each([id, "any", "[]"])("what they ask is asked of the events of the rules %s, too", (rules) => {
    const { rules: found, total, diagnostics } = read(own, filter(rules));
    expect(diagnostics).toEqual([]);
    expect(total).toBe(1);
    expect(found.map(({ understood }) => understood.source.text)).toEqual([
      expect.stringContaining('Image="a" NOT User="b"'),
    ]);
  });

  test("leave the rules of another log source alone", () => {
    const { rules: found, diagnostics } = read(own, filter("any", "{ product: linux }"));
    expect(diagnostics).toEqual([]);
    expect(found[0]?.understood.source.text).not.toContain("User");
  });

  test("change the rules that a correlation counts", () => {
    const correlation =
      "title: Many\ncorrelation:\n  type: event_count\n  rules: [failed]\n  group-by: [User]\n  timespan: 1h\n  condition: { gt: 5 }\n";
    const { rules: found } = read(`${own}name: failed\n---\n${correlation}`, filter("[failed]"));
    expect(found.map(({ understood }) => understood.source.text)).toEqual([
      expect.stringContaining('NOT User="b"'),
    ]);
  });

  test("are refused with the rule where they cannot be read, or where they would change nothing", () => {
    const unread = read(own, filter(id, "{ product: windows }", "known |"));
    expect(unread.rules).toEqual([]);
    expect(unread.diagnostics.map(({ code }) => code)).toEqual([
      "import/condition",
      "import/filter-document",
    ]);
    expect(codes(own, filter(id, "{ product: linux }"))).toEqual(["import/filter-source"]);
    expect(codes(own, filter("[none]"))).toEqual(["import/no-such-rule"]);
  });
});

describe("correlations", () => {
  const counted = `${rule("sel: { EventID: 4625 }\ncondition: sel", "{ product: windows, service: security }")}name: failed\n`;
  const correlation = (body: string) => `title: Many\ncorrelation:\n  rules: [failed]\n${body}`;
  const source = 'source IN ("XmlWinEventLog:Security", "WinEventLog:Security") EventCode=4625';

  test.each([
    [
      "  type: event_count\n  group-by: [IpAddress]\n  timespan: 10m\n  condition: { gte: 20 }",
      `${source} | bin span=10m _time | stats count by IpAddress, _time | where count >= 20`,
    ],
    [
      "  type: value_count\n  group-by: [IpAddress]\n  timespan: 1h\n  condition: { gt: 5, field: TargetUserName }",
      `${source} | bin span=1h _time | stats dc(TargetUserName) as values by IpAddress, _time | where values > 5`,
    ],
    [
      "  type: temporal\n  group-by: [IpAddress]\n  timespan: 1d",
      `${source} | bin span=1d _time | stats count(eval(searchmatch("EventCode=4625"))) as rule_1 by IpAddress, _time | where rule_1 > 0`,
    ],
  ])("%s", (body, expected) => {
    const { rules, diagnostics } = read(`${correlation(body)}\n---\n${counted}`);
    expect(rules.map(({ understood }) => understood.source.text)).toEqual([expected]);
    expect(diagnostics.map(({ code }) => code)).toEqual(["import/correlation-window"]);
  });

  test.each([
    [
      "import/no-such-rule",
      "title: Many\ncorrelation: { type: event_count, rules: [none], timespan: 1h, condition: { gt: 1 } }",
    ],
    ["import/correlation", correlation("  type: temporal_ordered\n  timespan: 1h")],
    [
      "import/correlation",
      correlation("  type: event_count\n  timespan: 1h\n  aliases: {}\n  condition: { gt: 1 }"),
    ],
    ["import/wrong-value", correlation("  type: event_count\n  timespan: 1 hour\n  condition: { gt: 1 }")],
    [
      "import/unknown-key",
      correlation("  type: event_count\n  timespan: 1h\n  wher: {}\n  condition: { gt: 1 }"),
    ],
  ])("%s", (code, text) => {
    expect(codes(`${text}\n---\n${counted}`)).toContain(code);
  });
});

test("the detection of a rule is valid and keeps what the rule says", () => {
  const text = `${rule("sel: { Image: a }\ncondition: sel")}date: 2024/03/05\nauthor: someone\nlevel: high\ntags: [attack.t1059.001, attack.execution, cve.2024-1234]\n`;
  const yaml = read(text).rules[0]?.yaml ?? "";
  const { document } = parseYaml({ name: "detection.yml", text: yaml });
  if (document === undefined) throw new Error("the detection is no YAML");
  expect(checkDocument(document, "detection").diagnostics).toEqual([]);
  expect(document.value).toMatchObject({
    name: "A Rule",
    date: "2024-03-05",
    author: "someone",
    tags: { mitre_attack_id: ["T1059.001"], cve: ["CVE-2024-1234"], risk_score: 70 },
  });
});
