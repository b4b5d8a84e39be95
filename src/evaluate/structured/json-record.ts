import { parseJson, type Json } from "./json.js";

const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * Reads a JSON record of a log: `undefined` when the text is none. Splunk takes the fields of an event as they are
 * written, so that a number which would print otherwise (`234.0`, `12345678901234567890`) stays a text.
 */
export function parseRecord(text: string): Json | undefined {
  return parseJson(withTexts(text));
}

function withTexts(text: string): string {
  try {
    return text.replace(stringOrNumber, quoteInexact);
  } catch {
    // A text of many megabytes is more than one match can hold.
    return text;
  }
}

function quoteInexact(token: string): string {
  return token.startsWith('"') || String(Number(token)) === token ? token : `"${token}"`;
}
