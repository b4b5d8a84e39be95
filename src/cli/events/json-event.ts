import { isObject, singleOf, type Json } from "../../evaluate/structured/json.js";
import type { Event, Single } from "../../evaluate/value.js";

/** How deep objects are followed; deeper ones stay text. */
const deepest = 32;

/**
 * The event of a JSON object: its keys are the fields. An object inside gives `a.b`, an array of it `a{}.b`, as Splunk
 * names them; an array of plain values under a key is that field with several values. `_time` is epoch seconds or
 * ISO 8601. `undefined` when the value is no object.
 */
export function eventOfJson(json: Json): Event | undefined {
  if (!isObject(json)) return undefined;
  if (isFlat(json)) return json;
  const fields: Record<string, Single | (Single | null)[]> = Object.create(null) as Record<string, Single>;
  for (const [key, value] of Object.entries(json))
    if (Array.isArray(value) && value.every(isPlain)) fields[key] = value.map(singleOf);
    else if (isPlain(value)) {
      if (value !== null) fields[key] = singleOf(value) ?? "";
    } else collect(key, value, fields, 1);
  const { _time: time } = fields;
  if (typeof time === "string" && Number.isNaN(Number(time))) {
    const moment = Date.parse(time);
    if (!Number.isNaN(moment)) fields["_time"] = moment / 1000;
  }
  return fields;
}

/** Whether a number has more digits than a number here holds. */
export function holdsUnsafe(json: Json): boolean {
  if (typeof json === "number") return json > Number.MAX_SAFE_INTEGER || json < Number.MIN_SAFE_INTEGER;
  if (typeof json !== "object" || json === null) return false;
  if (Array.isArray(json)) return json.some(holdsUnsafe);
  for (const key of Object.keys(json))
    if (holdsUnsafe((json as Record<string, Json>)[key] ?? null)) return true;
  return false;
}

/** Most logs of JSON lines are flat, with the time as a number: they are events as they are. */
function isFlat(json: { readonly [key: string]: Json }): json is Readonly<Record<string, Single>> {
  for (const key of Object.keys(json)) {
    const value = json[key];
    if (typeof value === "object" || (key === "_time" && typeof value !== "number")) return false;
  }
  return true;
}

function isPlain(json: Json): boolean {
  return typeof json !== "object" || json === null;
}

function collect(
  name: string,
  json: Json,
  fields: Record<string, Single | (Single | null)[]>,
  depth: number,
): void {
  if (Array.isArray(json) && depth < deepest)
    for (const item of json) collect(`${name}{}`, item as Json, fields, depth + 1);
  else if (typeof json === "object" && json !== null && depth < deepest)
    for (const [key, value] of Object.entries(json))
      collect(`${name}.${key}`, value as Json, fields, depth + 1);
  else {
    const single = singleOf(json);
    const before = fields[name];
    if (single === null) return;
    fields[name] =
      before === undefined ? single : Array.isArray(before) ? [...before, single] : [before, single];
  }
}
