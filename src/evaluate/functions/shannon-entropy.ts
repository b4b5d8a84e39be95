/** Python's `str.strip` takes these away from both ends: https://docs.python.org/3/library/stdtypes.html#str.isspace */
const blanks = /^[\t-\r\x1c-\x1f\x85\p{Z}]+|[\t-\r\x1c-\x1f\x85\p{Z}]+$/gu;

/**
 * The Shannon entropy of the characters of a text, in bits a character, as the script of URL Toolbox computes it: case
 * counts, the blanks around the text do not, and an empty text has none.
 *
 * @see https://github.com/splunk/utbox/blob/master/utbox/bin/ut_shannon.py
 */
export function shannonEntropy(text = ""): number {
  const characters = [...text.replace(blanks, "")];
  const times = new Map<string, number>();
  for (const character of characters) times.set(character, (times.get(character) ?? 0) + 1);
  const bits = [...times.values()].map((count) => count * Math.log2(characters.length / count));
  return bits.length === 0 ? 0 : bits.reduce((sum, bit) => sum + bit, 0) / characters.length;
}
