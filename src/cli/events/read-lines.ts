import { once } from "node:events";
import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { createGunzip } from "node:zlib";

/** Stands for the standard input in place of a path. */
export const standardInput = "-";

/** Bytes read at once: few calls, and small beside the events that a search keeps. */
const chunkSize = 1024 * 1024;

/** Characters of a line; a text cannot hold much more. */
const longestLine = 256 * 1024 * 1024;

/**
 * The lines of a file in batches, unzipped where its first bytes say so. Never holds more than a chunk and a line;
 * throws `EFBIG` for a line that is longer than any event.
 */
export async function* readLines(path: string): AsyncGenerator<readonly string[]> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  for await (const chunk of await byteStream(path)) {
    const lines = (rest + decoder.write(chunk as Buffer)).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > longestLine) throw Object.assign(new Error("a line is too long"), { code: "EFBIG" });
    yield lines;
  }
  rest += decoder.end();
  if (rest !== "") yield [rest];
}

/** The whole text of a file, unzipped where needed. */
export async function readAll(path: string): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await byteStream(path)) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

async function byteStream(path: string): Promise<Readable> {
  const stream: Readable =
    path === standardInput ? process.stdin : createReadStream(path, { highWaterMark: chunkSize });
  // A pipe cannot be read from its start again: the first bytes are put back.
  await once(stream, "readable");
  const start = stream.read(2) as Buffer | null;
  if (start === null) return stream;
  stream.unshift(start);
  if (start[0] !== 0x1f || start[1] !== 0x8b) return stream;
  const unzipped = createGunzip({ chunkSize });
  stream.on("error", (problem) => unzipped.destroy(problem));
  return stream.pipe(unzipped);
}
