import { describe, expect, it } from "vitest";
import { targets } from "../../src/backends/index.js";
import { compileSearch } from "../support/compile-search.js";

const processes =
  "| tstats count from datamodel=Endpoint.Processes where Processes.process_name=certutil.exe " +
  'Processes.process_path="*certutil*" by Processes.dest Processes.process';

/** The homes of process events that `homes:` in detc.yml chooses from, with what their queries read. */
const cases: readonly (readonly [target: string, home: string, reads: readonly string[]])[] = [
  ["sentinel", "defender", ["DeviceProcessEvents", "FileName"]],
  ["sentinel", "sysmon", ["Event\n", "EventID == 1", '<Data Name=""Image"">']],
  ["sentinel", "sysmon-windowsevent", ["WindowsEvent\n", "EventID == 1", "EventData"]],
  ["sentinel", "securityevent", ["SecurityEvent\n", "EventID == 4688", "NewProcessName"]],
  ["sentinel", "asim", ["_Im_ProcessCreate", "TargetProcessName"]],
  ["elastic", "defend", ['event.type == "start"', "process.name"]],
  ["elastic", "sysmon", ['event.code == "1"', "process.executable"]],
  ["elastic", "security", ['event.code == "4688"', "process.name"]],
  ["cortex", "xdr", ["xdr_data", "action_process_image_name"]],
  ["cortex", "sysmon", ["microsoft_sysmon_raw", "event_data"]],
  ["cortex", "security", ["microsoft_windows_raw", "NewProcessName"]],
];

describe("process events of a data model", () => {
  it.each(cases)("in %s are read from the home %s", async (id, home, reads) => {
    const target = targets.find((each) => each.id === id);
    if (target === undefined) throw new Error(`there is no target ${id}`);
    const compiled = await compileSearch(target, processes, { homes: { "cim.endpoint.processes": home } });
    const text = compiled.status === "compiled" ? compiled.query.text : compiled.reasons.join("\n");
    for (const part of reads) expect(text).toContain(part);
  });

  it("are refused where an event of the home lacks a field", async () => {
    const target = targets.find(({ id }) => id === "sentinel");
    if (target === undefined) throw new Error("there is no target");
    const search = `${processes} Processes.original_file_name`.replace(
      "where ",
      "where Processes.original_file_name=CertUtil.exe ",
    );
    const compiled = await compileSearch(target, search, {
      homes: { "cim.endpoint.processes": "securityevent" },
    });
    expect(compiled).toMatchObject({
      status: "refused",
      reasons: [expect.stringContaining("event 4688 has no original file name")],
    });
  });
});

describe("a log of IIS", () => {
  const web = (test: string) => `| tstats count from datamodel=Web where ${test} by Web.dest Web.url`;
  it.each([
    ["the whole address", 'Web.url="/a/b"', /iff\(coalesce\(csUriQuery, "-"\) =~ "-", csUriStem, /u],
    ["the query", "Web.uri_query=*", /isnotempty\(extract\(.*csUriQuery\)\)/u],
  ])("in sentinel has a hyphen for no query: %s", async (_, test, expected) => {
    const target = targets.find(({ id }) => id === "sentinel");
    if (target === undefined) throw new Error("there is no target");
    const compiled = await compileSearch(target, web(test), { homes: { "cim.web": "iis" } });
    if (compiled.status === "refused") throw new Error(compiled.reasons.join());
    expect(compiled.query.text).toMatch(expected);
  });
});
