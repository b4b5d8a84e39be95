import { cleanName } from "./clean-name.js";

/** How much of an event is looked at, and how many pairs are taken ("extract"). */
const mostCharacters = 10_240;
const mostPairs = 50;

/**
 * The value of a pair of a name and a value in a text: pairs are told apart by any of one set of characters, the name
 * from the value by any of another, and a text in double quotes stands for itself. A value that holds such a character
 * is not extracted; of two pairs with one name the first counts.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Extract
 */
export function pairValue(
  text: string,
  name: string,
  pairDelimiters: string,
  valueDelimiters: string,
): string | undefined {
  let pairs = 0;
  for (const pair of split(text.slice(0, mostCharacters), pairDelimiters)) {
    const [key = "", value, ...more] = split(pair, valueDelimiters);
    if (value === undefined || value === "" || more.length > 0) continue;
    if (cleanName(unquoted(key)) === name) return unquoted(value);
    if (++pairs === mostPairs) return undefined;
  }
  return undefined;
}

/** The parts of a text between any of the characters, outside of double quotes. */
function split(text: string, delimiters: string): readonly string[] {
  const parts = [""];
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (!quoted && delimiters.includes(character)) parts.push("");
    else parts.push(`${parts.pop() ?? ""}${character}`);
  }
  return parts;
}

function unquoted(text: string): string {
  return /^".*"$/su.test(text) ? text.slice(1, -1) : text;
}
