import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { AttackData } from "../detection/detection.js";

export interface AttackDataOptions {
  readonly root: string;
  /** Where downloads lie, by host and path of their URL. */
  readonly cache: string;
  readonly download: boolean;
}

/** A recording as a file; why there is none yet; or what is wrong with what should be there. */
export type FoundRecording =
  { readonly path: string } | { readonly unavailable: string } | { readonly unreadable: string };

/** A recording above this size is not downloaded. */
const largestDownload = 512 * 1024 * 1024;
const downloadTimeout = 120_000;

/**
 * The file of a recording: a path in the content repository, or a URL that the cache holds or `--download` may fetch.
 * Beside each download lies its SHA-256, which has to stay what it was.
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
    if (kept !== undefined && kept !== checksum(readFileSync(path)))
      return { unreadable: `${path} is not what was downloaded (its checksum differs)` };
    return { path };
  }
  if (!options.download) return { unavailable: `${data} is not in the cache; --download fetches it` };
  return fetchRecording(data, path);
}

/** Where a URL lies in the cache; its segments cannot leave it. */
function cachePath(address: string, cache: string): string | undefined {
  if (!URL.canParse(address)) return undefined;
  const { host, pathname } = new URL(address);
  const segments = pathname.split("/").filter((segment) => segment !== "");
  if (segments.length === 0 || segments.some((segment) => /^\.+$|[\\:%]/.test(segment))) return undefined;
  return join(cache, host.replaceAll(":", "_"), ...segments);
}

async function fetchRecording(address: string, path: string): Promise<FoundRecording> {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(downloadTimeout) });
    if (!response.ok || response.body === null)
      return { unavailable: `${address} answers ${String(response.status)}` };
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body) {
      size += chunk.length;
      if (size > largestDownload) return { unavailable: `${address} is larger than 512 MB` };
      chunks.push(chunk);
    }
    const bytes = Buffer.concat(chunks);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.part`, bytes);
    renameSync(`${path}.part`, path);
    writeFileSync(`${path}.sha256`, `${checksum(bytes)}\n`);
    return { path };
  } catch (thrown) {
    return {
      unavailable: `${address} cannot be fetched: ${thrown instanceof Error ? thrown.message : "unknown"}`,
    };
  }
}

function readChecksum(path: string): string | undefined {
  const file = `${path}.sha256`;
  return existsSync(file) ? readFileSync(file, "utf8").trim() : undefined;
}

function checksum(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
