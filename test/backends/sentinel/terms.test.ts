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
    expect(query).toContain('not(strcat_delim("\\n", SyslogMessage, HostName, ProcessName) matches regex');
  });

  it.each(["Jan", "403", "seg*", '"seg fault"', "seg.fault"])(
    "is refused where the rest of that header may hold it: %s",
    async (term) => {
      expect(await queryOrReasons(term, "linux.syslog")).toContain("target/unsupported");
    },
  );

  it("is refused where only the table's rows have a header, and the log has none", async () => {
    expect(await queryOrReasons("shadow", "linux.auditd")).toContain("target/unsupported");
    expect(await queryOrReasons("shadow", "linux.secure")).toContain("HostName, ProcessName) matches regex");
  });

  const classic = "sourcetype=WinEventLog:Microsoft-Windows-WMI-Activity/Operational";
  const xml = "source=XmlWinEventLog:Microsoft-Windows-CAPI2/Operational";

  it.each([
    ["the message of an event in the classic form", `${classic} Permanent`, "RenderedDescription, Computer"],
    ["the data of an event in XML", `${xml} "chain is broken."`, "EventData, Computer"],
    [
      "the data where each name means XML",
      `(${xml} OR sourcetype IN (${xml.slice("source=".length)})) chain`,
      "EventData, Computer",
    ],
  ])("is looked for in %s, and in the names of its header", async (_, search, columns) => {
    const query = await queryOrReasons(search, "windows.event");
    expect(query).toContain(`strcat_delim("\\n", ${columns}, EventLog, Source) matches regex`);
  });

  it.each([
    ["the header has the word, too", `${classic} Information`],
    ["the frame of the XML has it", `${xml} UserData`],
    ["it may be a part of a GUID", `${xml} dead`],
    ["it may go from part to part", `${xml} "UserID=nobody"`],
    ["it has a wildcard", `${xml} chain*`],
    ["an entity may stand for a character of it", `${xml} "chain & root"`],
    ["the log has two forms", `(${xml} OR source=WinEventLog:Microsoft-Windows-CAPI2/Operational) chain`],
    ["the search names no form", "Channel=Microsoft-Windows-CAPI2/Operational chain"],
    ["the words of the header are not known", "source=WinEventLog:Microsoft-Windows-CAPI2/Operational chain"],
    ["the text is set before", `${xml} | eval _raw="x" | search chain`],
  ])("is refused where %s", async (_, search) => {
    expect(await queryOrReasons(search, "windows.event")).toContain("target/unsupported");
  });

  it.each([
    ["keeps columns only", "aws.cloudtrail", "catalog/unmapped-field"],
    ["keeps an object that is no text", "aws.securityhub", "target/unsupported"],
    ["keeps the message without its header", "cisco.asa", "target/unsupported"],
  ])("is refused where the table %s", async (_, source, code) => {
    expect(await queryOrReasons("attach", source)).toContain(code);
  });
});
