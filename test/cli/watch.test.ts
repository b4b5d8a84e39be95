import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { repeatOnChange } from "../../src/cli/watch.js";
import { addFiles, temporaryFolder } from "../support/content-folder.js";

/** Watches a folder; `next` waits for the next run and gives the paths that it was told of. */
function watching(folder: string): { readonly next: () => Promise<readonly string[]> } {
  const stop = new AbortController();
  const told: (readonly string[])[] = [];
  let wake: (() => void) | undefined;
  void repeatOnChange(
    folder,
    ["dist"],
    async (changed) => {
      told.push(changed);
      wake?.();
      return Promise.resolve();
    },
    stop.signal,
  );
  onTestFinished(() => stop.abort());
  const next = async (): Promise<readonly string[]> => {
    const first = told.shift();
    if (first !== undefined) return first;
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
    return next();
  };
  return { next };
}

test("content that is changed, made or taken away is told", async () => {
  const root = temporaryFolder({ "detections/a.yml": "a", "lookups/b.csv": "b" });
  const { next } = watching(root);
  addFiles(root, { "detections/a.yml": "changed" });
  expect(await next()).toEqual(["detections/a.yml"]);
  addFiles(root, { "lookups/c.csv": "c" });
  expect(await next()).toEqual(["lookups/c.csv"]);
  rmSync(join(root, "lookups/b.csv"));
  expect(await next()).toEqual(["lookups/b.csv"]);
});

test("what a build writes is no change", async () => {
  const root = temporaryFolder({ "dist/x.yml": "x", ".detc-cache/x.yml": "x", "detections/a.yml": "a" });
  const { next } = watching(root);
  addFiles(root, { "dist/x.yml": "y", ".detc-cache/x.yml": "y", "notes.txt": "y" });
  addFiles(root, { "detections/a.yml": "b" });
  expect(await next()).toEqual(["detections/a.yml"]);
});
