import { describe, expect, it } from "vitest";
import { elastic } from "../../../src/backends/elastic/index.js";
import { loadTargets } from "../../../src/content/load-targets.js";
import { compileSearch } from "../../support/compile-search.js";

const cloudtrail = 'sourcetype="aws:cloudtrail"';
const parameters = "aws.cloudtrail.flattened.request_parameters";

async function compiled(search: string): Promise<{ readonly text: string; readonly setup: unknown }> {
  const result = await compileSearch(elastic, search);
  return result.status === "compiled"
    ? { text: result.query.text, setup: result.query.documents?.[0]?.["setup"] }
    : { text: result.reasons.join("\n"), setup: undefined };
}

/**
 * EQL reads no member of a field of the type `flattened`, and ES|QL reads it with `FIELD_EXTRACT` alone:
 * https://www.elastic.co/docs/reference/query-languages/esql/esql-flattened-fields and
 * https://github.com/elastic/elasticsearch/issues/101985
 */
describe("what Elastic keeps in a flattened field", () => {
  it.each([
    [
      "requestParameters.policyArn=*Admin*",
      `TO_LOWER(FIELD_EXTRACT(${parameters}, "policyArn")) LIKE "*admin*"`,
    ],
    ["requestParameters.a.b-c=x", `TO_LOWER(FIELD_EXTRACT(${parameters}, "a.b-c")) == "x"`],
    [
      "| stats count by responseElements.role.roleName",
      'FIELD_EXTRACT(aws.cloudtrail.flattened.response_elements, "role.roleName")',
    ],
    // An array is no level of a key; each of its values may be the one.
    ["requestParameters.items{}.port=22", `MV_CONCAT(FIELD_EXTRACT(${parameters}, "items.port"), "\\n")`],
  ])("is a member of it in ES|QL: %s", async (terms, expected) => {
    expect((await compiled(`${cloudtrail} ${terms}`)).text).toContain(expected);
  });

  it.each([
    // The values come sorted, each once.
    ["| eval n=mvindex('requestParameters.items{}.port', 0) | where n=22", "by its place"],
    ["| eval n=mvcount('requestParameters.items{}.port') | where n=2", "how many values"],
    ["requestParameters.port>22", "an order of numbers over a value that may be text"],
  ])("is refused where the index does not keep it: %s", async (terms, reason) => {
    expect((await compiled(`${cloudtrail} ${terms}`)).text).toContain(reason);
  });

  it("says which version the query takes", async () => {
    expect((await compiled(`${cloudtrail} requestParameters.policyArn=*Admin*`)).setup).toContain("9.5");
    expect(
      (await compiled(`${cloudtrail} | stats count by awsRegion | where count > 5`)).setup,
    ).toBeUndefined();
  });

  it("is read where the integration copies it", async () => {
    expect((await compiled(`${cloudtrail} requestParameters.userName=root`)).text).toContain(
      'user.target.name : "root"',
    );
  });

  it("is read from the outcome for a login", async () => {
    const { text } = await compiled(`${cloudtrail} responseElements.ConsoleLogin=Failure`);
    expect(text).toContain('event.action : "ConsoleLogin"');
    expect(text).toContain('event.outcome : "failure"');
  });

  it("is no column by itself", async () => {
    const { profiles } = await loadTargets();
    const sources = [...(profiles.get(elastic.id)?.sources.values() ?? [])];
    expect(sources.length).toBeGreaterThan(0);
    // What a home has of another source stands there, too.
    const columns = JSON.stringify(sources, (key, value: unknown) => {
      if (key === "of" || key === "span") return undefined;
      return value instanceof Map ? [...value] : value;
    });
    expect(columns).toMatch(/"type":"flattened"/u);
    expect(columns).not.toMatch(/\.(?:flattened|request_parameters)\.[a-z_]+\.?\*/u);
  });
});
