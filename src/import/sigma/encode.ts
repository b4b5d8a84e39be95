const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 with padding. */
export function base64(bytes: readonly number[]): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const group = bytes.slice(at, at + 3);
    const bits = ((group[0] ?? 0) << 16) | ((group[1] ?? 0) << 8) | (group[2] ?? 0);
    for (let place = 0; place < 4; place += 1)
      text += place <= group.length ? alphabet.charAt((bits >> (18 - 6 * place)) & 63) : "=";
  }
  return text;
}

/** What is sure to stand in the base64 of any text that holds these bytes, by where they begin in a group of three. */
export function base64Offsets(bytes: readonly number[]): readonly string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = base64([...Array<number>(offset).fill(0x20), ...bytes]);
    const start = [0, 2, 3][offset] ?? 0;
    const cut = [0, 3, 2][(bytes.length + offset) % 3] ?? 0;
    return encoded.slice(start, encoded.length - cut);
  });
}

export type Encoding = "utf-8" | "utf16le" | "utf16be" | "utf16";

/** The bytes of a text; `utf16` begins with the mark of its byte order. */
export function bytesOf(text: string, encoding: Encoding): readonly number[] {
  if (encoding === "utf-8") return [...new TextEncoder().encode(text)];
  const units = [...Array(text.length).keys()].map((at) => text.charCodeAt(at));
  const bytes = units.flatMap((unit) =>
    encoding === "utf16be" ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8],
  );
  return encoding === "utf16" ? [0xff, 0xfe, ...bytes] : bytes;
}
