import { isWordCharacter } from "./word-character.js";
import type { Assertion } from "./tree.js";

/** Whether an assertion holds at a place of a text. */
export function holds(assertion: Assertion, text: string, at: number): boolean {
  switch (assertion) {
    case "start":
      return at === 0;
    case "line-start":
      return at === 0 || (text.charAt(at - 1) === "\n" && at < text.length);
    case "end":
      return at === text.length || (at === text.length - 1 && text.endsWith("\n"));
    case "line-end":
      return at === text.length || text.charAt(at) === "\n";
    case "very-end":
      return at === text.length;
    case "word-boundary":
      return isWordAt(text, at - 1) !== isWordAt(text, at);
    case "no-word-boundary":
      return isWordAt(text, at - 1) === isWordAt(text, at);
  }
}

function isWordAt(text: string, at: number): boolean {
  return at >= 0 && at < text.length && isWordCharacter(text.charCodeAt(at));
}
