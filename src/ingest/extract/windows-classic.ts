import { cleanName } from "../../evaluate/structured/clean-name.js";
import type { FieldCollector } from "../field-collector.js";

/**
 * The fields of a Windows event in classic rendering: `key=value` lines up to `Message=`, then the lines
 * `Key:<blank>value` of the message. A key that comes twice (`Account Name:` of the subject and of the target) has both
 * values, in the order of the text; a heading without a value gives no field.
 */
export function extractWindowsClassic(raw: string, fields: FieldCollector): void {
  const at = raw.search(/^Message=/m);
  const head = at === -1 ? raw : raw.slice(0, at);
  for (const [, key, value] of head.matchAll(/^([A-Za-z][A-Za-z0-9_ ]*)=(.*)$/gm))
    fields.add(cleanName(key ?? ""), (value ?? "").trim());
  if (at === -1) return;
  const message = raw.slice(at + "Message=".length);
  fields.add("Message", message.trimEnd());
  for (const [, key, value] of message.matchAll(/^[ \t]*([^:\r\n]+):[ \t]+([^\r\n]*)$/gm)) {
    const name = cleanName((key ?? "").trim());
    if (name !== "") fields.add(name, (value ?? "").trim());
  }
}
