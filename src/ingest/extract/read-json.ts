import { parseRecord } from "../../evaluate/structured/json-record.js";

/**
 * Reads a JSON record. One that is cut off (inputs truncate long events, Splunk after 10,000 bytes) gives the members
 * that are whole; what is not JSON at all gives `undefined`.
 */
export function readJson(text: string): unknown {
  return parseRecord(text) ?? parseRecord(closed(text));
}

/** The text up to its last whole member, with the brackets that are open there closed. */
function closed(text: string): string {
  const open: string[] = [];
  let inString = false;
  let end = 0;
  let closing = "";
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === "\\") at += 1;
      else if (character === '"') inString = false;
      continue;
    }
    if (character === '"') inString = true;
    else if (character === "{") open.push("}");
    else if (character === "[") open.push("]");
    else if (character === "}" || character === "]") open.pop();
    if (character === "," || character === "}" || character === "]") {
      end = character === "," ? at : at + 1;
      closing = open.toReversed().join("");
    }
  }
  return text.slice(0, end) + closing;
}
