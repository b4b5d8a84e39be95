import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { lookupRows } from "../../src/cli/search-context.js";
import { loadProject, type Project } from "../../src/cli/project.js";
import { understand } from "../../src/compile.js";
import { startEvaluation } from "../../src/evaluate/evaluate.js";
import type { LogicalPlan } from "../../src/plan/plan.js";
import type { WitnessCase } from "../../src/witness/witness-event.js";
import { witnesses } from "../../src/witness/witnesses.js";

const now = 1_700_000_000;
let project: Project;

beforeAll(async () => {
  const loaded = await loadProject({ root: fileURLToPath(new URL("../..", import.meta.url)) });
  if (loaded.project === undefined) throw new Error("the repository cannot be loaded");
  project = loaded.project;
});

function planOf(search: string): LogicalPlan {
  const source = { name: "search", text: search };
  const { plan } = understand(source, { ...project.compiler, targets: [] });
  if (plan === undefined) throw new Error(`no plan for ${search}`);
  return plan;
}

function made(plan: LogicalPlan, seed = 1): readonly WitnessCase[] {
  const lookups = lookupRows(project.compiler.content.lookups);
  return witnesses(plan, { seed, now, catalog: project.compiler.catalog, lookups });
}

function rowsOf(plan: LogicalPlan, { events }: WitnessCase): number {
  let rows = 0;
  const lookups = lookupRows(project.compiler.content.lookups);
  const evaluation = startEvaluation(plan, { now, lookups }, () => rows++);
  for (const { scan, fields } of events)
    evaluation.push(fields, (each) => (each === scan ? fields : undefined));
  evaluation.finish();
  return rows;
}

const search =
  'source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" EventCode=1 CommandLine="*whoami*"';

describe("events made for a search", () => {
  it("make every detection of the repository fire", () => {
    const silent = project.compiler.content.detections.filter((detection) => {
      const { plan } = understand(detection.search.source, { ...project.compiler, targets: [] });
      return plan !== undefined && !made(plan).some((each) => rowsOf(plan, each) > 0);
    });
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  it("are the same for the same seed", () => {
    const events = (seed: number) =>
      made(planOf(search), seed).map((each) => each.events.map(({ note, fields }) => [note, fields]));
    expect(events(7)).toEqual(events(7));
  });

  it("come with neighbours of each value that decides, on both sides of the test", () => {
    const plan = planOf(search);
    const neighbours = made(plan).find(({ name }) => name === "neighbours");
    const about = (neighbours?.events ?? []).filter(({ note }) => note.startsWith("CommandLine: "));
    const fires = about.filter((event) => rowsOf(plan, { name: "one", events: [event] }) > 0);
    const notes = (events: typeof about) => events.map(({ note }) => note.slice("CommandLine: ".length));
    expect(notes(about)).toEqual(expect.arrayContaining(["missing", "empty", "other case", "a wildcard"]));
    expect(notes(fires)).toEqual(expect.arrayContaining(["other case", "inside a text"]));
    expect(notes(fires)).not.toEqual(expect.arrayContaining(["missing"]));
  });

  it("have what every event of their kind has", () => {
    const plan = planOf(
      'source="XmlWinEventLog:Security" EventCode=5136 SubjectUserName!=x | stats count by AttributeValue',
    );
    const changes = made(plan)
      .flatMap(({ events }) => events)
      .filter(({ fields }) => String(fields["EventCode"]) === "5136");
    const lacking = changes.filter(
      ({ fields }) => (fields["SubjectUserName"] ?? "") === "" || (fields["AttributeValue"] ?? "") === "",
    );
    expect([changes.length > 0, lacking.map(({ note }) => note)]).toEqual([true, []]);
  });

  it("stand just below and just above a threshold", () => {
    const plan = planOf(`${search} | stats count by Computer | where count > 4`);
    const rows = new Map(made(plan).map((each) => [each.name, rowsOf(plan, each)]));
    expect([rows.get("3 events"), rows.get("4 events"), rows.get("5 events")]).toEqual([0, 0, 1]);
  });

  it("vary what is counted by its values", () => {
    const plan = planOf(`${search} | stats dc(User) as users by Computer | where users > 2`);
    const rows = new Map(made(plan).map((each) => [each.name, rowsOf(plan, each)]));
    expect([rows.get("3 events"), rows.get("3 events of various values")]).toEqual([0, 1]);
  });

  it("lie on both sides of the edge of a bucket", () => {
    const plan = planOf(`${search} | bin _time span=5m | stats count by _time | where count > 2`);
    const around = made(plan).find(({ name }) => name === "events around the edge of a bucket");
    const buckets = (around?.events ?? []).map(({ fields }) => Math.floor(Number(fields["_time"]) / 300));
    expect(new Set(buckets).size).toBe(2);
    expect(around === undefined ? -1 : rowsOf(plan, around)).toBe(0);
  });

  it.each([
    ["have one moment", "| stats count by User", 1],
    ["have moments of their own where their order decides", "| stats latest(Image) as i by User", 0],
    ["have moments of their own where the first ones are kept", "| dedup User", 0],
  ])("%s", (_, rest, expected) => {
    const names = made(planOf(`${search} ${rest}`)).map(({ name }) => name);
    expect(names.filter((name) => name === "events of one moment")).toHaveLength(expected);
  });

  it("share the value that joins two searches", () => {
    const other = search.replace("EventCode=1", "EventCode=3").replace(' CommandLine="*whoami*"', "");
    const plan = planOf(`${search} | join ProcessGuid [search ${other} | fields ProcessGuid DestinationIp]`);
    expect(made(plan).some((each) => rowsOf(plan, each) > 0)).toBe(true);
  });

  const sysmon = 'source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational"';
  it.each([
    ["cuts a text into so many pieces", '| where mvcount(split(Image, "/"))=4'],
    ["asks for a piece of a text", '| where mvindex(split(CommandLine, " "), 2)="b"'],
    ["finds one of several values", '| where mvfind(CommandLine, "^Forward.*To$")>=0'],
    [
      "adds the points of several tests",
      '| eval n=if(like(CommandLine, "%a%"),2,0)+if(User="b",3,0) | where n>4',
    ],
    ["wants another value, but a value", '| where NOT User="a" AND Computer!="b"'],
    ["looks into a document", '| spath input=CommandLine path=a.b output=c | where c="d"'],
    [
      "asks a table",
      "| lookup remote_access_tools process_name AS OriginalFileName OUTPUT approved | search approved=false",
    ],
    [
      "counts values that a test excludes some of",
      'User!="*$" | stats dc(User) as n by Computer | where n>9',
    ],
    [
      "counts different values of one field and few of another",
      "| stats dc(User) as n dc(Image) as m by Computer | where n>9 AND m=1",
    ],
    ["adds up a field", "| stats sum(ProcessId) as n by Computer | where n>1000000000"],
    ["counts what passes a test", '| stats count(eval(User="a")) as n by Computer | where n>5'],
    [
      "compares a group with all",
      "| stats count by User | eventstats avg(count) as a stdev(count) as s | where count>a+3*s",
    ],
  ])("make a search fire that %s", (_, rest) => {
    const plan = planOf(`${sysmon} EventCode=1 ${rest}`);
    expect(made(plan).some((each) => rowsOf(plan, each) > 0)).toBe(true);
  });
});
