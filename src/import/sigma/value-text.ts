import type { LikePattern } from "../../plan/expression.js";
import { mergeParts } from "./parts.js";

/**
 * A text of a rule: `*` stands for any run of characters, `?` for one; `\` before one of `*`, `?` and `\` takes away its
 * meaning and stands for itself before anything else.
 * https://github.com/SigmaHQ/sigma-specification/blob/main/specification/sigma-rules-specification.md#escaping
 */
export function readValueText(written: string): LikePattern {
  const parts: LikePattern[number][] = [];
  for (const [found] of written.matchAll(/\\[\\*?]|[^]/gu)) {
    if (found === "*") parts.push({ kind: "any" });
    else if (found === "?") parts.push({ kind: "one" });
    else parts.push({ kind: "text", text: /^\\[\\*?]$/.test(found) ? found.slice(1) : found });
  }
  return mergeParts(parts);
}
