import { describe, expect, it } from "vitest";
import { targets } from "../../src/backends/index.js";
import { compileSearch } from "../support/compile-search.js";

/** The query for a detection that declares a data source, or why there is none. */
async function queryOf(id: string, search: string, dataSource = "Okta"): Promise<string> {
  const target = targets.find((each) => each.id === id);
  if (target === undefined) throw new Error(`there is no target ${id}`);
  const compiled = await compileSearch(target, search, { detection: { dataSources: [dataSource] } });
  return compiled.status === "compiled" ? compiled.query.text : compiled.reasons.join("\n");
}

describe("a data model of a detection that declares its data source", () => {
  const authentication = (signature: string) =>
    "| tstats count from datamodel=Authentication where " +
    `Authentication.signature=${signature} Authentication.action=failure by Authentication.user`;

  it.each([
    ["sentinel", ["Okta_CL", 'eventType_s =~ "user.session.start"', "tolower(outcome_result_s)"]],
    ["elastic", ['event.dataset == "okta.system"', 'event.action : "user.session.start"']],
    ["cortex", ["okta_okta_raw", 'eventType = "user.session.start"']],
    ["sigma", ["service: okta", "eventType: 'user.session.start'", "outcome.result: 'failure'"]],
  ])("is read in %s from that source's table, where its add-on names the user", async (id, parts) => {
    const text = await queryOf(id, authentication("user.session.start"));
    for (const part of parts) expect(text).toContain(part);
  });

  it("has no columns of the general table where it is read from another", async () => {
    const search =
      "| tstats count from datamodel=Network_Traffic where All_Traffic.bytes>5 by All_Traffic.dest";
    expect(await queryOf("sentinel", search)).toContain("NetworkBytes");
    expect(await queryOf("sentinel", search, "Sysmon EventID 3")).toContain("no column is known for it");
  });

  it("is read from the general table where it may hold other events", async () => {
    expect(await queryOf("sentinel", authentication("policy.evaluate_sign_on"))).not.toContain("Okta_CL");
  });
});

describe("another name of the collector's host, which every event has", () => {
  it("asks nothing of the table as a key", async () => {
    const text = await queryOf("sentinel", 'sourcetype="OktaIM2:log" | stats count by dest, src_ip');
    expect(text).toContain("by src_ip = client_ipAddress_s");
    expect(text).not.toContain("dest");
  });
});
