/** The name of a detection's files: lower-case ASCII words joined by `_`. Accents fall away (`é` gives `e`). */
export function slugOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "");
  return plain
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "")
    .join("_");
}
