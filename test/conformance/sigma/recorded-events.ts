import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, type Json } from "../../../src/evaluate/structured/json.js";

/** An event as Sigma rules name its fields. */
export type SigmaFields = Readonly<Record<string, Json>>;

/**
 * The Windows events of a folder of JSON files, one or several in each, as event log exports write them: `System` and
 * `EventData` below `Event`. Fields are named as the specification has it: the data by their names, attributes of the
 * XML joined with `_`.
 */
export function recordedEvents(folder: string): readonly SigmaFields[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .flatMap((name) => documentsIn(readFileSync(join(folder, name), "utf8")))
    .flatMap((document) => {
      const event = isObject(document) ? document["Event"] : undefined;
      return isObject(event) ? [withText(fieldsOfEvent(event))] : [];
    });
}

/** The event with its whole text, in which keywords are looked for. */
function withText(fields: SigmaFields): SigmaFields {
  const text = Object.entries(fields)
    .map(([name, value]) => `${name}="${String(value)}"`)
    .join(" ");
  return { ...fields, _raw: text };
}

/** JSON documents one after the other, each beginning on a line of its own. */
function documentsIn(text: string): readonly Json[] {
  return text.split(/\n(?=\{)/).flatMap((part) => (part.trim() === "" ? [] : [JSON.parse(part) as Json]));
}

function fieldsOfEvent(event: Readonly<Record<string, Json>>): SigmaFields {
  const fields: Record<string, Json> = {};
  const system = event["System"];
  for (const [name, value] of isObject(system) ? Object.entries(system) : []) {
    const attributes = isObject(value) ? value["#attributes"] : undefined;
    if (isObject(attributes))
      for (const [attribute, inner] of Object.entries(attributes)) fields[`${name}_${attribute}`] = inner;
    else if (!isObject(value)) fields[name] = value;
  }
  for (const part of ["EventData", "UserData"]) {
    const data = event[part];
    for (const [name, value] of isObject(data) ? Object.entries(data) : [])
      if (!isObject(value)) fields[name] = value;
  }
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && !Array.isArray(value)),
  );
}
