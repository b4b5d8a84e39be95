import { propertyExpression } from "../../regex/property.js";
import type { CharacterSet } from "./tree.js";

/** The place behind the code point at a place, if that passes a test. */
export function advance(text: string, at: number, matches: (code: number) => boolean): number | undefined {
  const code = text.codePointAt(at);
  if (code === undefined || !matches(code)) return undefined;
  return at + (code > 0xffff ? 2 : 1);
}

/** A test of one code point. */
export function setTest({
  negated,
  ranges,
  properties,
  ignoreCase,
}: CharacterSet): (code: number) => boolean {
  const expressions = properties.map(({ name, negated: not }) => ({
    expression: propertyExpression(name),
    not,
  }));
  const contains = (code: number): boolean =>
    ranges.some(([low, high]) => code >= low && code <= high) ||
    expressions.some(
      ({ expression, not }) => (expression?.test(String.fromCodePoint(code)) ?? false) !== not,
    );
  const member = (code: number): boolean => {
    if (contains(code)) return true;
    if (!ignoreCase) return false;
    const character = String.fromCodePoint(code);
    const others = [character.toLowerCase(), character.toUpperCase()];
    return others.some((other) => [...other].length === 1 && contains(other.codePointAt(0) ?? code));
  };
  const ascii = Array.from({ length: 128 }, (_, code) => member(code) !== negated);
  return (code) => (code < 128 ? ascii[code] === true : member(code) !== negated);
}
