import { createHash } from "node:crypto";
import { createReadStream, existsSync, readFileSync } from "node:fs";
import { mkdir, open, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { AttackData } from "../detection/detection.js";

export interface AttackDataOptions {
  readonly root: string;
  /** Where downloads lie, by host and path of their URL. */
  readonly cache: string;
  readonly download: boolean;
  /** A recording of more bytes is not downloaded. */
  readonly largest?: number;
}

/** A recording as a file; why there is none yet; or what is wrong with what should be there. */
export type FoundRecording =
  { readonly path: string } | { readonly unavailable: string } | { readonly unreadable: string };

const megabyte = 1024 * 1024;
const largestDownload = 512 * megabyte;
const downloadTimeout = 120_000;

/**
 * The file of a recording: a path in the content repository, or a URL that the cache holds or `--download` may fetch.
 * Beside each download lies its SHA-256, which has to stay what it was. What was to be fetched and cannot be is an error: a
 * run that was told to have its recordings is not to pass without them.
 */
export async function findRecording(
  { data }: AttackData,
  options: AttackDataOptions,
): Promise<FoundRecording> {
  if (!/^https?:\/\//.test(data)) {
    const path = resolve(options.root, data);
    return existsSync(path) ? { path } : { unreadable: `the file ${data} does not exist` };
  }
  const path = cachePath(data, options.cache);
  if (path === undefined) return { unreadable: `${data} is no address of a file` };
  if (existsSync(path)) {
    const kept = readChecksum(path);
    if (kept !== undefined && kept !== (await checksum(path)))
      return { unreadable: `${path} is not what was downloaded (its checksum differs)` };
    return { path };
  }
  if (!options.download) return { unavailable: `${data} is not in the cache; --download fetches it` };
  return fetchRecording(data, path, options.largest ?? largestDownload);
}

/** Where a URL lies in the cache; its segments cannot leave it, and two queries of one path are two files. */
function cachePath(address: string, cache: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { host, pathname, search } = new URL(address);
  const segments = pathname.split("/").filter((segment) => segment !== "");
  if (segments.length === 0 || segments.some((segment) => /^\.+$|[\\:%]/.test(segment))) return undefined;
  const query = search === "" ? "" : `_${createHash("sha256").update(search).digest("hex").slice(0, 16)}`;
  return `${join(cache, host.replaceAll(":", "_"), ...segments)}${query}`;
}

async function fetchRecording(address: string, path: string, largest: number): Promise<FoundRecording> {
  const part = `${path}.part`;
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(downloadTimeout) });
    if (!response.ok || response.body === null)
      return { unreadable: `${address} answers ${String(response.status)}` };
    await mkdir(dirname(path), { recursive: true });
    const sum = await writeStream(response.body, part, largest);
    if (sum === undefined)
      return { unreadable: `${address} is larger than ${String(Math.floor(largest / megabyte))} MB` };
    await writeFile(`${path}.sha256`, `${sum}\n`);
    await rename(part, path);
    return { path };
  } catch (thrown) {
    return { unreadable: `${address} cannot be fetched: ${reasonOf(thrown)}` };
  } finally {
    await rm(part, { force: true });
  }
}

/** Writes a stream to a file and gives its checksum; `undefined` where it has more bytes than are allowed. */
async function writeStream(
  stream: AsyncIterable<Uint8Array>,
  path: string,
  largest: number,
): Promise<string | undefined> {
  const hash = createHash("sha256");
  const file = await open(path, "w");
  try {
    let size = 0;
    for await (const chunk of stream) {
      size += chunk.length;
      if (size > largest) return undefined;
      hash.update(chunk);
      await file.write(chunk);
    }
  } finally {
    await file.close();
  }
  return hash.digest("hex");
}

/** `fetch` says what went wrong in the cause of what it throws. */
function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return "unknown";
  return thrown.cause instanceof Error && thrown.cause.message !== "" ? thrown.cause.message : thrown.message;
}

function readChecksum(path: string): string | undefined {
  const file = `${path}.sha256`;
  return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

async function checksum(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}
