/** What the process says of a run: done, something the user has to mend, or a bug of detc. */
export const exitStatus = { done: 0, invalid: 1, bug: 2 } as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** The line of `--help` that says what the statuses of a command mean. */
export function exitStatusHelp(invalid: string, done = "done"): string {
  return `\nExit status: 0 ${done}, 1 ${invalid}, 2 a bug of detc.`;
}
