const expansions: Readonly<Record<string, string>> = { T: "%H:%M:%S", F: "%Y-%m-%d" };
const common: ReadonlySet<string> = new Set(["Y", "m", "d", "H", "M", "S"]);

/** A format of `strftime` in the directives that every `strftime` reads alike; `undefined` for any other directive. */
export function strftimeOf(format: string): string | undefined {
  const expanded = format.replace(
    /%([TF])/gu,
    (directive, letter: string) => expansions[letter] ?? directive,
  );
  const letters = [...expanded.matchAll(/%(.?)/gu)].map(([, letter]) => letter ?? "");
  return letters.every((letter) => common.has(letter)) ? expanded : undefined;
}
