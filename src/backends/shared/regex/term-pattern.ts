import type { WildcardPattern } from "../../../../grammar/ast.js";

// segmenters.conf.spec, MAJOR and MINOR: what bounds a token of the index, also written as in an address.
const major = String.raw`\s\[\]<>(){}|!;,'"*&?+`;
const minor = String.raw`/:=@.\-$#%\\_`;
const encoded = "%(?:2526|2520|0A|2[01689BC]|3[ABD]|5[BD]|7C)";

const isBreaker = new RegExp(`[${major}${minor}]`);

/**
 * A term or phrase of `search` as a regular expression over the text of an event, as RE2 has it: it stands between
 * breakers on the sides where it does not end in a wildcard, and a wildcard of a bare term stays within its token.
 * https://docs.splunk.com/Documentation/Splunk/latest/Search/Eventsegmentationandsearching
 */
export function termPattern(
  parts: WildcardPattern,
  { quoted, caseSensitive }: { readonly quoted: boolean; readonly caseSensitive: boolean },
): string {
  const texts = parts.map((part) => (part.kind === "text" ? part.text : ""));
  const first = texts.at(0)?.at(0);
  const last = texts.at(-1)?.at(-1);
  const start = first === undefined || isBreaker.test(first) ? "" : `(?:^|[${major}${minor}]|${encoded})`;
  const end = last === undefined || isBreaker.test(last) ? "" : `(?:$|[${major}${minor}])`;
  const between = quoted ? ".*" : `[^${major}]*`;
  const body = parts.map((part, index) => {
    if (part.kind === "text") return part.text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
    return index === 0 || index === parts.length - 1 ? "" : between;
  });
  return `(?${caseSensitive ? "" : "i"}s)${start}${body.join("")}${end}`;
}
