import type { IToken } from "chevrotain";
import { evalTokens } from "./tokens.js";

/** Signs and words of other languages, and what the eval language has for them. */
const elsewhere: ReadonlyMap<string, string> = new Map([
  ["&&", "two conditions are joined by `AND`"],
  ["&", "two conditions are joined by `AND`"],
  ["?", "`if(a=1, b, c)` chooses between two values"],
  ["is", "`isnull(a)` and `isnotnull(a)` ask whether there is a value"],
  ["not", "`NOT` stands before the whole condition: `NOT a IN (1, 2)`"],
  ["between", "`a>=1 AND a<=2` asks for a range"],
  ["contains", '`like(a, "%b%")` asks for a part of a text'],
  ["matches", '`match(a, "b")` asks for a regular expression'],
]);

/** What is likely meant by a token that does not belong where it stands; `settings` where fields are set. */
export function evalHint(tokens: readonly IToken[], token: IToken, settings: boolean): string | undefined {
  const known = elsewhere.get(token.image.toLowerCase());
  if (known !== undefined) return known;
  const previous = tokens[tokens.indexOf(token) - 1];
  if (previous === undefined) return undefined;
  const pair = `${previous.image}${token.image}`;
  const adjacent = (previous.endOffset ?? 0) + 1 === token.startOffset;
  if (adjacent && pair === "<>") return "`!=` asks whether two values differ";
  if (adjacent && /^(?:===|!==)$/.test(pair)) return "`=` and `==` compare, and `!=`";
  if (!isOperand(token) || !(isOperand(previous) || previous.tokenType === evalTokens.Close))
    return undefined;
  if (depthBefore(tokens, token) > 0)
    return "a comma stands between two arguments, `AND` or `OR` between two conditions";
  return settings
    ? "a comma stands between two fields that are set: `a=1, b=2`"
    : "two conditions are joined by `AND` or `OR`";
}

function depthBefore(tokens: readonly IToken[], token: IToken): number {
  let depth = 0;
  for (const { tokenType } of tokens.slice(0, tokens.indexOf(token)))
    depth += tokenType === evalTokens.Open ? 1 : tokenType === evalTokens.Close ? -1 : 0;
  return depth;
}

const operands = new Set([
  evalTokens.Field,
  evalTokens.QuotedField,
  evalTokens.Text,
  evalTokens.Number,
  evalTokens.Function,
  evalTokens.Target,
]);

function isOperand({ tokenType }: IToken): boolean {
  return operands.has(tokenType);
}
