import { describe, expect, it } from "vitest";
import { sentinel } from "../../src/backends/sentinel/index.js";
import { compileSearch } from "../support/compile-search.js";

/** What KQL refuses: a pattern out of a row. */
const refused = "match(process, parent_process)";

function computedOrLookedUp(dropped: readonly { readonly what: string }[]): readonly string[] {
  return dropped.map(({ what }) => what).filter((what) => /^(column|lookup|aggregate) /.test(what));
}

async function outcome(search: string) {
  const compiled = await compileSearch(sentinel, search, { source: "cim.endpoint.processes" });
  return compiled.status === "compiled"
    ? { dropped: computedOrLookedUp(compiled.query.dropped), query: compiled.query.text }
    : { reasons: compiled.reasons };
}

describe("what a language cannot hold", () => {
  it("goes where it only shows, with what is computed of it", async () => {
    const { dropped, query } = await outcome(
      `process_name=cmd.exe | eval a=if(${refused}, "x", "y"), b=upper(a), c=upper(dest) | table dest a b c`,
    );
    expect(dropped).toEqual(["column `a`", "column `b`", "column `a`", "column `b`"]);
    expect(query).toContain("| project DeviceName, c");
  });

  it("goes with a lookup whose key it is", async () => {
    const { dropped } = await outcome(
      `process_name=cmd.exe | eval a=if(${refused}, "x", "y") | lookup hosts name AS a OUTPUT owner | table dest owner`,
    );
    expect(dropped).toEqual(expect.arrayContaining(["column `a`", "lookup `hosts`"]));
  });

  it("goes with the aggregate over it", async () => {
    const { dropped, query } = await outcome(
      `process_name=cmd.exe | stats count values(eval(if(${refused}, "x", "y"))) as a by dest`,
    );
    expect(dropped).toEqual(["aggregate `a`"]);
    expect(query).toContain("| summarize ['count'] = count() by dest");
  });

  it.each([
    ["a later step decides by it", `eval a=if(${refused}, "x", "y") | where a="x" | table dest`],
    [
      "a test asks for the aggregate over it",
      `stats values(eval(if(${refused}, "x", "y"))) as a by dest | where a="x"`,
    ],
    ["a group is made by it", `eval a=if(${refused}, "x", "y") | stats count by a`],
    ["it is a test", `where ${refused} | table dest`],
    ["an alert is about it", `eval user=if(${refused}, "x", "y") | table dest user`],
    ["a row of several is chosen by it", `eval a=if(${refused}, "x", "y") | sort a | head 1 | table dest`],
  ])("stays and is refused where %s", async (_, steps) => {
    expect(await outcome(`process_name=cmd.exe | ${steps}`)).toEqual({
      reasons: [expect.stringContaining("`matches_regex`")],
    });
  });

  it("keeps the words of the first refusals where something decides by one", async () => {
    const { reasons } = await outcome(
      `process_name=cmd.exe | eval a=if(${refused}, "x", "y"), b=mvzip(dest, user) | where a="x" | table dest b`,
    );
    expect(reasons).toHaveLength(2);
  });
});
