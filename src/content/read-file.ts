import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { contentDiagnostics } from "../diagnostics/codes/content.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceText } from "../source/source-text.js";

/** Bytes of a YAML file, and of a lookup's CSV; the largest public ones have 70 kB and 2.2 MB. */
export const largestYaml = 4 * 1024 * 1024;
export const largestCsv = 64 * 1024 * 1024;

/**
 * Reads a text file of limited size. Gives `content/unreadable`, `content/not-a-file`, `content/too-large` or
 * `content/invalid-utf8`, and then no text.
 */
export function readTextFile(
  location: string,
  name: string,
  limit: number,
): { readonly file?: SourceText; readonly diagnostic?: Diagnostic; readonly missing?: boolean } {
  const span = { source: { name, text: "" }, start: 0, end: 0 };
  let bytes: Uint8Array;
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for its other end.
    const descriptor = openSync(location, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const status = fstatSync(descriptor);
      if (!status.isFile()) return { diagnostic: contentDiagnostics["not-a-file"](span, { name }) };
      if (status.size > limit)
        return { diagnostic: contentDiagnostics["too-large"](span, { size: status.size, limit }) };
      bytes = readFileSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (thrown) {
    const { code, reason } = readFailure(thrown);
    const diagnostic = contentDiagnostics.unreadable(span, { what: "file", reason });
    return { diagnostic, missing: code === "ENOENT" };
  }
  try {
    return { file: { name, text: decoder.decode(bytes) } };
  } catch {
    return { diagnostic: contentDiagnostics["invalid-utf8"](span, {}) };
  }
}

const decoder = new TextDecoder("utf-8", { fatal: true });

const reasons: Readonly<Record<string, string>> = {
  EACCES: "no permission",
  EPERM: "no permission",
  ENOENT: "it does not exist",
  ELOOP: "its links go in a circle",
  ENOTDIR: "a part of its path is not a folder",
  EISDIR: "it is a folder",
  ERR_FS_EISDIR: "it is a folder",
  EFBIG: "a line of it is too long",
  ERR_STRING_TOO_LONG: "it is too large to be read as a whole",
  Z_DATA_ERROR: "it is no whole gzip file",
  Z_BUF_ERROR: "it is no whole gzip file",
};

/** Why a file cannot be read; throws again what is not the file system's doing. */
export function readFailure(thrown: unknown): { readonly code: string; readonly reason: string } {
  if (!(thrown instanceof Error && "code" in thrown && typeof thrown.code === "string")) throw thrown;
  return { code: thrown.code, reason: reasons[thrown.code] ?? thrown.code };
}
