/**
 * The records of a CSV text, the header line first; `undefined` when a quoted value is not closed. Values may be
 * quoted, with `""` for a quote (RFC 4180, as Splunk reads lookups); lines end in LF or CRLF; empty lines are skipped.
 */
export function parseCsv(
  text: string,
  limit = Number.POSITIVE_INFINITY,
): readonly (readonly string[])[] | undefined {
  const records: string[][] = [];
  let record: string[] = [];
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  while (at < text.length && records.length < limit) {
    const value = readValue(text, at);
    if (value === undefined) return undefined;
    record.push(value.text);
    at = value.end;
    if (text[at] === ",") {
      at += 1;
      if (at === text.length) record.push("");
      else continue;
    } else if (text[at] === "\r" && text[at + 1] === "\n") at += 2;
    else at += 1;
    if (record.length > 1 || record[0] !== "") records.push(record);
    record = [];
  }
  if (record.length > 0) records.push(record);
  return records;
}

/** One value and where the comma or line break behind it stands. */
function readValue(text: string, start: number): { readonly text: string; readonly end: number } | undefined {
  let end = start;
  if (text[start] !== '"') {
    while (end < text.length && text[end] !== "," && !isLineEnd(text, end)) end += 1;
    return { text: text.slice(start, end), end };
  }
  for (end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 2)) {
    if (text[end + 1] === '"') continue;
    const value = text.slice(start + 1, end).replaceAll('""', '"');
    const rest = readValue(text, end + 1);
    return rest === undefined ? undefined : { text: value + rest.text, end: rest.end };
  }
  return undefined;
}

function isLineEnd(text: string, at: number): boolean {
  return text[at] === "\n" || (text[at] === "\r" && text[at + 1] === "\n");
}
