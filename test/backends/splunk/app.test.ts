import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { splunk } from "../../../src/backends/splunk/index.js";
import { loadContent } from "../../../src/content/load-content.js";
import { loadTargets } from "../../../src/content/load-targets.js";
import type { Artifact } from "../../../src/target/backend.js";
import { loadWorkbench, type Workbench } from "../../support/workbench.js";

let workbench: Workbench;
let files: ReadonlyMap<string, Artifact>;

beforeAll(async () => {
  workbench = await loadWorkbench();
  const content = await loadContent(fileURLToPath(new URL("../../..", import.meta.url)));
  const { profiles } = await loadTargets();
  const profile = profiles.get("splunk");
  if (profile === undefined) throw new Error("no profile");
  const compiled = content.detections.map((detection) => {
    const outcome = workbench.compileDetection(detection, "splunk");
    if (outcome.status !== "compiled") throw new Error(detection.name);
    return { detection, ...outcome };
  });
  const artifacts = splunk.bundle(compiled, content, profile, (_item, _purpose, make) => make());
  files = new Map(artifacts.map((artifact) => [artifact.path, artifact]));
});

function conf(name: string): string {
  return files.get(`splunk/default/${name}.conf`)?.text ?? "";
}

describe("the Splunk app", () => {
  it("holds each search as it was written, with its macros", () => {
    const searches = conf("savedsearches");
    for (const { name, search, stem } of workbench.detections) {
      expect(searches).toContain(`[DETC - ${name} - Rule]\n`);
      const lines = search.source.text.trim().split("\n");
      expect(searches).toContain(`search = ${lines.join(" \\\n")}\n`);
      expect(lines.at(-1)).toContain(`\`${stem}_filter\``);
    }
  });

  it("defines every macro that a search calls", () => {
    const called = workbench.detections.flatMap(({ search }) =>
      [...search.source.text.matchAll(/`(\w+)(?:\(([^)]*)\))?`/g)].map(([, name, parameters]) =>
        parameters === undefined ? name : `${name}(${parameters.split(",").length})`,
      ),
    );
    const macros = conf("macros");
    expect(called.filter((name) => !macros.includes(`[${name}]\n`))).toEqual([]);
  });

  it("carries risk, schedule and annotations as contentctl writes them", () => {
    const searches = conf("savedsearches");
    expect(searches).toContain(
      'action.risk.param._risk = [{"risk_object_field": "dest", "risk_object_type": "system", "risk_score": 30}]\n',
    );
    expect(searches).toContain("cron_schedule = 0 * * * *\ndispatch.earliest_time = -70m@m\n");
    expect(searches).toContain('"mitre_attack": ["T1552.004", "T1649"]');
    expect(searches).toContain("dispatch.earliest_time = -30d@d\n");
  });

  it("ships the lookups and says how to read them", () => {
    expect(files.get("splunk/lookups/remote_access_tools.csv")?.text).toContain("process_name,tool,approved");
    expect(conf("transforms")).toContain(
      "[remote_access_tools]\nfilename = remote_access_tools.csv\ncase_sensitive_match = false\n",
    );
  });

  it("names only files that Splunk does not know itself in what it reloads, as AppInspect asks", () => {
    expect(conf("app")).toContain("[triggers]\nreload.analyticstories = simple\n\n");
    expect(conf("app")).toContain("[id]\nname = DA-ESS-detc\nversion = 1.0.0\n");
    expect(conf("server")).toBe("[shclustering]\nconf_replication_include.analyticstories = true\n");
  });

  it("lists stories with the searches that belong to them", () => {
    expect(conf("analyticstories")).toMatch(
      /\[analytic_story:\/\/AD CS Abuse\][^]*?searches = \["DETC - AD CS Database Backup Started - Rule"/,
    );
  });
});

describe("a search that calls macros nobody here defines", () => {
  it("is carried where another app has the macro, and refused elsewhere", () => {
    const search = "index=a | `get_asset(src)` | stats count by src";
    expect(workbench.compile(search, "splunk").status).toBe("compiled");
    const elsewhere = workbench.compile(search, "sentinel");
    expect(elsewhere.status).toBe("refused");
    expect(elsewhere.diagnostics.map(({ code }) => code)).toContain("macro/defined-elsewhere");
  });

  it.each([
    ["a mistake stands beside the call", "index=a | `get_asset(src)` | stats count by"],
    ["no app is known to have it", "index=a | `nobodys(src)` | stats count by src"],
  ])("is invalid where %s", (_what, search) => {
    expect(workbench.compile(search, "splunk").status).toBe("invalid");
  });
});

describe("a detection that is not for Splunk", () => {
  it("is refused where its name cannot be a stanza", () => {
    const outcome = workbench.compile("index=a", "splunk", { detection: { name: "A [new] name" } });
    expect(outcome.status).toBe("refused");
    expect(outcome.diagnostics.map(({ code }) => code)).toContain("splunk/unsafe-name");
  });

  it("is warned of where its name is too long to be shown", () => {
    const outcome = workbench.compile("index=a", "splunk", { detection: { name: "n".repeat(80) } });
    expect(outcome.status).toBe("compiled");
    expect(outcome.diagnostics.map(({ code }) => code)).toContain("splunk/name-too-long");
  });

  it("is kept where only its meaning is not known", () => {
    const outcome = workbench.compile("index=a | outputlookup b", "splunk");
    expect(outcome.status).toBe("compiled");
    if (outcome.status === "compiled") expect(outcome.query.fidelity).toBe("source");
  });
});
