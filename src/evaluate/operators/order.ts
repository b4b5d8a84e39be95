import type { Distinct, Sort, SortKey } from "../../plan/plan.js";
import { compareAddresses } from "../network.js";
import { compareText, flatTextOf, numberOf, type MutableRow, type Value } from "../value.js";
import { valuesId } from "./keys.js";
import { Collector, drain, type Sink } from "./operator.js";

/** "sort": keys in turn; missing values come last in both directions. Rows that tie keep their order. */
export function sortSink({ keys, limit }: Sort, output: Sink): Sink {
  return new Sorter(keys, limit, output);
}

class Sorter extends Collector {
  constructor(
    private readonly keys: readonly SortKey[],
    private readonly limit: number | undefined,
    private readonly output: Sink,
  ) {
    super();
  }
  override push(row: MutableRow): boolean {
    this.rows.push(row);
    // With a limit only the first rows are of use: sorted and cut in batches, so that memory stays bounded.
    if (this.limit !== undefined && this.limit > 0 && this.rows.length > this.limit * 2 + 10_000) {
      this.rows.sort(compareBy(this.keys));
      this.rows.length = this.limit;
    }
    return true;
  }
  end(): void {
    this.rows.sort(compareBy(this.keys));
    drain(this.limit === undefined ? this.rows : this.rows.slice(0, this.limit), this.output);
  }
}

function compareBy(keys: readonly SortKey[]): (left: MutableRow, right: MutableRow) => number {
  return (left, right) => {
    for (const { name, descending, type } of keys) {
      const a = left.get(name) ?? null;
      const b = right.get(name) ?? null;
      if (a === null || b === null) {
        if (a === b) continue;
        return a === null ? 1 : -1;
      }
      const order = compareColumns(a, b, type);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
}

/** The automatic type is decided for each pair: numbers, else addresses, else text ("sort"). */
function compareColumns(left: Value, right: Value, type: SortKey["type"]): number {
  const a = flatTextOf(left) ?? "";
  const b = flatTextOf(right) ?? "";
  if (type === "auto" || type === "number") {
    const x = numberOf(a);
    const y = numberOf(b);
    if (x !== undefined && y !== undefined) return x - y;
    // What `num()` does with other text is not documented: it sorts behind the numbers.
    if (type === "number") return x !== undefined ? -1 : y !== undefined ? 1 : compareText(a, b);
  }
  if (type === "auto" || type === "ip") {
    const order = compareAddresses(a, b);
    if (order !== undefined) return order;
  }
  return compareText(a, b);
}

/** "dedup": the first rows of each combination of values; of a multivalue column all values have to agree. */
export function distinctSink(plan: Distinct, output: Sink): Sink {
  const inner = new Deduplicator(plan, output);
  return plan.order.length === 0 ? inner : new Sorter(plan.order, undefined, inner);
}

class Deduplicator implements Sink {
  private counts = new Map<string, number>();
  private previous: string | undefined;

  constructor(
    private readonly plan: Distinct,
    private readonly output: Sink,
  ) {}

  push(row: MutableRow): boolean {
    const { columns, count, keepMissing, consecutive, clearOnly } = this.plan;
    const values = columns.map((name) => row.get(name) ?? null);
    if (values.includes(null)) return !keepMissing || this.output.push(row);
    const id = valuesId(values);
    if (consecutive && this.previous !== id) this.counts = new Map();
    this.previous = id;
    const seen = this.counts.get(id) ?? 0;
    this.counts.set(id, seen + 1);
    if (seen < count) return this.output.push(row);
    if (!clearOnly) return true;
    for (const name of columns) row.delete(name);
    return this.output.push(row);
  }

  end(): void {
    this.output.end();
  }
}
