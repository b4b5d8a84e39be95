import { gzipSync, zipSync, type Zippable } from "fflate";
import { packTar } from "modern-tar";
import type { Archive } from "../target/backend.js";

/** A file of a release. */
export interface ReleaseFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The first moment that a zip can tell. */
const earliest = Date.UTC(1980, 0, 2);

/**
 * An archive as a file. The same archive and time give the same bytes: entries in the order of their paths, one time
 * and one owner for all, and a compression that does not depend on the machine.
 */
export async function pack({ name, files }: Archive, time: Date): Promise<ReleaseFile> {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : 1));
  const at = new Date(Math.max(earliest, time.getTime()));
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  if (name.endsWith(".tgz")) {
    const tar = await packTar(
      sorted.map(({ path, text }) => {
        const body = encode(text);
        return { header: { name: path, size: body.length, mode: 0o644, mtime: at, uid: 0, gid: 0 }, body };
      }),
    );
    return { name, bytes: gzipSync(tar, { level: 9, mtime: at }) };
  }
  if (name.endsWith(".zip")) {
    // A zip tells local time without a zone: the fields of UTC, whatever zone the machine is in.
    const local = new Date(at.getTime() + at.getTimezoneOffset() * 60_000);
    const entries: Zippable = Object.fromEntries(
      sorted.map(({ path, text }) => [
        path,
        [encode(text), { level: 9, mtime: local, os: 3, attrs: 0o644 << 16 }],
      ]),
    );
    return { name, bytes: zipSync(entries) };
  }
  return { name, bytes: encode(sorted.map(({ text }) => text).join("")) };
}
