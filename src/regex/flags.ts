/** The inline flags in force at a place of a pattern. */
export interface PcreFlags {
  readonly ignoreCase: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly extended: boolean;
  readonly ungreedy: boolean;
}

export const noFlags: PcreFlags = {
  ignoreCase: false,
  multiline: false,
  dotAll: false,
  extended: false,
  ungreedy: false,
};

const flagOf: Readonly<Record<string, keyof PcreFlags>> = {
  i: "ignoreCase",
  m: "multiline",
  s: "dotAll",
  x: "extended",
  U: "ungreedy",
};

/** The flags after `(?im-s)`, from the parts of its text. */
export function changeFlags(flags: PcreFlags, [, reset, on, off]: RegExpExecArray): PcreFlags {
  const result = { ...(reset === "^" ? noFlags : flags) };
  for (const letter of on ?? "") setFlag(result, letter, true);
  for (const letter of off ?? "") setFlag(result, letter, false);
  return result;
}

function setFlag(
  flags: { -readonly [Name in keyof PcreFlags]: boolean },
  letter: string,
  value: boolean,
): void {
  const name = flagOf[letter];
  if (name !== undefined) flags[name] = value;
}
