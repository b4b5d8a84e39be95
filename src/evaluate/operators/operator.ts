import type { MutableRow } from "../value.js";

/** Takes rows. `push` says whether more are wanted; a row that was pushed belongs to the receiver. */
export interface Sink {
  push(row: MutableRow): boolean;
  /** No more rows come. Called once. */
  end(): void;
}

/** A sink that keeps all rows until the end. */
export abstract class Collector implements Sink {
  protected readonly rows: MutableRow[] = [];
  push(row: MutableRow): boolean {
    this.rows.push(row);
    return true;
  }
  abstract end(): void;
}

/** Hands rows on until no more are wanted, then ends. */
export function drain(rows: Iterable<MutableRow>, output: Sink): void {
  for (const row of rows) if (!output.push(row)) break;
  output.end();
}
