import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** Files by their path relative to a folder. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A folder with these files that is gone after the test. */
export function temporaryFolder(files: Files = {}): string {
  const folder = mkdtempSync(join(tmpdir(), "detc-test-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  addFiles(folder, files);
  return folder;
}

export function addFiles(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    const location = join(folder, path);
    mkdirSync(dirname(location), { recursive: true });
    writeFileSync(location, content);
  }
}

export interface DetectionParts {
  readonly name?: string;
  readonly id?: string;
  readonly search?: string;
  readonly type?: string;
  readonly status?: string;
  /** Further keys, as YAML. */
  readonly more?: string;
}

/** A small valid detection as YAML. */
export function detectionYaml(parts: DetectionParts = {}): string {
  const {
    name = "Certificate Left The Store",
    id = "0b3f3f52-5a2c-4c0e-9a3e-6a1f3f0e7d11",
    search = "search index=main certutil.exe | table _time host",
    type = "Anomaly",
    status = "production",
    more = "",
  } = parts;
  return [
    `name: ${name}`,
    `id: ${id}`,
    "version: 1",
    "date: 2025-02-03",
    "author: A Team",
    `status: ${status}`,
    `type: ${type}`,
    "description: A certificate and its key were written to a file.",
    "search: |-",
    ...search.split("\n").map((line) => `  ${line}`),
    "",
  ]
    .join("\n")
    .concat(more);
}
