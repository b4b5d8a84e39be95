import type { LikePattern } from "../../plan/expression.js";

/** The parts with neighbouring texts joined and runs of `*` taken as one. */
export function mergeParts(parts: LikePattern): LikePattern {
  const merged: LikePattern[number][] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (part.kind === "text" && last?.kind === "text")
      merged[merged.length - 1] = { kind: "text", text: last.text + part.text };
    else if (part.kind === "any" && last?.kind === "any") continue;
    else if (part.kind !== "text" || part.text !== "") merged.push(part);
  }
  return merged;
}

/** The parts with each text replaced by several; one list for each choice. */
export function expandTexts(
  parts: LikePattern,
  variants: (text: string) => readonly string[],
): readonly LikePattern[] {
  return parts.reduce<readonly LikePattern[]>(
    (heads, part) =>
      heads.flatMap((head) =>
        (part.kind === "text" ? variants(part.text) : [undefined]).map((text) =>
          text === undefined ? [...head, part] : [...head, { kind: "text", text } as const],
        ),
      ),
    [[]],
  );
}

/** The text of parts without wildcards; `undefined` where there are any. */
export function plainText(parts: LikePattern): string | undefined {
  let text = "";
  for (const part of parts) {
    if (part.kind !== "text") return undefined;
    text += part.text;
  }
  return text;
}
