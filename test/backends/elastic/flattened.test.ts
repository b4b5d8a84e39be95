import { describe, expect, it } from "vitest";
import { elastic } from "../../../src/backends/elastic/index.js";
import { loadTargets } from "../../../src/content/load-targets.js";
import { compileSearch } from "../../support/compile-search.js";

const cloudtrail = 'sourcetype="aws:cloudtrail"';

async function queryOf(search: string): Promise<string> {
  const compiled = await compileSearch(elastic, search);
  return compiled.status === "compiled" ? compiled.query.text : compiled.reasons.join("\n");
}

/**
 * Neither EQL nor ES|QL reads members of a field of the type `flattened`: the query is rejected where it runs.
 * https://github.com/elastic/elasticsearch/issues/101985 and https://github.com/elastic/elasticsearch/issues/105637
 */
describe("what Elastic keeps in a flattened field", () => {
  it.each([
    `${cloudtrail} requestParameters.policyArn=*Admin*`,
    `${cloudtrail} | stats count by responseElements.role.roleName`,
  ])("is refused: %s", async (search) => {
    expect(await queryOf(search)).toContain("of the type `flattened`");
  });

  it("is read where the integration copies it", async () => {
    expect(await queryOf(`${cloudtrail} requestParameters.userName=root`)).toContain(
      'user.target.name : "root"',
    );
  });

  it("is read from the outcome for a login", async () => {
    const query = await queryOf(`${cloudtrail} responseElements.ConsoleLogin=Failure`);
    expect(query).toContain('event.action : "ConsoleLogin"');
    expect(query).toContain('event.outcome : "failure"');
  });

  it("is a column of no source", async () => {
    const { profiles } = await loadTargets();
    const sources = [...(profiles.get(elastic.id)?.sources.values() ?? [])];
    expect(sources.length).toBeGreaterThan(0);
    expect(
      JSON.stringify(sources, (_, value: unknown) => (value instanceof Map ? [...value] : value)),
    ).not.toMatch(/\.flattened\.|"type":"flattened"/u);
  });
});
