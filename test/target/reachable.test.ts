import { describe, expect, it } from "vitest";
import { targets } from "../../src/backends/index.js";
import { compileSearch } from "../support/compile-search.js";

const registry = (tests: string) =>
  `| tstats count from datamodel=Endpoint.Registry where ${tests} by Registry.dest`;
const cloudtrail = (rest: string) => `sourcetype="aws:cloudtrail" eventName=ConsoleLogin ${rest}`;

/** Whether each target but Splunk, which runs the search as it stands, takes a search for one that can never fire. */
async function neverFires(search: string): Promise<Readonly<Record<string, boolean>>> {
  const translating = targets.filter(({ authored }) => authored === undefined);
  const answers = await Promise.all(
    translating.map(async (target) => {
      const compiled = await compileSearch(target, search);
      const reasons = compiled.status === "refused" ? compiled.reasons : [];
      return [target.id, reasons.some((reason) => reason.startsWith("target/never-true"))] as const;
    }),
  );
  return Object.fromEntries(answers);
}

describe("a rule that could never fire is refused in every target", () => {
  it.each([
    ["a filter that is false", cloudtrail("| where 1=2")],
    ["a false part of a conjunction", cloudtrail("| where 1=2 AND isnotnull(userAgent)")],
    ["a key's last part that has to hold a separator", registry('Registry.registry_key_name="*\\\\a\\\\b"')],
    ["a list of such", registry('Registry.registry_key_name IN ("a\\\\b", "c\\\\d")')],
    ["a value that no mapped value is", registry("Registry.action=opened")],
    [
      "either of two that cannot be",
      registry('Registry.action=opened OR Registry.registry_key_name="*\\\\a"'),
    ],
    ["the absence of what is always there", cloudtrail("NOT errorCode=*")],
    [
      "a renamed column",
      registry("Registry.dest=*") + " Registry.action | rename Registry.action as a | search a=opened",
    ],
  ])("%s", async (_, search) => {
    expect(await neverFires(search)).toEqual({ sigma: true, sentinel: true, elastic: true, cortex: true });
  });
});

describe("a rule that can fire is not", () => {
  it.each([
    ["the last part of a key", registry("Registry.registry_key_name=*Run*")],
    ["a mapped value", registry("Registry.action=modified")],
    ["one branch that can be", registry("Registry.action=opened OR Registry.dest=a")],
    ["the fill of the data model", registry("Registry.registry_key_name=unknown")],
    ["the opposite of a value that cannot be", registry("Registry.action!=opened")],
    ["a count of no events, which is a row", cloudtrail("| where 1=2 | stats count")],
  ])("%s", async (_, search) => {
    expect(await neverFires(search)).toEqual({
      sigma: false,
      sentinel: false,
      elastic: false,
      cortex: false,
    });
  });
});
