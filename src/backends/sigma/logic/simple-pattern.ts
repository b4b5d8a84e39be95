import {
  complement,
  rangesOfMembers,
  rangesOfSet,
  withBothCases,
  type CodeRange,
} from "../../../regex/character-sets.js";
import type { Pcre } from "../../../regex/pcre.js";

/** The characters of which an expression matches one; `undefined` for any other expression. */
export function charactersOf(node: Pcre): readonly CodeRange[] | undefined {
  if (node.kind === "set" && node.set.kind === "shorthand") return rangesOfSet(node.set);
  if (node.kind !== "class") return undefined;
  if (!node.members.every((member) => member.kind === "range" || member.set.kind === "shorthand"))
    return undefined;
  const own = rangesOfMembers(node.members);
  const ranges = node.ignoreCase ? withBothCases(own) : own;
  return node.negated ? complement(ranges) : ranges;
}

/** The text that an expression without anything special is. */
export function literalText(root: Pcre): string | undefined {
  const items = root.kind === "sequence" ? root.items : [root];
  const codes = items.flatMap((item) => (item.kind === "character" && !item.ignoreCase ? [item.code] : []));
  return items.length > 0 && codes.length === items.length ? String.fromCodePoint(...codes) : undefined;
}
