import { closeSync, openSync, readSync, writeFileSync } from "node:fs";
import { readFailure } from "../content/read-file.js";
import { formatDiagnostics } from "../diagnostics/codes/format.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { emptySpan } from "../content/content-file.js";

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** Replaces the text of a file that was read before; a byte order mark, which reading leaves out, stays. */
export function writeText(location: string, name: string, text: string): Diagnostic | undefined {
  try {
    const bytes = Buffer.from(text);
    writeFileSync(location, hasMark(location) ? Buffer.concat([byteOrderMark, bytes]) : bytes);
    return undefined;
  } catch (thrown) {
    return formatDiagnostics.unwritable(emptySpan(name), { reason: readFailure(thrown).reason });
  }
}

function hasMark(location: string): boolean {
  const descriptor = openSync(location, "r");
  try {
    const start = Buffer.alloc(byteOrderMark.length);
    readSync(descriptor, start);
    return start.equals(byteOrderMark);
  } finally {
    closeSync(descriptor);
  }
}
