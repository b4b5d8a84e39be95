/** A number that is written with a fraction even where it has none. */
export class Float {
  constructor(readonly value: number) {}
}

type Printable =
  | Float
  | string
  | number
  | boolean
  | null
  | readonly Printable[]
  | { readonly [key: string]: Printable | undefined };

/**
 * JSON as the settings of Enterprise Security hold it: on one line, keys in order, a blank after `,` and `:`, and
 * every character that means something in HTML or lies outside ASCII written as `\uXXXX`.
 */
export function settingJson(value: Printable): string {
  if (value instanceof Float) return Number.isInteger(value.value) ? `${value.value}.0` : String(value.value);
  if (typeof value === "string") return escaped(value);
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  if (isList(value)) return `[${value.map(settingJson).join(", ")}]`;
  const entries = Object.entries(value)
    .filter((entry): entry is [string, Printable] => entry[1] !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, item]) => `${escaped(key)}: ${settingJson(item)}`);
  return `{${entries.join(", ")}}`;
}

function isList(value: object): value is readonly Printable[] {
  return Array.isArray(value);
}

function escaped(text: string): string {
  return JSON.stringify(text).replace(
    /[<>&'\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
