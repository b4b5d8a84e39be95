import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { compileSearch } from "../../support/compile-search.js";

const records = 'type=EXECVE | eval words=""';
const arguments_ = "strcat(tostring(element[0]), tostring(element[1]))";

/** The query, or why there is none. */
async function compiled(rest: string, source = "linux.auditd"): Promise<string> {
  const outcome = await compileSearch(sentinel, rest, { source });
  return outcome.status === "compiled" ? outcome.query.text : outcome.reasons.join("\n");
}

describe("`foreach` over the fields of a record that a table keeps as one text", () => {
  it("puts their values one after the other, in their order", async () => {
    const query = await compiled(
      `${records} | foreach a* [eval words=mvappend(words, '<<FIELD>>')] | eval line=mvjoin(words, " ") | where like(line, "%x%") | table line`,
    );
    expect(query).toContain("a[A-Za-z0-9_.:\\-]*=");
    expect(query).toContain(`make_list_if(${arguments_}, isnotnull(element))`);
    expect(query).toContain('| extend words = array_concat(pack_array(""), found_values)');
  });

  it("leaves what a condition leaves", async () => {
    const query = await compiled(
      `${records} | foreach a* [eval words=if(pid=1, mvappend(words, '<<FIELD>>'), words)] | eval line=mvjoin(words, " ") | table line`,
    );
    expect(query).toMatch(/iff\(.* == 1, array_concat\(pack_array\(""\), found_values\), pack_array\(""\)\)/);
  });

  it.each([
    ["what else is done with them", `${records} | foreach a* [eval words=words . '<<FIELD>>'] | table words`],
    [
      "a condition on the values",
      `${records} | foreach a* [eval words=if('<<FIELD>>'="x", mvappend(words, '<<FIELD>>'), words)] | table words`,
    ],
    [
      "a condition on what is put together",
      `${records} | foreach a* [eval words=if(words="x", mvappend(words, '<<FIELD>>'), words)] | table words`,
    ],
    [
      "a field that the search sets",
      `${records} | eval a9="x" | foreach a* [eval words=mvappend(words, '<<FIELD>>')] | table words`,
    ],
    [
      "a field of its own name",
      "type=EXECVE | eval words=\"\" | foreach wo* [eval words=mvappend(words, '<<FIELD>>')] | table words",
    ],
  ])("is refused: %s", async (_, search) => {
    expect(await compiled(search)).toMatch(/a column for each field of the events is not available in KQL/);
  });

  it("is refused where the table has columns instead", async () => {
    const search =
      "EventCode=4624 | eval words=\"\" | foreach Target* [eval words=mvappend(words, '<<FIELD>>')] | table words";
    expect(await compiled(search, "windows.security")).toMatch(
      /the table does not keep the fields as one text/,
    );
  });
});

describe("a field that the log writes in capitals", () => {
  const choice = (type: string) => `type=${type} | eval kind=if(type="EXECVE", "run", kind) | table kind`;

  it("has the value that the search asked for, in capitals", async () => {
    expect(await compiled(choice("EXECVE"))).toContain(`project ['kind'] = "run"`);
    expect(await compiled(choice("execve"))).toContain(`project ['kind'] = "run"`);
  });

  it.each([
    ["another value", choice("SYSCALL")],
    ["any value", choice("EXEC*")],
    ["no such field", choice("EXECVE").replaceAll("type", "key")],
    [
      "a field that has been set since",
      choice("EXECVE").replace("| eval", "| eval type=lower(type), x=1 | eval"),
    ],
  ])("is not known to have it: %s", async (_, search) => {
    expect(await compiled(search)).toContain("field `kind` is not known");
  });
});
