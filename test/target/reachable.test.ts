import { describe, expect, it } from "vitest";
import { targets } from "../../src/backends/index.js";
import type { LookupTable } from "../../src/content/model.js";
import { compileSearch, type SearchOptions } from "../support/compile-search.js";

const registry = (tests: string) =>
  `| tstats count from datamodel=Endpoint.Registry where ${tests} by Registry.dest`;
const cloudtrail = (rest: string) => `sourcetype="aws:cloudtrail" eventName=ConsoleLogin ${rest}`;

/** Whether each target but Splunk, which runs the search as it stands, takes a search for one that can never fire. */
async function neverFires(
  search: string,
  options: SearchOptions = {},
): Promise<Readonly<Record<string, boolean>>> {
  const translating = targets.filter(({ authored }) => authored === undefined);
  const answers = await Promise.all(
    translating.map(async (target) => {
      const compiled = await compileSearch(target, search, options);
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
    ["the absence of what the data model fills", registry("NOT Registry.registry_value_name=*")],
    [
      "what a replacement leaves of an empty text",
      cloudtrail('| eval a="" | eval a=replace(a, ",\\s$", "") | where a!=""'),
    ],
    [
      "a word in the other case than it is put into",
      cloudtrail('| eval a=if(awsRegion="x", "Y", "z") | eval a=upper(a) | where a="z"'),
    ],
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
    [
      "a word that is made of one",
      cloudtrail('| eval a=if(awsRegion="x", "Y", "z") | eval a=upper(a) | where a="Z"'),
    ],
    ["one branch that can be", registry("Registry.action=opened OR Registry.dest=a")],
    ["the fill of the data model", registry("Registry.registry_key_name=unknown")],
    ["the fill beside mapped values", registry("Registry.action=unknown")],
    ["a pattern that the fill matches", registry("Registry.action=unk*")],
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

describe("a test of what a lookup table gives", () => {
  const table = (csv: string, more: Partial<LookupTable> = {}): SearchOptions => {
    const [header = ""] = csv.split("\n");
    const lookup: LookupTable = {
      name: "watched",
      description: "",
      kind: "csv",
      csv: { path: "lookups/watched.csv", text: csv },
      columns: header.split(","),
      matchTypes: new Map(),
      caseSensitive: true,
      minMatches: 0,
      file: { name: "lookups/watched.yml", text: "" },
      ...more,
    };
    return { lookups: new Map([["watched", lookup]]) };
  };
  const filled = { minMatches: 1, defaultMatch: "false" };
  const search = `${registry("Registry.dest=*")} | lookup watched host as "Registry.dest" OUTPUT isWatched`;
  const everywhere = (fires: boolean) => ({
    sigma: !fires,
    sentinel: !fires,
    elastic: !fires,
    cortex: !fires,
  });

  it.each([
    ["a table without rows", "host,isWatched", {}, "isWatched=true"],
    ["a table without rows that has a default", "host,isWatched", filled, "isWatched=true"],
    ["a cell that no row has", "host,isWatched\na,yes", {}, "isWatched=true"],
    ["the presence of what no row has", "host,isWatched\na,", {}, "isWatched=*"],
  ])("can never be true: %s", async (_, csv, more, test) => {
    expect(await neverFires(`${search} | search ${test}`, table(csv, more))).toEqual(everywhere(false));
  });

  it.each([
    ["a cell of a row", "host,isWatched\na,true", {}, "isWatched=true"],
    ["the default", "host,isWatched", filled, "isWatched=false"],
    ["what is in no row", "host,isWatched", {}, "NOT isWatched=*"],
  ])("can be true: %s", async (_, csv, more, test) => {
    expect(await neverFires(`${search} | search ${test}`, table(csv, more))).toEqual(everywhere(true));
  });
});

describe("what a group of a pattern takes", () => {
  const taken = (pattern: string, test: string) =>
    cloudtrail(`| rex field=userAgent "${pattern}" | search ${test} | table userAgent`);
  const everywhere = (never: boolean) => ({ sentinel: never, elastic: never, cortex: never });

  it.each([
    ["a separator that the group leaves out", String.raw`(?<x>[^\\\\]+)$`, String.raw`x="*\\a"`],
    ["a letter among digits", String.raw`(?<x>\d+)`, 'x="1 a"'],
    ["a blank, in either of two groups", String.raw`a=(?<x>\w+)-(?:[0-9]|b+)`, 'x="b *"'],
  ])("cannot be %s", async (_, pattern, test) => {
    expect(await neverFires(taken(pattern, test))).toMatchObject(everywhere(true));
  });

  it.each([
    ["a character that it takes", String.raw`(?<x>[^\\\\]+)$`, 'x="a/b*"'],
    ["a letter in its other case", "(?<x>[a-z]+)", "x=ABC"],
    ["anything, by a dot", "(?<x>.*)", String.raw`x="a\\*"`],
    ["what is not known", String.raw`(?<x>(?>a+)b)`, "x=z"],
  ])("may be %s", async (_, pattern, test) => {
    expect(await neverFires(taken(pattern, test))).toMatchObject(everywhere(false));
  });

  it("is known for the columns of a home, too", async () => {
    const search = registry('Registry.registry_key_name="*\\\\a\\\\b"');
    for (const home of ["defender", "sysmon", "sysmon-windowsevent"]) {
      const compiled = await neverFires(search, { homes: { "cim.endpoint.registry": home } });
      expect(compiled["sentinel"]).toBe(true);
    }
  });
});

describe("a test of a column that the home's filter reads", () => {
  const admin = (test: string) => `sourcetype="gws:reports:admin" ${test} | table actor.email`;

  it.each([
    ["another value", admin("id.applicationName=other"), true],
    ["other values", admin("id.applicationName IN (a, b)"), true],
    ["its absence", admin("NOT id.applicationName=*"), true],
    ["the value that the filter asks for", admin("id.applicationName=ADMIN"), false],
    ["one of more values", admin("id.applicationName IN (a, admin)"), false],
    ["a pattern that the value matches", admin("id.applicationName=a*"), false],
    ["any other than another", admin("id.applicationName!=other"), false],
  ])("asks for %s", async (_, search, never) => {
    expect(await neverFires(search)).toMatchObject({ sentinel: never });
  });

  it("asks a column that the filter only wants to be there for its absence", async () => {
    const absent = "| tstats count from datamodel=Network_Resolution where NOT DNS.query=* by DNS.src";
    expect(await neverFires(absent)).toMatchObject({ cortex: true });
    expect(await neverFires(absent.replace("NOT ", ""))).toMatchObject({ cortex: false });
  });
});

describe("the types of a target's columns", () => {
  it("leave no event for an address that is none, in no language of the target", async () => {
    const flow =
      "| tstats count from datamodel=Network_Traffic where All_Traffic.src_ip=x by All_Traffic.src_ip";
    expect(await neverFires(flow)).toMatchObject({ elastic: true });
    expect(await neverFires(flow.replace("src_ip=x", "src_ip=10.0.0.1"))).toMatchObject({ elastic: false });
  });
});

describe("an expression that is none", () => {
  it("is refused in each target, and breaks nothing that asks what it takes", async () => {
    const search = cloudtrail(
      String.raw`| rex field=userAgent "(?<x>[^\\]+)$" | search x="*a" | table userAgent`,
    );
    for (const target of targets.filter(({ authored }) => authored === undefined)) {
      const compiled = await compileSearch(target, search);
      expect(compiled.status).toBe("refused");
    }
  });
});
