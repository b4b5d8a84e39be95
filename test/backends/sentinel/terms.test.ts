import { describe, expect, it } from "vitest";
import { sentinel } from "../../../src/backends/sentinel/index.js";
import { compileSearch } from "../../support/compile-search.js";

async function queryOrReasons(search: string, source: string): Promise<string> {
  const compiled = await compileSearch(sentinel, search, { source });
  return compiled.status === "refused" ? compiled.reasons.join("\n") : compiled.query.text;
}

describe("a term of the raw event", () => {
  it.each([
    ["a custom table", "moveit.sftp", "RawData"],
    ["a log of CloudWatch", "aws.eks", "Message"],
  ])("is looked for in the text that %s keeps", async (_, source, column) => {
    const query = await queryOrReasons("attach NOT policy", source);
    expect(query).toContain(`${column} matches regex @"(?is)(?:^|`);
    expect(query).toContain(`and not(${column} matches regex`);
  });

  it("is looked for in the message of a line of syslog and in the words of its header", async () => {
    const query = await queryOrReasons("NOT segfault", "linux.syslog");
    for (const column of ["SyslogMessage", "HostName", "ProcessName"])
      expect(query).toMatch(new RegExp(`not\\([^\n]*${column} matches regex`, "su"));
  });

  it.each(["Jan", "403", "seg*", '"seg fault"', "seg.fault"])(
    "is refused where the rest of that header may hold it: %s",
    async (term) => {
      expect(await queryOrReasons(term, "linux.syslog")).toContain("target/unsupported");
    },
  );

  it("is refused where only the table's rows have a header, and the log has none", async () => {
    expect(await queryOrReasons("shadow", "linux.auditd")).toContain("target/unsupported");
    expect(await queryOrReasons("shadow", "linux.secure")).toContain("HostName matches regex");
  });

  it.each([
    ["keeps columns only", "aws.cloudtrail", "catalog/unmapped-field"],
    ["keeps an object that is no text", "aws.securityhub", "target/unsupported"],
    ["keeps the message without its header", "cisco.asa", "target/unsupported"],
  ])("is refused where the table %s", async (_, source, code) => {
    expect(await queryOrReasons("attach", source)).toContain(code);
  });
});
