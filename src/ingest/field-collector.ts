import type { Event, Single, Value } from "../evaluate/value.js";

/** Gathers the fields of one event while extractions run over it. */
export class FieldCollector {
  readonly #fields = new Map<string, Single[]>();

  /** Adds a value to a field: a second one makes it multivalue. An empty text gives no field, as in Splunk. */
  add(name: string, value: string): void {
    if (value === "") return;
    const values = this.#fields.get(name);
    if (values === undefined) this.#fields.set(name, [value]);
    else values.push(value);
  }

  /** As `add`, but the empty text counts: an empty JSON string makes an empty field. */
  addAlsoEmpty(name: string, value: string): void {
    const values = this.#fields.get(name);
    if (values === undefined) this.#fields.set(name, [value]);
    else values.push(value);
  }

  /** Sets a field that has no value yet; a transform without `MV_ADD` keeps the first value it found. */
  addFirst(name: string, value: string): void {
    if (value !== "" && !this.#fields.has(name)) this.#fields.set(name, [value]);
  }

  /** Replaces what the field had; `null` clears it. */
  set(name: string, value: Value): void {
    if (value === null) this.#fields.delete(name);
    else this.#fields.set(name, typeof value === "object" ? [...value] : [value]);
  }

  has(name: string): boolean {
    return this.#fields.has(name);
  }

  get(name: string): Value {
    const values = this.#fields.get(name);
    const [first] = values ?? [];
    if (values === undefined || first === undefined) return null;
    return values.length === 1 ? first : values;
  }

  /** The value of a field as text; of several the first. */
  text(name: string): string | undefined {
    const [first] = this.#fields.get(name) ?? [];
    return first === undefined ? undefined : String(first);
  }

  /** All values of a field as texts. */
  texts(name: string): readonly string[] {
    return (this.#fields.get(name) ?? []).map(String);
  }

  event(): Event {
    return Object.fromEntries(
      [...this.#fields].map(([name, values]) => [name, values.length === 1 ? (values[0] ?? null) : values]),
    );
  }
}
