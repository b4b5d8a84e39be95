interface Place {
  readonly start: number;
  readonly end: number;
}

/**
 * The file with a text as a literal block in the place of a scalar. A block keeps its header, with `|` for `>`, and the
 * indentation of its lines; any other scalar becomes `|-`, two columns deeper than its key. What stands behind it on its
 * line, a comment, stays behind the header.
 */
export function withBlockScalar(file: string, { start, end }: Place, value: string): string {
  const lineBreak = file.includes("\r\n") ? "\r\n" : "\n";
  const isBlock = file[start] === "|" || file[start] === ">";
  const headerEnd = endOfLine(file, start);
  const indentation = isBlock
    ? (/^(?:[ \t]*\r?\n)*( *)/.exec(file.slice(afterBreak(file, headerEnd)))?.[1] ?? "")
    : `${indentationOf(file, start)}  `;
  const lines = value.split("\n").map((line) => (line === "" ? "" : indentation + line));
  const body = lineBreak + lines.join(lineBreak);
  if (isBlock) return file.slice(0, start) + "|" + file.slice(start + 1, headerEnd) + body + file.slice(end);
  const rest = endOfLine(file, end);
  return `${file.slice(0, start)}|-${file.slice(end, rest).trimEnd()}${body}${file.slice(rest)}`;
}

function endOfLine(file: string, from: number): number {
  const at = file.indexOf("\n", from);
  if (at === -1) return file.length;
  return file[at - 1] === "\r" ? at - 1 : at;
}

function afterBreak(file: string, end: number): number {
  return file[end] === "\r" ? end + 2 : end + 1;
}

/** The indentation of the line that the key of a value stands on. */
function indentationOf(file: string, start: number): string {
  const line = file.lastIndexOf("\n", start - 1) + 1;
  return /^ */.exec(file.slice(line))?.[0] ?? "";
}
