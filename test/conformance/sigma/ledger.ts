import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Judged } from "./verdicts.js";

/** What was judged, kept in a file line by line, so that a run that was stopped can go on. */
export class Ledger {
  private readonly kept = new Map<string, readonly Judged[]>();

  /** Begins with what the file holds where a run is resumed, and with nothing otherwise. */
  constructor(
    private readonly path: string,
    resume: boolean,
  ) {
    const text = resume && existsSync(path) ? readFileSync(path, "utf8") : "";
    for (const line of text.split("\n").filter(isWhole)) {
      const [key, judged] = JSON.parse(line) as [string, readonly Judged[]];
      this.kept.set(key, judged);
    }
    writeFileSync(path, [...this.kept].map((entry) => `${JSON.stringify(entry)}\n`).join(""));
  }

  has(key: string): boolean {
    return this.kept.has(key);
  }

  add(key: string, judged: readonly Judged[]): void {
    this.kept.set(key, judged);
    appendFileSync(this.path, `${JSON.stringify([key, judged])}\n`);
  }

  /** In the order of the keys, whatever was done first. */
  get judged(): readonly Judged[] {
    return [...this.kept].sort(([left], [right]) => (left < right ? -1 : 1)).flatMap(([, judged]) => judged);
  }
}

/** Whether a line was written to its end. */
function isWhole(line: string): boolean {
  return line.endsWith("]]");
}
