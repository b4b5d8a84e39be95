/**
 * A string literal of XQL, or `undefined` where the documented forms disagree about the text.
 *
 * `"text"` is taken as it is, so it can hold neither a quote nor a line end, and a backslash before its closing quote
 * is read in two ways. `"""text"""` knows escapes, so that every backslash is doubled in it, and it cannot begin or end
 * with a quote. `*` is a wildcard in both (Cortex XSIAM documentation, stage `filter`).
 */
export function xqlText(value: string): string | undefined {
  if (!/["\u0000-\u001f\u007f]/u.test(value) && !value.endsWith("\\")) return `"${value}"`;
  if (value.includes('"""') || value.startsWith('"') || value.endsWith('"')) return undefined;
  if (/[\u0000-\u0008\u000b-\u001f\u007f]/u.test(value)) return undefined;
  const escaped = value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll("\t", "\\t");
  return `"""${escaped}"""`;
}

/** A regular expression as a literal: what the two kinds of quotes read differently is written by its code. */
export function xqlRegex(pattern: string): string {
  const plain = pattern.replaceAll('"', "\\x22").replace(/(^|[^\\])((?:\\\\)*)\\\\$/u, "$1$2\\x5c");
  return `"${plain}"`;
}
