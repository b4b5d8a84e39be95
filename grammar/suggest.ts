import leven from "leven";

/** `did you mean …?`, when one of the names is close enough to what was written. */
export function didYouMean(written: string, names: Iterable<string>): string | undefined {
  const lower = written.toLowerCase();
  let best: string | undefined;
  let least = Math.min(3, Math.max(1, Math.floor(written.length / 3) + 1));
  for (const name of names) {
    const distance = leven(lower, name.toLowerCase());
    if (distance < least || (distance === least && best === undefined)) {
      best = name;
      least = distance;
    }
  }
  return best === undefined ? undefined : `did you mean \`${best}\`?`;
}
