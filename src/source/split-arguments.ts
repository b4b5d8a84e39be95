/** One argument of a macro call, its outer quotes taken off. */
export interface MacroArgument {
  readonly text: string;
  /** Where the text stands, between the quotes where there are any. */
  readonly start: number;
  readonly end: number;
  /** The name in `name=value`, as far as the text looks like one. */
  readonly name?: { readonly text: string; readonly valueStart: number };
}

/**
 * Splits what stands between the parentheses of a macro call at its commas; commas in double quotes and in inner
 * parentheses do not count. Quotes around a whole argument are taken off, as practice has it; inside them a backslash
 * keeps a quote, and stays in the text.
 */
export function splitArguments(text: string, start: number, end: number): readonly MacroArgument[] {
  const found: MacroArgument[] = [];
  let from = start;
  let depth = 0;
  for (let at = start; at < end; at++) {
    const character = text[at];
    if (character === '"') at = closingQuote(text, at, end);
    else if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === "," && depth <= 0) {
      found.push(argument(text, from, at));
      from = at + 1;
    }
  }
  if (found.length > 0 || text.slice(from, end).trim() !== "") found.push(argument(text, from, end));
  return found;
}

/** The offset of the quote that closes the one at `at`, or `end` when none does. */
export function closingQuote(text: string, at: number, end: number): number {
  for (let next = at + 1; next < end; next++) {
    if (text[next] === "\\") next++;
    else if (text[next] === '"') return next;
  }
  return end;
}

function argument(text: string, from: number, to: number): MacroArgument {
  const { start, end } = trimmed(text, from, to);
  const name = /^([\w-]+)\s*=(?!=)\s*/.exec(text.slice(start, end));
  if (name?.[1] !== undefined) {
    const value = unquoted(text, start + name[0].length, end);
    return {
      text: text.slice(start, end),
      start,
      end,
      name: { text: name[1], valueStart: value.start },
    };
  }
  const place = unquoted(text, start, end);
  return { text: text.slice(place.start, place.end), ...place };
}

function trimmed(text: string, from: number, to: number): { start: number; end: number } {
  let start = from;
  let end = to;
  while (start < end && /\s/.test(text.charAt(start))) start++;
  while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  return { start, end };
}

/** The place inside the quotes of a text that is quoted as a whole. */
export function unquoted(text: string, start: number, end: number): { start: number; end: number } {
  return text[start] === '"' && end - start > 1 && closingQuote(text, start, end) === end - 1
    ? { start: start + 1, end: end - 1 }
    : { start, end };
}

/** The offset of the backtick that closes the one at `at`; one in double quotes does not. */
export function closingBacktick(text: string, at: number): number {
  for (let next = at + 1; next < text.length; next++) {
    if (text[next] === '"') {
      const quote = closingQuote(text, next, text.length);
      if (quote === text.length) return text.indexOf("`", at + 1);
      next = quote;
    } else if (text[next] === "`") return next;
  }
  return text.indexOf("`", at + 1);
}
