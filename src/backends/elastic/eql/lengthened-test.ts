import type { Call, LikePattern } from "../../../plan/expression.js";
import { rootOfPcre } from "../../../regex/root-of-pcre.js";
import type { RespelledTest } from "./respelled-test.js";

/** What stands at the end of a text that is made longer, and what is put behind it. */
interface Lengthening {
  readonly end: string;
  readonly added: string;
}

/**
 * The patterns of a text of which `replace(text, "…\z", "…")` matches `parts`, where that puts something behind an end:
 * the pattern without what is added, beside the pattern itself. `undefined` for any other call, and for a pattern whose
 * text may lie in what is added. Letters are compared without case.
 */
export function lengthenedTest(value: Call, parts: LikePattern): RespelledTest | undefined {
  const [inner, pattern, replacement] = value.arguments;
  if (inner === undefined || pattern?.kind !== "literal" || replacement?.kind !== "literal") return undefined;
  const lengthening = lengtheningOf(String(pattern.value), String(replacement.value));
  if (lengthening === undefined || parts.some(({ kind }) => kind === "one")) return undefined;
  const patterns = patternsOf(parts, lengthening);
  return patterns && { value: inner, patterns: patterns.map((each) => ({ kind: "like", parts: each })) };
}

function patternsOf(parts: LikePattern, { end, added }: Lengthening): readonly LikePattern[] | undefined {
  const isOpen = parts.at(-1)?.kind === "any";
  const inside = isOpen ? parts.slice(0, -1) : parts;
  const last = inside.at(-1);
  if (last?.kind !== "text") return [parts];
  const texts = inside.flatMap((part) => (part.kind === "text" ? [part.text.toLowerCase()] : []));
  const whole = (end + added).toLowerCase();
  const earlier = texts.slice(0, -1).some((text) => reachesInto(text, whole, end));
  if (earlier || whole.includes(last.text.toLowerCase())) return undefined;
  // Of an open pattern the text may also end inside of what is added.
  const most = isOpen ? added.length : 0;
  for (let left = 0; left <= most; left++) {
    const tail = whole.slice(0, whole.length - left);
    if (tail.length <= end.length || !last.text.toLowerCase().endsWith(tail)) continue;
    const text = last.text.slice(0, last.text.length - tail.length) + end;
    return [parts, [...inside.slice(0, -1), { kind: "text", text }]];
  }
  // A text with such an end is no longer one.
  return !isOpen && last.text.toLowerCase().endsWith(end.toLowerCase()) ? [] : [parts];
}

/** Whether a text may end inside of what is added, or lie in it. */
function reachesInto(text: string, whole: string, end: string): boolean {
  if (whole.includes(text)) return true;
  for (let length = end.length + 1; length <= whole.length; length++)
    if (text.endsWith(whole.slice(0, length))) return true;
  return false;
}

function lengtheningOf(pattern: string, replacement: string): Lengthening | undefined {
  const root = rootOfPcre(pattern);
  if (root?.kind !== "sequence") return undefined;
  const items = root.items.slice(0, -1);
  const last = root.items.at(-1);
  if (last?.kind !== "assertion" || last.assertion !== "text-end") return undefined;
  const end = items.map((item) => (item.kind === "character" ? String.fromCodePoint(item.code) : ""));
  if (end.length === 0 || end.includes("")) return undefined;
  // A backslash before another character than itself names a group.
  if (/\\[^\\]/u.test(replacement.replaceAll("\\\\", ""))) return undefined;
  const longer = replacement.replaceAll("\\\\", "\\");
  const before = end.join("");
  const added = longer.startsWith(before) ? longer.slice(before.length) : "";
  return added === "" || added.endsWith(before) ? undefined : { end: before, added };
}
