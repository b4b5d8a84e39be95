import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex } from "@noble/hashes/utils";
import type { ReleaseFile } from "./pack.js";

export function sha256Of({ bytes }: ReleaseFile): string {
  return bytesToHex(sha256(bytes));
}

/** `SHA256SUMS`, as `sha256sum --check` reads it. */
export function checksums(files: readonly ReleaseFile[]): string {
  return [...files]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((file) => `${sha256Of(file)}  ${file.name}\n`)
    .join("");
}
