import { expect, it } from "vitest";
import { targets } from "../../src/backends/index.js";
import { compileSearch } from "../support/compile-search.js";

/** Of the calls in CloudTrail the Authentication data model has those of the add-on's event type for logons. */
it.each(["sentinel", "sigma", "cortex", "elastic"])(
  "logons of CloudTrail are the calls that log on: %s",
  async (id) => {
    const target = targets.find((each) => each.id === id);
    if (target === undefined) throw new Error(`there is no target ${id}`);
    const compiled = await compileSearch(
      target,
      "| tstats count from datamodel=Authentication where Authentication.user=root by Authentication.user",
      { detection: { dataSources: ["AWS CloudTrail ConsoleLogin"] } },
    );
    if (compiled.status === "refused") throw new Error(compiled.reasons.join());
    const texts = [compiled.query.text, ...compiled.artifacts.map(({ text }) => text)].join("\n");
    expect(texts).toContain("AssumeRoleWithSAML");
  },
);
