import { wildcardMatch, type ValueSet } from "../plan/log-source.js";

/** Whether values are all of a kind, are none of it, or may be either. */
export type KindTest = "all" | "none" | "some";

/** Whether values, in which `*` stands for any run of characters, are of a set. */
export function testValues(set: ValueSet, possible: ReadonlySet<string> | undefined): KindTest {
  if (possible === undefined) return "some";
  const tests = [...possible].map((value) => testValue(set, value));
  const [first = "none"] = tests;
  return tests.every((test) => test === first) ? first : "some";
}

/** Whether what a value or pattern stands for is all in the set, none of it, or may be either. */
export function testValue(set: ValueSet, value: string): KindTest {
  if (set.kind === "present") return "all";
  const { kind } = set;
  const patterns = [...set.values];
  // What matches a pattern as it is written matches it whatever its own wildcards stand for.
  if (set.values.has(value) || patterns.some((pattern) => wildcardMatch(pattern, value)))
    return kind === "in" ? "all" : "none";
  const isPattern = value.includes("*");
  if (isPattern && patterns.some((pattern) => mayMeet(pattern, value))) return "some";
  return kind === "in" ? "none" : "all";
}

/** Whether some text may match both; two patterns are taken to meet unless they begin or end in other ways. */
export function mayMeet(pattern: string, value: string): boolean {
  if (!value.includes("*")) return wildcardMatch(pattern, value);
  if (!pattern.includes("*")) return wildcardMatch(value, pattern);
  const [head, otherHead] = [pattern, value].map((each) => each.slice(0, each.indexOf("*")));
  const [tail, otherTail] = [pattern, value].map((each) => each.slice(each.lastIndexOf("*") + 1));
  return agree(head, otherHead, "startsWith") && agree(tail, otherTail, "endsWith");
}

function agree(left = "", right = "", how: "startsWith" | "endsWith"): boolean {
  return left[how](right) || right[how](left);
}

/** Whether a text may match one of some patterns. */
export function isMet(text: string | undefined, patterns: ReadonlySet<string>): boolean {
  return text !== undefined && [...patterns].some((each) => mayMeet(each, text.toLowerCase()));
}

/** What both leave possible, or more where patterns overlap. */
export function intersection(
  left: ReadonlySet<string> | undefined,
  right: ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  if (left === undefined || right === undefined) return left ?? right;
  const [kept, other] = [...left].some((value) => value.includes("*")) ? [right, left] : [left, right];
  return new Set(
    [...kept].filter((value) => other.has(value) || [...other].some((each) => mayMeet(each, value))),
  );
}
