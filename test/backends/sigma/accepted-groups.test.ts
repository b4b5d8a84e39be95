import { beforeAll, describe, expect, it } from "vitest";
import { loadWorkbench, type Workbench } from "../../support/workbench.js";

let workbench: Workbench;
beforeAll(async () => {
  workbench = await loadWorkbench();
});

const processes = (aggregate: string, keys: string, after: string) =>
  `| tstats fillnull_value=null ${aggregate} from datamodel=Endpoint.Processes
   where Processes.process="*x*" by ${keys} | ${after}`;

function codes(search: string, ...accept: readonly string[]): readonly string[] {
  const { diagnostics } = workbench.compile(search, "sigma", { accept: ["windowing", ...accept] });
  return diagnostics.flatMap(({ severity, code }) => (severity === "error" ? [code] : []));
}

function compiled(search: string, ...accept: readonly string[]) {
  const outcome = workbench.compile(search, "sigma", { accept: ["windowing", ...accept] });
  if (outcome.status !== "compiled") throw new Error(JSON.stringify(outcome.diagnostics));
  return {
    accepted: outcome.query.accepted,
    query: outcome.query.text,
    file: outcome.artifacts[0]?.text ?? "",
  };
}

describe("whole-paths", () => {
  const sysmon = 'source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" EventCode=23';
  const search = `${sysmon} | stats count by process_name, Computer | where count > 9`;

  it("groups by the path where the search groups by the name in it, and says so", () => {
    expect(codes(search)).toEqual(["sigma/whole-path"]);
    const { accepted, query, file } = compiled(search, "whole-paths");
    expect(accepted).toEqual(["whole-paths"]);
    expect(query).toContain("group-by:\n        - Image\n        - Computer");
    expect(file).toContain("Alerts on such groups of events");
    expect(file).toContain("it may miss a group");
  });

  it("counts different paths where the search counts different names", () => {
    const distinct = `${sysmon} | stats dc(process_name) as n by Computer | where n > 3`;
    expect(codes(distinct)).toEqual(["sigma/whole-path"]);
    expect(compiled(distinct, "whole-paths").query).toContain("gt: 3\n        field: Image");
  });

  it("takes an ARN for the name at its end, where no other field has the name", () => {
    const login =
      "sourcetype=aws:cloudtrail eventName=ConsoleLogin | stats count by user_name | where count > 9";
    expect(codes(login)).toEqual(["sigma/whole-path"]);
    const { query } = compiled(login, "whole-paths");
    expect(query).toContain("event: userIdentity.userName");
    expect(query).toContain("event_3: userIdentity.arn");
  });

  it.each([
    ["another part", "substr(Image, 1, 2)"],
    ["a name behind something", `replace(Image, "^.*x", "")`],
    ["another case", "lower(Image)"],
  ])("takes no whole value for %s", (_, expression) => {
    const other = `${sysmon} | eval k=${expression} | stats count by k | where count > 9`;
    expect(codes(other, "whole-paths")).toEqual(["sigma/computed-group-key"]);
  });

  it("lets no path meet a name in a join", () => {
    const joined = (key: string) => `${sysmon} | stats count by process_name
      | join process_name [search source="XmlWinEventLog:Security" EventCode=4625 | rename ${key} as process_name
      | stats count by process_name]`;
    expect(codes(joined("TargetUserName"), "whole-paths")).toEqual(["sigma/correlation"]);
  });

  it("is no difference to a rule on events", () => {
    const events = `${sysmon} Image="*x*" | stats count by process_name`;
    expect(compiled(events, "whole-paths").accepted).toBeUndefined();
  });
});

describe("missing-fields", () => {
  it("leaves out events without a key that the search or the data model fills, and says so", () => {
    const search = processes("count", "Processes.original_file_name Processes.dest", "where count > 9");
    expect(codes(search)).toEqual(["sigma/group-key-fill"]);
    const { accepted, query, file } = compiled(search, "missing-fields");
    expect(accepted).toEqual(["missing-fields"]);
    expect(query).toContain("OriginalFileName|exists: true");
    // Every event of the log source has the other key.
    expect(query).not.toContain("Computer|exists");
    expect(file).toContain("It leaves out events that lack a field");
  });

  it("is needed for the fill of a data model alone, too", () => {
    const model = `| tstats count from datamodel=Endpoint.Processes where Processes.process="*x*"
      by Processes.original_file_name | where count > 9`;
    expect(codes(model)).toEqual(["sigma/group-key-fill"]);
  });

  it("leaves them out of what is counted", () => {
    const search = processes("dc(Processes.original_file_name) as n", "Processes.dest", "where n > 9");
    expect(codes(search)).toEqual(["sigma/counted-fill"]);
    expect(compiled(search, "missing-fields").query).toContain("OriginalFileName|exists: true");
  });

  it("is no difference where every event has the field", () => {
    const search = processes("dc(Processes.process_guid) as n", "Processes.dest", "where n > 9");
    expect(compiled(search, "missing-fields").accepted).toBeUndefined();
  });

  it("stands beside whole paths", () => {
    const search = processes("count", "Processes.process_name Processes.user", "where count > 9");
    expect(codes(search, "missing-fields")).toEqual(["sigma/whole-path", "sigma/whole-path"]);
    const { query } = compiled(search, "missing-fields", "whole-paths");
    expect(query).toContain("Image|exists: true");
    expect(query).toContain("User|exists: true");
  });
});
