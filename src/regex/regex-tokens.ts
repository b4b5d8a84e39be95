/** A piece of the text of a regular expression; the pieces in their order are the text again. */
export interface RegexToken {
  readonly kind:
    "open" | "close" | "or" | "start" | "edge" | "literal" | "class" | "set" | "quantifier" | "other";
  readonly text: string;
}

const escapes: readonly (readonly [RegexToken["kind"], RegExp])[] = [
  ["start", /^\\A/],
  ["edge", /^\\[bBzZG]/],
  ["set", /^\\(?:[dDwWsShHvVNRX]|[pP](?:\{[^}]*\}|[A-Z]))/],
  ["literal", /^\\[^A-Za-z0-9]/u],
  ["other", /^\\Q[^]*?(?:\\E|$)/],
  ["other", /^\\[kg](?:\{[^}]*\}|<[^>]*>|'[^']*')/],
  ["other", /^\\[^]?/u],
];
const group =
  /^\((?:\?(?:P?<[A-Za-z_]\w*>|'\w+'|<?[=!]|[:>|]|#[^)]*(?=\))|[a-zA-Z^-]*(?::|(?=\)))|[^)]*(?=\)))|\*[^)]*(?=\)))?/;
const quantifier = /^(?:[*+?]|\{\d+(?:,\d*)?\})[+?]?/;
const characterClass = /^\[\^?\]?(?:\\[^]|\[:\^?[a-z]+:\]|[^\]\\])*\]/u;

/** Cuts the text of a regular expression of PCRE, of which it is known that it is one, into its pieces. */
export function regexTokens(source: string): readonly RegexToken[] {
  const tokens: RegexToken[] = [];
  for (let rest = source; rest !== "";) {
    const token = nextToken(rest);
    tokens.push(token);
    rest = rest.slice(token.text.length);
  }
  return tokens;
}

function nextToken(rest: string): RegexToken {
  const [first = ""] = rest;
  const found = (kind: RegexToken["kind"], pattern: RegExp): RegexToken | undefined => {
    const text = pattern.exec(rest)?.[0];
    return text === undefined || text === "" ? undefined : { kind, text };
  };
  switch (first) {
    case "\\":
      for (const [kind, pattern] of escapes) {
        const token = found(kind, pattern);
        if (token !== undefined) return token;
      }
      return { kind: "other", text: first };
    case "(":
      return found("open", group) ?? { kind: "open", text: first };
    case ")":
      return { kind: "close", text: first };
    case "|":
      return { kind: "or", text: first };
    case "^":
      return { kind: "start", text: first };
    case "$":
      return { kind: "edge", text: first };
    case ".":
      return { kind: "set", text: first };
    case "[":
      return found("class", characterClass) ?? { kind: "other", text: first };
    default:
      return found("quantifier", quantifier) ?? { kind: "literal", text: first };
  }
}
