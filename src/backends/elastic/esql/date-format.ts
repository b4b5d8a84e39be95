const letters: Readonly<Record<string, string>> = {
  Y: "yyyy",
  m: "MM",
  d: "dd",
  H: "HH",
  M: "mm",
  S: "ss",
  T: "HH:mm:ss",
  F: "yyyy-MM-dd",
};

/** A format of `strftime` as a pattern of `DATE_FORMAT` (Java's); `undefined` for a directive it does not have. */
export function dateFormatOf(format: string): string | undefined {
  let complete = true;
  const pattern = format.replace(/%(.?)|([A-Za-z]+)|(')/gsu, (_, letter?: string, word?: string) => {
    if (word !== undefined) return `'${word}'`;
    if (letter === undefined) return "''";
    const written = letters[letter];
    if (written === undefined) complete = false;
    return written ?? "";
  });
  return complete ? pattern : undefined;
}
