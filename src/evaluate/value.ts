/** One value: text, a number, or a truth value. */
export type Single = string | number | boolean;

/** What a column of a row holds: nothing, one value, or several (two or more) in order. */
export type Value = Single | null | readonly Single[];

/** What a field of an event may hold before it becomes a value. */
export type EventValue = Value | readonly (Single | null)[] | undefined;

/** A row under construction or in flight. An operator owns the rows it is given and hands them on. */
export type MutableRow = Map<string, Value>;

/** One result row; a column it lacks is missing. */
export type Row = ReadonlyMap<string, Value>;

/** An event as it comes from a log: field -> value or values. `_time` is in epoch seconds. */
export type Event = Readonly<Record<string, EventValue>>;

/** Makes a value of any number of singles: none is missing, one is itself. */
export function valueOf(singles: readonly (Single | null)[]): Value {
  const present = singles.filter((single) => single !== null);
  const [first] = present;
  if (first === undefined) return null;
  return present.length === 1 ? first : present;
}

/** The values that a column holds, none for a missing one. */
export function singlesOf(value: Value): readonly Single[] {
  if (value === null) return [];
  return isMultivalue(value) ? value : [value];
}

export function isMultivalue(value: Value): value is readonly Single[] {
  return typeof value === "object" && value !== null;
}

/** What an expression needs of a row: a `Map` has it, and so has a view of an event that never becomes a row. */
export interface RowAccess {
  get(name: string): Value | undefined;
  has(name: string): boolean;
  set(name: string, value: Value): unknown;
  delete(name: string): unknown;
}

/** A field of an event as a column. A truth value of a log is its JSON text, since Splunk extracts fields as text. */
export function columnOfEvent(value: EventValue): Value {
  switch (typeof value) {
    case "string":
    case "number":
      return value;
    case "boolean":
      return String(value);
    case "undefined":
      return null;
    case "object":
      return value === null
        ? null
        : valueOf(value.map((single) => (typeof single === "boolean" ? String(single) : single)));
  }
}

/** The row of an event. */
export function rowOfEvent(event: Event): MutableRow {
  const row: MutableRow = new Map();
  for (const name of Object.keys(event)) {
    const value = columnOfEvent(event[name]);
    if (value !== null) row.set(name, value);
  }
  return row;
}

/** Reads the columns of one event after the other without making rows; what is set holds until the next event. */
export class EventView implements RowAccess {
  private event: Event = {};
  private readonly changed = new Map<string, Value>();

  show(event: Event): this {
    this.event = event;
    if (this.changed.size > 0) this.changed.clear();
    return this;
  }
  get(name: string): Value | undefined {
    const changed = this.changed.size === 0 ? undefined : this.changed.get(name);
    if (changed !== undefined) return changed;
    return Object.hasOwn(this.event, name) ? columnOfEvent(this.event[name]) : null;
  }
  has(name: string): boolean {
    return (this.get(name) ?? null) !== null;
  }
  set(name: string, value: Value): void {
    this.changed.set(name, value);
  }
  delete(name: string): void {
    this.changed.set(name, null);
  }
}

const numeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The number that a value is or reads as in full, without surrounding blanks; `undefined` when it is none. */
export function numberOf(single: Single): number | undefined {
  if (typeof single === "number") return Number.isNaN(single) ? undefined : single;
  if (typeof single === "boolean") return undefined;
  const first = single.charCodeAt(0);
  // Most text is told apart from a number by its first character.
  if (!((first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46)) return undefined;
  return numeric.test(single) ? Number(single) : undefined;
}

/** The text of a value; computed numbers print in their shortest exact form, truth values as `True` and `False`. */
export function textOf(single: Single): string {
  if (typeof single === "string") return single;
  if (typeof single === "boolean") return single ? "True" : "False";
  if (Number.isNaN(single)) return "nan";
  if (!Number.isFinite(single)) return single > 0 ? "inf" : "-inf";
  return Object.is(single, -0) ? "0" : String(single);
}

/** The text of a whole column; several values are joined by a line end, as Splunk flattens them. */
export function flatTextOf(value: Value): string | null {
  if (value === null) return null;
  return isMultivalue(value) ? value.map(textOf).join("\n") : textOf(value);
}

/** The first value's number, for functions over one number. */
export function oneNumber(value: Value): number | undefined {
  return value === null || isMultivalue(value) ? undefined : numberOf(value);
}

/** Code point order, which is the order of the UTF-8 bytes. */
export function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  let at = 0;
  while (at < length && left.charCodeAt(at) === right.charCodeAt(at)) at++;
  if (at === length) return left.length - right.length;
  const a = left.charCodeAt(at);
  const b = right.charCodeAt(at);
  const surrogateA = a >= 0xd800 && a <= 0xdfff;
  const surrogateB = b >= 0xd800 && b <= 0xdfff;
  return surrogateA === surrogateB ? a - b : surrogateA ? 1 : -1;
}
