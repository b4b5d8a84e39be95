import type { Detection } from "../../../src/detection/detection.js";
import { xmlText } from "../carry/entities.js";
import { wholeText } from "../../../src/source/source-text.js";

/** Texts that mean something in one of the languages or files that a detection goes through. */
export const hostileTexts: readonly string[] = [
  'double "quote"',
  '"',
  "it's",
  "back\\slash",
  "ends with a backslash\\",
  "\\\\server\\share",
  '\\"',
  "two\nlines",
  "carriage\rreturn",
  "tab\there",
  "a | where true",
  "// comment",
  "/* comment */",
  "back`tick`",
  "$field$",
  "${field}",
  "100%",
  "%1_%",
  "{{field}}",
  '"""',
  '@"verbatim"',
  "h'hidden'",
  "question?",
  "under_score",
  "[concat('a')]",
  "[stanza]",
  "=1+1",
  "::error::text",
  "--- #",
  "key: value",
  "~tilde",
  "(a|b)+",
  "x{2,3}",
  "^start$",
  "#hash@at&and<less>",
  '<Data Name="x">y</Data>',
  "&lt;",
  "\u00dcml\u00e4ut",
  "\u{1f600}",
  "\u202eright to left",
  "next\u0085line",
  "line\u2028end",
  "null",
  "true",
  "0x10",
];

/** A text as a quoted text of a search. */
function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

/**
 * Detections that look for hostile texts: as a value of `search`, as one of several, within wildcards, and as a text of
 * `where`, which heeds case; and in a log of XML, as its XML writes them.
 */
export function hostileDetections(base: Detection): readonly Detection[] {
  return hostileTexts.flatMap((text, index) => {
    const literal = quoted(text);
    const inXml = quoted(xmlText(text));
    return [
      `sourcetype="aws:cloudtrail" userAgent=${literal}`,
      `sourcetype="aws:cloudtrail" userAgent IN (${literal}, "plain")`,
      `sourcetype="aws:cloudtrail" NOT userAgent=${literal} eventName=x`,
      `sourcetype="aws:cloudtrail" userAgent="*${literal.slice(1, -1)}*"`,
      `sourcetype="aws:cloudtrail" | where userAgent=${literal}`,
      `source="XmlWinEventLog:Microsoft-Windows-Sysmon/Operational" EventCode=1 CommandLine=${inXml}`,
    ].map((search, form): Detection => {
      const source = { name: `hostile text ${String(index)}, form ${String(form)}`, text: search };
      return { ...base, path: source.name, search: { source, span: wholeText(source) } };
    });
  });
}
