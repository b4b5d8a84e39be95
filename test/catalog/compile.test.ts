import { describe, expect, test } from "vitest";
import { cortex } from "../../src/backends/cortex/index.js";
import { elastic } from "../../src/backends/elastic/index.js";
import { sentinel } from "../../src/backends/sentinel/index.js";
import { fidelityText } from "../../src/backends/shared/rule-text.js";
import { compileSearch, detectionOf, type CompiledSearch } from "../support/compile-search.js";

async function compiled(search: string): Promise<Extract<CompiledSearch, { readonly status: "compiled" }>> {
  const found = await compileSearch(sentinel, search);
  if (found.status !== "compiled") throw new Error(found.reasons.join("\n"));
  return found;
}

describe("a table that no product fills", () => {
  test("is named beside the rule, since a site has to declare it", async () => {
    const { query, notes } = await compiled("sourcetype=suricata http.status=404 | stats count by src_ip");
    expect(query.bindings).toEqual([
      { source: "suricata.eve", home: "text", table: "Suricata_CL", connectors: [], custom: true },
    ]);
    expect(notes).toEqual([expect.stringContaining("catalog/custom-table")]);
    expect(notes[0]).toContain("`Suricata_CL`");
    const description = fidelityText(detectionOf({ name: "any", text: "" }), query);
    expect(description).toContain("is read from Suricata_CL, which a site fills itself");
  });

  test("is not spoken of where a product fills the table", async () => {
    expect((await compiled('sourcetype="aws:cloudtrail" eventName=StopLogging | table src')).notes).toEqual(
      [],
    );
  });
});

describe("a source with a home for searches that the default one cannot serve", () => {
  const mails = "| tstats count from datamodel=Email where All_Email.file_name=*.iso by All_Email.src_user";
  test("goes there where a field decides that the default home lacks", async () => {
    expect((await compiled(mails)).query.bindings[0]?.table).toBe("EmailAttachmentInfo");
  });

  test("stays with the default home otherwise", async () => {
    const { query } = await compiled(mails.replace("file_name=*.iso", "subject=*invoice*"));
    expect(query.bindings[0]?.table).toBe("EmailEvents");
  });

  test("stays with the default home where the other lacks a field too", async () => {
    const both = mails.replace("by", "All_Email.subject=*invoice* by");
    expect(await compileSearch(sentinel, both)).toMatchObject({
      status: "refused",
      reasons: [expect.stringContaining("`file_name`")],
    });
  });
});

describe("a home that the default one's refusal leads to", () => {
  const answered =
    '| tstats count from datamodel=Web where Web.url="*/a/b*" Web.status=200 by Web.src Web.url';

  test("is taken where the rule could never fire in the default home, and named", async () => {
    const found = await compileSearch(cortex, answered);
    expect(found).toMatchObject({ status: "compiled", query: { bindings: [{ home: "iis" }] } });
    const notes = found.status === "compiled" ? found.notes : [];
    expect(notes).toEqual([expect.stringContaining("catalog/other-home")]);
    expect(notes[0]).toMatch(/`iis`.*not from `ngfw`.*could never fire/u);
  });

  test("is named with the column that the default home lacks", async () => {
    const mails = "| tstats count from datamodel=Email where All_Email.file_name=*.iso by All_Email.src_user";
    const { notes } = await compiled(mails);
    expect(notes).toEqual([expect.stringContaining("catalog/other-home")]);
    expect(notes[0]).toMatch(/`attachments`.*`defender`.*no column for `file_name`/u);
  });

  test.each([
    ["W3CIISLog", "| tstats sum(Web.bytes_out) as sent from datamodel=Web by Web.src | where sent > 1000000"],
    [
      "DeviceNetworkEvents",
      "| tstats count from datamodel=Network_Traffic where All_Traffic.user!=anonymous by All_Traffic.src",
    ],
  ])("is taken where the default home holds the forms of many products: %s", async (table, search) => {
    const { query, notes } = await compiled(search);
    expect(query.bindings[0]?.table).toBe(table);
    expect(notes).toEqual([expect.stringContaining("catalog/other-home")]);
  });

  test("is not taken where detc.yml chose one", async () => {
    expect(await compileSearch(cortex, answered, { homes: { "cim.web": "ngfw" } })).toMatchObject({
      status: "refused",
      reasons: [expect.stringContaining("target/never-true")],
    });
  });

  test("is not taken where the default home serves the search", async () => {
    const found = await compileSearch(cortex, answered.replace("Web.status=200", ""));
    expect(found).toMatchObject({ status: "compiled", query: { bindings: [{ home: "ngfw" }] }, notes: [] });
  });
});

describe("the different raw events", () => {
  const raw = 'sourcetype="aws:cloudtrail" eventName=ConsoleLogin';
  test("are counted by the id that tells records apart", async () => {
    const { query } = await compiled(`${raw} | stats dc(_raw) as n by src | where n > 5`);
    expect(query.text).toContain("count_distinctif(AwsEventId");
  });

  test("are not counted so where a step has changed the id", async () => {
    const changed = `${raw} | eval eventID="x" | stats dc(_raw) as n by src | where n > 5`;
    expect(await compileSearch(sentinel, changed)).toMatchObject({
      status: "refused",
      reasons: [expect.stringContaining("catalog/unmapped-field")],
    });
  });

  test("are not shown by their ids", async () => {
    expect(await compileSearch(sentinel, `${raw} | stats count by _raw`)).toMatchObject({
      status: "refused",
    });
  });
});

describe("measurements that a table has one of in a row", () => {
  const load =
    "| mstats avg(process.threads) as threads avg(process.cpu.*) as cpu_* where index=kubernetes_metrics direction=in by k8s.pod.name span=10s";

  test("are told apart by the name of the metric, dimensions by the attributes that hold them", async () => {
    const { query } = await compiled(load);
    expect(query.text.split("\n")).toEqual([
      "OTelMetrics_CL",
      "| where TimeGenerated >= ago(70m) and TimeGenerated < ago(10m)",
      '| where tostring(MetricAttributes.direction) =~ "in"',
      '| extend process_threads = iff(MetricName == "process.threads", MetricValue, real(null)),',
      '         process_cpu_time = iff(MetricName == "process.cpu.time", MetricValue, real(null)),',
      '         process_cpu_utilization = iff(MetricName == "process.cpu.utilization", MetricValue, real(null)),',
      '         k8s_pod_name = tostring(ResourceAttributes["k8s.pod.name"])',
      "| where isnotnull(process_threads) or isnotnull(process_cpu_time) or isnotnull(process_cpu_utilization)",
      "| where isnotempty(k8s_pod_name)",
      "| summarize threads = iff(countif(isnotnull(process_threads)) > 0, avg(process_threads), real(null)),",
      "           cpu_time = iff(countif(isnotnull(process_cpu_time)) > 0, avg(process_cpu_time), real(null)),",
      "           cpu_utilization = iff(countif(isnotnull(process_cpu_utilization)) > 0, avg(process_cpu_utilization), real(null))",
      "    by TimeGenerated = bin(TimeGenerated, 10s), k8s_pod_name",
    ]);
    expect(query.bindings).toEqual([
      {
        source: "kubernetes.metrics",
        home: "measurements",
        table: "OTelMetrics_CL",
        connectors: [],
        custom: true,
      },
    ]);
  });

  test("are chosen by the name that a search gives", async () => {
    const { query } = await compiled(
      "| mstats max(_value) as top where index=kubernetes_metrics metric_name=process.threads by host.name",
    );
    expect(query.text).toContain('| where MetricName =~ "process.threads" and isnotnull(MetricValue)');
    expect(query.text).toContain("top = max(MetricValue)");
  });
});

describe("measurements that a document has several of", () => {
  const read =
    "| mstats avg(process.threads) as t avg(k8s.pod.network.io) as io where index=kubernetes_metrics by host.name";

  test("are fields, and counters are cast", async () => {
    const found = await compileSearch(elastic, read);
    expect(found).toMatchObject({ status: "compiled", query: { language: "esql" } });
    expect(found.status === "compiled" ? found.query.text : "").toContain(
      "STATS Esql.t = AVG(process.threads), Esql.io = AVG(TO_DOUBLE(k8s.pod.network.io)) BY host.name",
    );
  });

  test("have no column for the value of any metric", async () => {
    const any =
      "| mstats avg(_value) where index=kubernetes_metrics metric_name=process.threads by host.name";
    expect(await compileSearch(elastic, any)).toMatchObject({
      status: "refused",
      reasons: [expect.stringContaining("`metric_name`"), expect.stringContaining("`_value`")],
    });
  });
});
