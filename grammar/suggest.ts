import leven from "leven";

/** `did you mean …?`, when one of the names is close enough to what was written. */
export function didYouMean(written: string, names: Iterable<string>): string | undefined {
  const lower = written.toLowerCase();
  let best: string | undefined;
  let least = written.length < 4 ? 1 : written.length < 7 ? 2 : 3;
  for (const name of names) {
    const distance = leven(lower, name.toLowerCase());
    if (distance < least || (distance === least && best === undefined)) {
      best = name;
      least = distance;
    }
  }
  return best === undefined ? undefined : `did you mean \`${best}\`?`;
}
