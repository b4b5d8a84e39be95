import leven from "leven";

/**
 * The name that was probably meant, for a help text: the nearest one that differs in no more than a third of its
 * letters, or only in their order. `undefined` where none is near.
 */
export function suggest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  const tolerance = Math.max(1, Math.floor(name.length / 3));
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    // Letters in another order are a slip of the fingers, and nearer than another letter.
    const distance =
      letters(wanted) === letters(other) ? Math.min(0.5, leven(wanted, other)) : leven(wanted, other);
    if (distance <= tolerance && (best === undefined || distance < best.distance))
      best = { candidate, distance };
  }
  return best?.candidate;
}

function letters(name: string): string {
  return [...name].sort().join("");
}
