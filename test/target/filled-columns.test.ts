import { beforeAll, describe, expect, it } from "vitest";
import { loadWorkbench, type Workbench } from "../support/workbench.js";

let workbench: Workbench;
beforeAll(async () => {
  workbench = await loadWorkbench();
});

const security = 'source="XmlWinEventLog:Security" EventCode=4625';
const search = `${security} | fillnull | stats count by IpAddress`;
const accept = ["filled-columns"];

function compiled(text: string, target: string, accepted: readonly string[] = []) {
  const outcome = workbench.compile(text, target, { accept: accepted });
  return outcome.status === "compiled"
    ? outcome.query
    : outcome.diagnostics.flatMap(({ severity, code }) => (severity === "error" ? [code] : []));
}

describe("a column that is filled where some event of the run has it", () => {
  it.each(["sigma", "elastic"])("is refused by %s, which cannot ask the other events", (target) => {
    expect(compiled(search, target)).toEqual(["target/filled-columns"]);
  });

  it.each(["sigma", "elastic"])(
    "is taken as filled by %s where that is accepted, which it says",
    (target) => {
      expect(compiled(search, target, accept)).toMatchObject({ accepted: accept });
      const outcome = workbench.compile(search, target, { accept });
      const text = outcome.status === "compiled" ? JSON.stringify(outcome.artifacts) : "";
      expect(text).toContain("with columns taken as filled");
    },
  );

  it("leaves no test for the presence of a key", () => {
    expect(compiled(search, "sigma", accept)).not.toHaveProperty("text", expect.stringContaining("exists"));
    expect(compiled(`${security} | stats count by IpAddress`, "sigma", accept)).toHaveProperty(
      "text",
      expect.stringContaining("IpAddress|exists: true"),
    );
  });

  it("stays what it is in a language that can ask all events", () => {
    expect(compiled(search, "sentinel", accept)).not.toHaveProperty("accepted");
  });

  it("is no other aggregate beside each event", () => {
    const several = `${security} | eventstats count(IpAddress) as n | where n > 3`;
    expect(compiled(several, "sigma", accept)).toEqual(["target/unsupported"]);
    // What is asked of the events of each computer tells which computers there are.
    const most = compiled(
      `${security} | eventstats count(IpAddress) as n by Computer | where n > 0`,
      "sigma",
      accept,
    );
    expect(most).toHaveProperty("fidelity", "groups");
    expect(most).not.toHaveProperty("accepted");
  });
});
