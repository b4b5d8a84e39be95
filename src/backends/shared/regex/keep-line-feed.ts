import { leastLength } from "../../../regex/least-length.js";
import type { ParsedPcre, Pcre } from "../../../regex/pcre.js";

/** The groups that a replacement can name: `\1` to `\9`. */
const mostGroups = 9;

/**
 * PCRE's `$` also stands before a line feed that ends the text, which a replacement has to leave there. Gives the
 * expression with that line feed as one more group, and the group's number; `undefined` where a branch of the expression
 * does not end in `$`, or where a further match could begin at the line feed.
 */
export function keepLineFeed({
  root,
  captures,
}: ParsedPcre): { readonly parsed: ParsedPcre; readonly group: number } | undefined {
  const before = beforeEnd(root);
  const group = captures.length + 1;
  if (before === undefined || group > mostGroups) return undefined;
  if (matchesLineFeed(before)) return undefined;
  const lineFeed: Pcre = { kind: "character", code: 10, ignoreCase: false };
  const kept: Pcre = {
    kind: "group",
    capture: { number: group },
    body: { kind: "repeat", body: lineFeed, minimum: 0, maximum: 1, mode: "greedy" },
  };
  const items: readonly Pcre[] = [
    ...(before.kind === "sequence" ? before.items : [before]),
    kept,
    { kind: "assertion", assertion: "text-end" },
  ];
  return {
    parsed: { root: { kind: "sequence", items }, captures: [...captures, { number: group }] },
    group,
  };
}

/** What stands before the `$` that ends each branch of an expression; further ones behind a `$` say the same. */
function beforeEnd(node: Pcre): Pcre | undefined {
  if (node.kind === "alternatives") {
    const options = node.options.flatMap((option) => beforeEnd(option) ?? []);
    return options.length === node.options.length ? { kind: "alternatives", options } : undefined;
  }
  if (node.kind !== "sequence") return undefined;
  const last = node.items.findLastIndex((item) => !isEnd(item));
  return last === node.items.length - 1 ? undefined : { ...node, items: node.items.slice(0, last + 1) };
}

function isEnd(node: Pcre): boolean {
  return node.kind === "assertion" && node.assertion === "text-end-or-newline";
}

/** Whether an expression may match nothing, or a line feed and no more. */
function matchesLineFeed(node: Pcre): boolean {
  return node.kind === "alternatives"
    ? node.options.some(matchesLineFeed)
    : !endsBeforeLineFeed(node) && leastLength(node) < 2;
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
