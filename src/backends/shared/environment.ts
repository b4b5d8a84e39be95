/**
 * Which target value stands for which column of the plan. It never changes; each step of a plan makes a new one, so
 * that a rename or a simple computed column costs no text in the query.
 */
export class Environment<Value> {
  private constructor(private readonly values: ReadonlyMap<string, Value>) {}

  static empty<Value>(): Environment<Value> {
    return new Environment<Value>(new Map());
  }

  static of<Value>(entries: Iterable<readonly [string, Value]>): Environment<Value> {
    return new Environment<Value>(new Map(entries));
  }

  get(column: string): Value | undefined {
    return this.values.get(column);
  }

  get columns(): readonly string[] {
    return [...this.values.keys()];
  }

  entries(): readonly (readonly [string, Value])[] {
    return [...this.values.entries()];
  }

  /** With a column set, in its old place where there was one. */
  with(column: string, value: Value): Environment<Value> {
    const values = new Map(this.values);
    values.set(column, value);
    return new Environment(values);
  }

  without(columns: Iterable<string>): Environment<Value> {
    const values = new Map(this.values);
    for (const column of columns) values.delete(column);
    return new Environment(values);
  }

  /** Only these columns, in this order; one that has no value stays out. */
  only(columns: readonly string[]): Environment<Value> {
    const kept = columns.flatMap((column) => {
      const value = this.values.get(column);
      return value === undefined ? [] : [[column, value] as const];
    });
    return new Environment(new Map(kept));
  }

  /** Renames all at once. A source without a value takes the target's value away, as a rename in a search does. */
  renamed(pairs: readonly { readonly from: string; readonly to: string }[]): Environment<Value> {
    const targets = new Map(pairs.map(({ from, to }) => [from, to]));
    const overwritten = new Set(targets.values());
    const values = new Map<string, Value>();
    for (const [column, value] of this.values) {
      const target = targets.get(column);
      if (target !== undefined) values.set(target, value);
      else if (!overwritten.has(column)) values.set(column, value);
    }
    return new Environment(values);
  }

  map<Other>(change: (value: Value, column: string) => Other): Environment<Other> {
    return new Environment(
      new Map([...this.values].map(([column, value]) => [column, change(value, column)])),
    );
  }
}
