import { parsePcre } from "../../../regex/parse-pcre.js";
import { PcreSyntaxError, UnsupportedPcre, type Pcre } from "../../../regex/pcre.js";
import type { SigmaPart } from "./escape.js";

/** A regular expression that is text and wildcards. */
export interface Wildcards {
  readonly parts: readonly SigmaPart[];
  readonly caseSensitive: boolean;
}

/**
 * The text and wildcards that ask the same of a whole value as an expression does which is looked for in it; `undefined`
 * where there are none. `$` is none: it also holds before a line feed at the end, which `\z` does not.
 */
export function wildcardsOf(source: string, ignoreCase: boolean): Wildcards | undefined {
  try {
    return wildcards(parsePcre(source, { ignoreCase }).root);
  } catch (problem) {
    if (problem instanceof PcreSyntaxError || problem instanceof UnsupportedPcre) return undefined;
    throw problem;
  }
}

function wildcards(root: Pcre): Wildcards | undefined {
  const items = root.kind === "sequence" ? root.items : [root];
  const begins = isAssertion(items[0], "text-start");
  const ends = isAssertion(items.at(-1), "text-end");
  const parts: SigmaPart[] = begins ? [] : [{ kind: "any" }];
  const cases = new Set<boolean>();
  for (const item of items.slice(begins ? 1 : 0, ends ? -1 : undefined)) {
    const part = partOf(item, cases);
    if (part === undefined) return undefined;
    const before = parts.at(-1);
    if (part.kind === "text" && before?.kind === "text")
      parts[parts.length - 1] = { kind: "text", text: before.text + part.text };
    else if (part.kind !== "any" || before?.kind !== "any") parts.push(part);
  }
  if (!ends && parts.at(-1)?.kind !== "any") parts.push({ kind: "any" });
  return cases.size > 1 ? undefined : { parts, caseSensitive: cases.has(false) };
}

function isAssertion(node: Pcre | undefined, assertion: "text-start" | "text-end"): boolean {
  return node?.kind === "assertion" && node.assertion === assertion;
}

/** `cases` takes in whether a letter is matched in any case. */
function partOf(node: Pcre, cases: Set<boolean>): SigmaPart | undefined {
  switch (node.kind) {
    case "character": {
      const text = String.fromCodePoint(node.code);
      if (text.toLowerCase() !== text.toUpperCase()) cases.add(node.ignoreCase);
      return { kind: "text", text };
    }
    case "dot":
      return node.lines ? { kind: "one" } : undefined;
    case "repeat":
      return node.body.kind === "dot" && node.body.lines && node.minimum === 0 && node.maximum === undefined
        ? { kind: "any" }
        : undefined;
    default:
      return undefined;
  }
}
