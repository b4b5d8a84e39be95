/** The class of the characters that do not part a path, as a regular expression of any dialect. */
export function notSeparator(separators: readonly string[]): string {
  return `[^${membersOf(separators)}]`;
}

/** The class of the characters that part a path. */
export function anySeparator(separators: readonly string[]): string {
  return `[${membersOf(separators)}]`;
}

function membersOf(separators: readonly string[]): string {
  return separators.map((each) => (each === "\\" ? "\\\\" : each)).join("");
}
