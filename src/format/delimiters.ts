import { closingBacktick, closingQuote } from "../source/split-arguments.js";

/** The end of the quoted text, macro call or comment that begins at an offset; the offset itself where none does. */
export function endOfOpaque(text: string, at: number, singleQuotes: boolean): number {
  switch (text[at]) {
    case '"':
      return Math.min(text.length, closingQuote(text, at, text.length) + 1);
    case "'": {
      const close = singleQuotes ? text.indexOf("'", at + 1) : -1;
      return close === -1 ? at : close + 1;
    }
    case "`": {
      if (text.startsWith("```", at)) {
        const close = text.indexOf("```", at + 3);
        return close === -1 ? text.length : close + 3;
      }
      const close = closingBacktick(text, at);
      return close === -1 ? at : close + 1;
    }
    default:
      return at;
  }
}

const closers: Readonly<Record<string, string>> = { "(": ")", "[": "]" };

/**
 * The offset of the bracket that closes the one at `at`; `undefined` where none does, because the text
 * is wrong or a macro holds the other half. A parenthesis does not reach over a pipe.
 */
export function matchingBracket(text: string, at: number, singleQuotes: boolean): number | undefined {
  const open: string[] = [];
  for (let next = at; next < text.length; next++) {
    const end = endOfOpaque(text, next, singleQuotes);
    if (end > next) {
      next = end - 1;
      continue;
    }
    const character = text.charAt(next);
    if (character === "\\") next++;
    else if (character === "|" && !open.includes("]")) return undefined;
    else if (closers[character] !== undefined) open.push(closers[character]);
    else if (character === ")" || character === "]") {
      if (open.pop() !== character) return undefined;
      if (open.length === 0) return next;
    }
  }
  return undefined;
}
