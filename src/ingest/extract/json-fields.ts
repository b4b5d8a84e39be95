import type { FieldCollector } from "../field-collector.js";

/**
 * The fields of a JSON record as Splunk's automatic extraction names them: keys joined by dots, `{}` behind the name of
 * an array, repeated names as several values in document order, `null` as the text `null`.
 * https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Spath
 */
export function extractJson(record: unknown, fields: FieldCollector, prefix = ""): void {
  if (Array.isArray(record)) {
    for (const item of record) extractJson(item, fields, `${prefix}{}`);
  } else if (typeof record === "object" && record !== null) {
    for (const [key, value] of Object.entries(record))
      extractJson(value, fields, prefix === "" ? key : `${prefix}.${key}`);
  } else if (prefix !== "") {
    fields.addAlsoEmpty(prefix, typeof record === "string" ? record : String(record));
  }
}
