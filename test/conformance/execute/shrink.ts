/** The most questions that one difference is worth. */
const mostQuestions = 80;

/** The fewest of the items that still fail, or nearly so, by leaving out ever smaller parts of them. */
export async function shrink<Item>(
  items: readonly Item[],
  fails: (items: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  let current = items;
  let questions = 0;
  for (let size = Math.ceil(items.length / 2); size >= 1;) {
    let reduced = false;
    for (let at = 0; at < current.length; at += size) {
      const rest = [...current.slice(0, at), ...current.slice(at + size)];
      if (questions++ >= mostQuestions) return current;
      if (rest.length > 0 && (await fails(rest))) {
        current = rest;
        reduced = true;
        at -= size;
      }
    }
    if (size === 1 && !reduced) break;
    size = size === 1 ? 1 : Math.ceil(size / 2);
  }
  return current;
}
