import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { targets } from "../../src/backends/index.js";
import { compileRegex } from "../../src/evaluate/regex/regex.js";
import { wildcardTest } from "../../src/evaluate/wildcard.js";
import { decodePattern } from "../../src/target/decode-pattern.js";
import { decodeText } from "../../src/target/decode-text.js";
import { decodeRegex, encodeRegex, oneOfXml } from "../../src/target/regex-of-xml.js";
import type { WildcardPattern } from "../../grammar/ast.js";
import { compileSearch } from "../support/compile-search.js";

const processes = (tests: string) =>
  `| tstats count from datamodel=Endpoint.Processes where ${tests} by Processes.dest Processes.process`;
const sysmon = 'source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" EventCode=1';

/** The targets that refuse a search because it asks for an entity of XML, or for what XML writes as one. */
async function refusing(search: string, code = "target/xml-entity"): Promise<readonly string[]> {
  const answers = await Promise.all(
    targets.map(async (target) => {
      const compiled = await compileSearch(target, search);
      const reasons = compiled.status === "refused" ? compiled.reasons : [];
      return reasons.some((reason) => reason.startsWith(code)) ? [target.id] : [];
    }),
  );
  return answers.flat().sort();
}

describe("an entity of XML, which Splunk keeps and other products decode", () => {
  it.each([
    ["a quotation mark, of which it is not known", processes('Processes.process="*&quot;*"')],
    ["a part of an entity", processes('Processes.process="*&gt;*gt*"')],
    ["a piece that runs over the end of an entity", processes('Processes.process="*t;&gt;*"')],
    ["a character that XML writes otherwise", processes('Processes.process="*>&gt;*"')],
    ["an order", `${sysmon} | where CommandLine < "a&gt;"`],
    ["any character of a regular expression", `${sysmon} | where match(CommandLine, "&gt;.nul")`],
    ["a part of an entity in a regular expression", `${sysmon} | where match(CommandLine, "gt.*&gt;")`],
    ["a character beside an entity", `${sysmon} | where match(CommandLine, "<.*&gt;")`],
    ["one character", `${sysmon} | where like(CommandLine, "%&gt;_")`],
    ["a value that was computed", `${sysmon} | eval a=CommandLine."&gt;" | where a="x&gt;"`],
  ])("is refused by every target but Splunk: %s", async (_, search) => {
    expect(await refusing(search)).toEqual(["cortex", "elastic", "sentinel", "sigma"]);
  });

  it.each([
    ["a log that is JSON", 'sourcetype="aws:cloudtrail" userAgent="*&gt;*"'],
    ["a computed value", `${sysmon} | eval a=if(CommandLine="x", "->", "-") | where a="->"`],
  ])("is no matter for %s", async (_, search) => {
    expect(await refusing(search)).toEqual([]);
  });

  it.each([
    ["a wildcard of a data model", processes('Processes.process="*&amp;&gt;/dev/null*"'), "&>/dev/null"],
    ["one of a list", processes('Processes.process IN ("*a*", "*&lt;b*")'), "<b"],
    ["no case", processes('Processes.process="*&LT;b*"'), "<b"],
    ["a whole value", `${sysmon} CommandLine="a &amp; b"`, "a & b"],
    ["a value that is not", `${sysmon} CommandLine!="a &amp; b"`, "a & b"],
    ["a field of another name", `${sysmon} | rename CommandLine as c | where like(c, "%&gt;%")`, ">"],
    ["a regular expression", `${sysmon} | where match(CommandLine, "&gt;\\s*nul")`, "nul"],
    ["a key of groups", `${sysmon} | stats count by CommandLine | search CommandLine="a&gt;*"`, "a>"],
  ])("is its character in another product: %s", async (_, search, text) => {
    expect(await refusing(search)).toEqual([]);
    for (const target of targets.filter(({ id }) => id === "sentinel" || id === "cortex")) {
      const compiled = await compileSearch(target, search);
      const query = compiled.status === "compiled" ? compiled.query.text : compiled.reasons.join();
      expect(query).toContain(text);
      // The function that decodes the XML of an event has them all.
      const tests = query.replace(/^let unescaped.*?^\};/msu, "");
      expect(tests).not.toMatch(/&(?:lt|gt|amp);/iu);
    }
  });
});

describe("a character that XML writes as an entity, in a search of a log that is XML by its name", () => {
  it.each([
    ["in a wildcard", `${sysmon} CommandLine="*>*"`],
    ["in a list", `${sysmon} CommandLine IN ("*a*", "*<b*")`],
    ["as an ampersand", `${sysmon} CommandLine="*a & b*"`],
    ["as an ampersand before a wildcard, which may be any entity", `${sysmon} CommandLine="*&*"`],
    ["in a value that is not", `${sysmon} CommandLine!="*>*"`],
    ["in a regular expression", `${sysmon} | where match(CommandLine, "\\\\s>(?<name>\\\\S+)")`],
    ["in a key of groups", `${sysmon} | stats count by CommandLine | search CommandLine="a>*"`],
  ])("is found nowhere, so that every target but Splunk refuses it: %s", async (_, search) => {
    const targetsOf = await refusing(search, "target/xml-character");
    expect(targetsOf).toEqual(["cortex", "elastic", "sentinel", "sigma"]);
  });

  it.each([
    ["a log that is JSON", 'sourcetype="aws:cloudtrail" userAgent="*>*"'],
    ["a data model, which other products fill, too", processes('Processes.process="*>*"')],
    ["a log that may be text", 'source="WinEventLog:Security" EventCode=4688 Process_Command_Line="*>*"'],
    [
      "either of two forms",
      'source IN ("WinEventLog:Security", "XmlWinEventLog:Security") EventCode=4688 CommandLine="*>*"',
    ],
    ["a computed value", `${sysmon} | eval a=if(CommandLine="x", "->", "-") | where a="->"`],
    ["the name of a group", `${sysmon} | where match(CommandLine, "a(?<name>b)")`],
    [
      "a piece of the XML itself",
      'source="XmlWinEventLog:Security" EventCode=4698 EventData_Xml="*<Hidden>*"',
    ],
  ])("is no matter for %s", async (_, search) => {
    expect(await refusing(search, "target/xml-character")).toEqual([]);
  });
});

const escape = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
/** The same with the characters that some writers of XML escape, too. */
const escapeAll = (text: string): string =>
  escape(text).replaceAll('"', "&quot;").replaceAll("'", "&apos;").replaceAll("\n", "&#xd;");

const character = fc.constantFrom(..."<>&gtlampquo;#xd13 '\"\n");
const written = fc.string({ unit: character, maxLength: 8 });
const piece = fc.oneof(
  fc.string({ unit: fc.oneof(character, fc.constantFrom("&gt;", "&lt;", "&amp;", "&GT;")), maxLength: 3 }),
  fc.constantFrom("&gt;", "&amp;", "gt", "p", "t;"),
  written.map(escape),
);
const pattern: fc.Arbitrary<WildcardPattern> = fc
  .array(piece, { minLength: 1, maxLength: 4 })
  .map((pieces) =>
    pieces.flatMap((text, index) => [
      ...(index === 0 ? [] : [{ kind: "any" as const }]),
      ...(text === "" ? [] : [{ kind: "text" as const, text }]),
    ]),
  );

describe("a pattern for XML", () => {
  it.each([true, false])(
    "matches the XML as its decoded form matches the text; case: %s",
    (caseSensitive) => {
      let decodable = 0;
      const property = fc.property(pattern, written, fc.boolean(), (parts, text, all) => {
        const decoded = decodePattern({ kind: "wildcard", parts }, caseSensitive);
        if (decoded?.kind !== "wildcard") return;
        if (all && parts.some((part) => part.kind === "text" && /["'\n]/u.test(part.text))) return;
        decodable += 1;
        const xml = all ? escapeAll(text) : escape(text);
        expect(wildcardTest(decoded.parts, caseSensitive)(text)).toBe(
          wildcardTest(parts, caseSensitive)(xml),
        );
      });
      fc.assert(property, { seed: 20261130, numRuns: 20_000 });
      expect(decodable).toBeGreaterThan(2000);
    },
  );

  it.each([true, false])("equals the XML as its decoded form equals the text; case: %s", (caseSensitive) => {
    const property = fc.property(piece, written, (value, text) => {
      const decoded = decodeText(value, caseSensitive);
      if (decoded === undefined) return;
      for (const each of [text, decoded])
        expect(wildcardTest([{ kind: "text", text: decoded }], caseSensitive)(each)).toBe(
          wildcardTest([{ kind: "text", text: value }], caseSensitive)(escape(each)),
        );
    });
    fc.assert(property, { seed: 20261130, numRuns: 5000 });
  });
});

const regexPiece = fc.constantFrom(
  ...[
    "a",
    "t",
    ";",
    "x",
    "&amp;",
    "&gt;",
    "&lt;",
    ".*",
    ".+?",
    ".",
    "[^q]*",
    "[^x]*",
    "\\s*",
    "[xy]",
    "[at]",
  ],
  ...[
    "(",
    "|",
    ")",
    "x?",
    "t?",
    "x{2}",
    "\\S+",
    "\\w+",
    "&gt;+",
    "(?:&amp;)+",
    "^",
    "$",
    "<",
    "(?i)",
    oneOfXml,
  ],
);
const regexText = fc.string({ unit: fc.constantFrom(..."<>&gtx;a "), maxLength: 8 });

describe("a regular expression for XML", () => {
  function matches(source: string, text: string): boolean | undefined {
    const compiled = compileRegex(source);
    return "problem" in compiled ? undefined : compiled.regex.test(text);
  }

  it("matches the XML as its decoded form matches the text", () => {
    let decodable = 0;
    const sources = fc
      .array(regexPiece, { minLength: 1, maxLength: 5 })
      .map((pieces) => (pieces.includes(oneOfXml) ? "(?s)" : "") + pieces.join(""));
    const property = fc.property(sources, regexText, (source, text) => {
      if (matches(source, "") === undefined) return;
      const decoded = decodeRegex(source);
      if (decoded === undefined) return;
      decodable += 1;
      expect([source, text, matches(decoded, text)]).toEqual([source, text, matches(source, escape(text))]);
    });
    fc.assert(property, { seed: 20261130, numRuns: 40_000 });
    expect(decodable).toBeGreaterThan(4000);
  });

  it.each([
    ["a&b", "a&amp;b"],
    ["a\\>+", "a(?:&gt;)+"],
    ["x[<>|]y", "x(?:[|]|&lt;|&gt;)y"],
    ["[&]{2}", "(?:&amp;){2}"],
    ["(?<n>a)(?<!b)\\k<n>", "(?<n>a)(?<!b)\\k<n>"],
    ["[^>]", undefined],
    ["[&-~]", undefined],
    ["(?x)a > b", undefined],
    ["\\Q&\\E", undefined],
  ])("is written for the XML: %s", (source, expected) => {
    expect(encodeRegex(source)).toBe(expected);
  });
});
