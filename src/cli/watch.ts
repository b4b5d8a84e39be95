import { watch } from "node:fs";
import { sep } from "node:path";
import type { Terminal } from "./terminal.js";

/**
 * Runs again whenever content below a folder changes, and gives it the paths, until the process is stopped; changes
 * that come together are one, and runs do not overlap. Folders whose names start with a dot, and those in `ignored`, are not content.
 */
export async function repeatOnChange(
  folder: string,
  ignored: readonly string[],
  run: (changed: readonly string[]) => Promise<unknown>,
  signal?: AbortSignal,
): Promise<never> {
  return new Promise<never>((_resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const changed = new Set<string>();
    let running: Promise<unknown> = Promise.resolve();
    const watcher = watch(
      folder,
      { recursive: true, ...(signal === undefined ? {} : { signal }) },
      (_event, name) => {
        if (name === null || !/\.(?:ya?ml|csv)$/i.test(name)) return;
        const folders = name.split(sep).slice(0, -1);
        if (folders.some((part) => part.startsWith(".") || ignored.includes(part))) return;
        changed.add(name);
        clearTimeout(timer);
        timer = setTimeout(() => {
          const names = [...changed].sort();
          changed.clear();
          running = running.then(() => run(names)).catch(reject);
        }, 100);
      },
    );
    watcher.on("error", reject);
  });
}

/**
 * Runs, says that it waits, and runs again after each change. What changes during the first run counts, too.
 */
export async function runAndRepeat(
  folder: string,
  ignored: readonly string[],
  { err }: Pick<Terminal, "err">,
  run: () => Promise<void>,
): Promise<void> {
  const first = run().then(() => err("\nwaiting for changes; an interrupt ends this\n"));
  const others = repeatOnChange(folder, ignored, async (changed) => {
    await first;
    err(`\n${changed.join(", ")} changed\n`);
    await run();
  });
  await Promise.all([first, others]);
}
