import type { ParsedPcre, Pcre } from "../../../regex/pcre.js";

/** The groups that a replacement can name: `\1` to `\9`. */
const mostGroups = 9;

/**
 * PCRE's `$` also stands before a line feed that ends the text, which a replacement has to leave there. Gives the
 * expression with that line feed as one more group, and the group's number; `undefined` where the expression does not
 * end in `$`, or where a further match could begin at the line feed.
 */
export function keepLineFeed({
  root,
  captures,
}: ParsedPcre): { readonly parsed: ParsedPcre; readonly group: number } | undefined {
  if (root.kind !== "sequence") return undefined;
  const end = root.items.at(-1);
  const before = root.items.at(-2);
  const group = captures.length + 1;
  if (end?.kind !== "assertion" || end.assertion !== "text-end-or-newline") return undefined;
  if (before === undefined || !endsBeforeLineFeed(before) || group > mostGroups) return undefined;
  const lineFeed: Pcre = { kind: "character", code: 10, ignoreCase: false };
  const kept: Pcre = {
    kind: "group",
    capture: { number: group },
    body: { kind: "repeat", body: lineFeed, minimum: 0, maximum: 1, mode: "greedy" },
  };
  const items: readonly Pcre[] = [
    ...root.items.slice(0, -1),
    kept,
    { kind: "assertion", assertion: "text-end" },
  ];
  return { parsed: { root: { ...root, items }, captures: [...captures, { number: group }] }, group };
}

/** Whether what an expression matches ends in a character that is no line feed. */
function endsBeforeLineFeed(node: Pcre): boolean {
  switch (node.kind) {
    case "character":
      return node.code !== 10;
    case "dot":
      return !node.lines;
    case "set":
      return node.set.kind === "shorthand" && !node.set.negated && /[dwh]/.test(node.set.letter);
    case "repeat":
      return node.minimum > 0 && endsBeforeLineFeed(node.body);
    case "group":
      return endsBeforeLineFeed(node.body);
    case "sequence":
      return node.items.slice(-1).some(endsBeforeLineFeed);
    case "alternatives":
      return node.options.every(endsBeforeLineFeed);
    default:
      return false;
  }
}
