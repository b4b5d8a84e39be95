import type { LookupTable } from "../../src/content/model.js";
import type { LogSource, SourceCatalog, SourceField } from "../../src/plan/log-source.js";
import type { ValueType } from "../../src/plan/row-type.js";

/** `name:type`, `[]` for several values, `!` for a field every event has, `=text` for a fill. */
function field(text: string): SourceField {
  const [, name = "", type = "text", multivalue, always, , fill] =
    /^([\w.{}]+)(?::(\w+))?(\[\])?(!)?(=(\w+))?$/u.exec(text) ?? [];
  return {
    name,
    type: valueType(type),
    multivalue: multivalue !== undefined,
    always: always !== undefined,
    ...(fill === undefined ? {} : { fill }),
  };
}

function valueType(text: string): ValueType {
  return text === "number" || text === "ip" || text === "time" ? text : "text";
}

function source(
  id: string,
  fields: readonly string[],
  more: Partial<Pick<LogSource, "prefixes" | "openFields" | "children" | "metrics">> & {
    readonly recordFields?: readonly string[];
  } = {},
): LogSource {
  return {
    id,
    title: id,
    prefixes: more.prefixes ?? [],
    fields: new Map(
      fields
        .map(field)
        .map((each) => [
          each.name,
          more.recordFields?.includes(each.name) === true ? { ...each, origin: "record" } : each,
        ]),
    ),
    openFields: more.openFields ?? [],
    derivations: new Map(),
    ...(more.children === undefined ? {} : { children: more.children }),
    ...(more.metrics === undefined ? {} : { metrics: more.metrics }),
  };
}

const sources = [
  source("windows.security", [
    "EventCode:number!",
    "Computer!",
    "SubjectName",
    "UserData_Xml",
    "dest",
    "user",
  ]),
  source("windows.sysmon", ["EventCode:number!", "Image", "CommandLine", "dest", "user"]),
  source("cloud.trail", ["eventName!", "src_ip:ip", "user", "resources[]", "requestParameters.user"], {
    openFields: [{ pattern: "requestParameters.*", type: "text", multivalue: false }],
  }),
  source("cluster.events", ["object.reason", "object.subject.kind", "object.subject.name"]),
  source("measured", ["disk.read:number", "disk.write:number", "load:number", "host!", "_value:number"], {
    metrics: new Set(["disk.read", "disk.write", "load"]),
  }),
  source("directory.audit", ["operationName!", "user"]),
  source("directory.signin", ["operationName!", "user"]),
  source(
    "cim.processes",
    [
      "dest=unknown",
      "user=unknown",
      "process",
      "process_name=unknown",
      "process_id",
      "process_hash[]",
      "count:number",
    ],
    { prefixes: ["Processes"] },
  ),
  source("cim.files", ["dest=unknown", "file_name", "process_id"], { prefixes: ["Filesystem"] }),
  source("risk", ["risk_object!", "source!"], { prefixes: ["All_Risk"], recordFields: ["source"] }),
  source("cim.logons", ["action=unknown", "dest=unknown", "tag[]!"], {
    prefixes: ["Logons.Weak", "Logons"],
    children: new Map([
      ["Failed", new Map([["action", { kind: "in", values: new Set(["failure"]) }]])],
      ["Weak", new Map([["tag", { kind: "in", values: new Set(["cleartext", "insecure"]) }]])],
      [
        "Weak.Other",
        new Map([
          ["tag", { kind: "in", values: new Set(["cleartext", "insecure"]) }],
          ["action", { kind: "except", values: new Set(["failure"]) }],
        ]),
      ],
    ]),
  }),
];

/** A small catalog with every kind of spelling. */
export const sampleCatalog: SourceCatalog = {
  sources: new Map(sources.map((each) => [each.id, each])),
  spellings: [
    { key: "index", value: "measured", source: "measured" },
    { key: "sourcetype", value: "xmlwineventlog", source: "windows.security" },
    { key: "sourcetype", value: "xmlwineventlog", source: "windows.sysmon" },
    { key: "eventtype", value: "wineventlog_security", source: "windows.security" },
    { key: "channel", value: "security", source: "windows.security" },
    { key: "source", value: "XmlWinEventLog:Security", source: "windows.security" },
    { key: "source", value: "XmlWinEventLog:Microsoft-Windows-Sysmon/Operational", source: "windows.sysmon" },
    { key: "sourcetype", value: "aws:cloudtrail", source: "cloud.trail" },
    { key: "sourcetype", value: "aws:cloudtrail:lake", source: "cloud.trail" },
    { key: "sourcetype", value: "cluster", source: "cluster.events" },
    { key: "sourcetype", value: "directory", source: "directory.audit" },
    { key: "sourcetype", value: "directory", source: "directory.signin" },
    { key: "category", value: "AuditLogs", source: "directory.audit" },
    { key: "category", value: "SignInLogs", source: "directory.signin" },
    { key: "datamodel", value: "Endpoint.Processes", source: "cim.processes" },
    { key: "datamodel", value: "Endpoint.Filesystem", source: "cim.files" },
    { key: "datamodel", value: "Access.Logons", source: "cim.logons" },
    { key: "datamodel", value: "Risk.All_Risk", source: "risk" },
  ],
  neutralTerms: [{ key: "index", value: "*" }],
};

function lookup(name: string, columns: readonly string[], more: Partial<LookupTable> = {}): LookupTable {
  return {
    name,
    description: "",
    kind: "csv",
    columns,
    matchTypes: new Map(),
    caseSensitive: true,
    minMatches: 0,
    file: { name: `lookups/${name}.yml`, text: "" },
    ...more,
  };
}

export const sampleLookups: ReadonlyMap<string, LookupTable> = new Map(
  [
    lookup("known_hosts", ["host_name", "owner", "criticality"]),
    lookup("bad_tools", ["tool"], { csv: { path: "lookups/bad_tools.csv", text: "tool\n*mimi*\n" } }),
    lookup("rated_hosts", ["host_name", "rating"], { minMatches: 1, maxMatches: 1, defaultMatch: "low" }),
    lookup("watched", ["address", "who"], {
      csv: { path: "lookups/watched.csv", text: 'address,who\n10.0.0.0/8,\n"web*",root\n7,"a,b"\n' },
    }),
    lookup("graded", ["tool", "grade"], {
      minMatches: 1,
      defaultMatch: "none",
      csv: { path: "lookups/graded.csv", text: "tool,grade\nmimi,bad\nping,fine\n" },
    }),
    lookup("keyed", ["tool", "grade"], {
      csv: { path: "lookups/keyed.csv", text: "tool,grade\nmimi,bad\n,bad\n" },
    }),
    lookup("families", ["pattern", "family"], {
      caseSensitive: false,
      matchTypes: new Map([["pattern", "wildcard"]]),
      minMatches: 1,
      defaultMatch: "none",
      csv: { path: "lookups/families.csv", text: "pattern,family\n*mimi*,thief\n*katz,cat\n" },
    }),
    lookup("first_families", ["pattern", "family"], {
      maxMatches: 1,
      matchTypes: new Map([["pattern", "wildcard"]]),
      csv: { path: "lookups/first_families.csv", text: "pattern,family\n*mimi*,\n*katz,cat\n*kat*,cat\n" },
    }),
    lookup("trusted_hosts", ["host_name", "owner"], { filter: 'owner="admin"' }),
    lookup("forest", [], { kind: "mlmodel" }),
    lookup("bits_of", ["word", "bits"], {
      kind: "script",
      computes: { column: "bits", function: "shannon_entropy", of: "word" },
    }),
  ].map((each) => [each.name, each]),
);
