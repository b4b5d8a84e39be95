const places = new Set(["span", "keyword", "nameSpan"]);

/** Whether two syntax trees are equal but for the places of their nodes. */
export function sameTree(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) || Array.isArray(right))
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((item, index) => sameTree(item, right[index]))
    );
  const entries = contentOf(left);
  const others = new Map(contentOf(right));
  return (
    entries.length === others.size &&
    entries.every(([key, value]) => others.has(key) && sameTree(value, others.get(key)))
  );
}

function contentOf(node: object): readonly (readonly [string, unknown])[] {
  return Object.entries(node).filter(([key, value]) => !places.has(key) && value !== undefined);
}
