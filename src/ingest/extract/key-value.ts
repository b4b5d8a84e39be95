import { cleanName } from "../../evaluate/structured/clean-name.js";
import type { FieldCollector } from "../field-collector.js";

const pair = /([A-Za-z_][A-Za-z0-9_.:-]*)=(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s,;|&"']*))/g;

/**
 * `key=value` and `key="value with blanks"`, wherever they stand. The first value of a key stays.
 * A value in single quotes is searched for pairs of its own, as the audit daemon nests them (`msg='op=… res=success'`).
 * https://docs.splunk.com/Documentation/Splunk/latest/Knowledge/Automatickey-valuefieldextractionsatsearch-time
 */
export function extractKeyValue(raw: string, fields: FieldCollector): void {
  for (const [, key, double, single, bare] of raw.matchAll(pair)) {
    const name = cleanName(key ?? "");
    if (name === "") continue;
    if (single === undefined) fields.addFirst(name, double ?? bare ?? "");
    else {
      fields.addFirst(name, single);
      extractKeyValue(single, fields);
    }
  }
}
