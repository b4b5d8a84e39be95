/** A stretch of text, any run of characters (`*`), or exactly one character (`?`). */
export type SigmaPart =
  { readonly kind: "text"; readonly text: string } | { readonly kind: "any" } | { readonly kind: "one" };

/**
 * The value of a Sigma rule that stands for the parts.
 *
 * `\` is special only before `*`, `?` and `\`. A single one before anything else stays single, as SigmaHQ writes
 * Windows paths; any other is doubled, and `*` and `?` of the text get one in front.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-rules-specification.md#escaping
 */
export function sigmaText(parts: readonly SigmaPart[]): string {
  return parts
    .map((part, index) => {
      if (part.kind === "any") return "*";
      if (part.kind === "one") return "?";
      const next = parts[index + 1];
      return escapeText(part.text, next !== undefined && next.kind !== "text");
    })
    .join("");
}

/** `beforeWildcard`: what follows the text would be escaped by a backslash at its end. */
function escapeText(text: string, beforeWildcard: boolean): string {
  return text.replace(
    /(\\+)([*?]?)|[*?]/g,
    (found, run: string | undefined, star: string | undefined, at: number) => {
      if (run === undefined) return `\\${found}`;
      const atEnd = at + found.length === text.length;
      const special = run.length > 1 || star !== "" || (atEnd && beforeWildcard);
      return (special ? run + run : run) + (star === "" ? "" : `\\${star}`);
    },
  );
}
