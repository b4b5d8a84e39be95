/** The fewest of the items, in their order, for which something still holds: halves are left out first, then single ones. */
export function fewest<Item>(
  items: readonly Item[],
  holds: (some: readonly Item[]) => boolean,
): readonly Item[] {
  let kept = items;
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = Math.floor(size / 2))
    for (let at = 0; at < kept.length;) {
      const without = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (without.length > 0 && holds(without)) kept = without;
      else at += size;
    }
  return kept;
}
