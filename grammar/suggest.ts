import { suggest } from "../src/diagnostics/suggest.js";

/** `did you mean …?`, when one of the names is close enough to what was written. */
export function didYouMean(written: string, names: Iterable<string>): string | undefined {
  const best = suggest(written, names);
  return best === undefined ? undefined : `did you mean \`${best}\`?`;
}
