import type { Terminal } from "./terminal.js";

const cells = 24;

/** Draws a bar over the last one, on a terminal that can: `testing ██████░░░░░░ 6 of 12`. */
export function drawProgress(doing: string, done: number, total: number, { err, live }: Terminal): void {
  if (!live) return;
  const full = total === 0 ? cells : Math.floor((cells * done) / total);
  const bar = "█".repeat(full) + "░".repeat(cells - full);
  err(`\r${doing} ${bar} ${String(done)} of ${String(total)}`);
}

/** Takes the bar away, so that results stand where it was. */
export function clearProgress({ err, live }: Terminal): void {
  if (live) err("\r\u001b[K");
}
