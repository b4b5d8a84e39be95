import { complement, rangesOfMembers, rangesOfSet, type CodeRange } from "./character-sets.js";
import type { Pcre } from "./pcre.js";

/**
 * For an expression that looks for a separator between two pieces without it, such as the domain of a mail address in
 * `[^@]+@(?<domain>[^@]+)`: the expression over the whole text whose one way to match is the first match, with the group
 * as what is given. `undefined` for an expression of any other shape.
 *
 * A piece that only separators follow, or none, is passed over: `[^@]+@` has to be followed by one more piece.
 */
export function behindFirst(root: Pcre, group: string): ((body: Pcre) => Pcre) | undefined {
  if (root.kind !== "sequence" || root.items.length !== 3) return undefined;
  const [before, separator, taken] = root.items;
  if (before === undefined || separator?.kind !== "character" || taken?.kind !== "group") return undefined;
  const one = single(taken.body);
  const least = leastOf(before, separator.code);
  if (taken.capture?.name !== group || one === undefined || leastOf(one, separator.code) !== 1)
    return undefined;
  if (least === undefined) return undefined;
  const start: Pcre = { kind: "assertion", assertion: "text-start" };
  const end: Pcre = { kind: "assertion", assertion: "text-end-or-newline" };
  const behind = (body: Pcre): readonly Pcre[] => [
    { kind: "group", body },
    { kind: "group", body: { kind: "alternatives", options: [separator, end] } },
  ];
  // The first separator that another does not follow ends the first run of them.
  if (least === 0)
    return (body) => ({ kind: "sequence", items: [start, before, times(separator, 1), ...behind(body)] });
  const passedOver: Pcre = {
    kind: "group",
    body: { kind: "sequence", items: [before, times(separator, 2)] },
  };
  return (body) => ({
    kind: "sequence",
    items: [start, times(separator, 0), times(passedOver, 0), before, separator, ...behind(body)],
  });
}

function single(body: Pcre): Pcre | undefined {
  return body.kind === "sequence" && body.items.length === 1 ? body.items[0] : body;
}

function times(body: Pcre, minimum: number): Pcre {
  return { kind: "repeat", body, minimum, mode: "greedy" };
}

/** How many characters a run of all but the separator has at least; `undefined` for anything else. */
function leastOf(node: Pcre, separator: number): 0 | 1 | undefined {
  if (node.kind !== "repeat" || node.maximum !== undefined || node.mode === "lazy") return undefined;
  const { body, minimum } = node;
  const other = complement(charactersOf(body) ?? []);
  const [only, ...more] = other;
  const isAllButOne = more.length === 0 && only?.from === separator && only.to === separator;
  return isAllButOne && (minimum === 0 || minimum === 1) ? minimum : undefined;
}

function charactersOf(node: Pcre): readonly CodeRange[] | undefined {
  if (node.kind === "set") return rangesOfSet(node.set);
  if (node.kind !== "class" || node.ignoreCase) return undefined;
  const own = rangesOfMembers(node.members);
  return node.negated ? complement(own) : own;
}
