import type { WildcardPattern } from "../../../../grammar/ast.js";
import type { Term } from "../../../plan/expression.js";
import { always, test, type Logic } from "./logic.js";
import { regexLiteral } from "./sigma-regex.js";

// segmenters.conf of Splunk: what bounds a token of the index; minor breakers split a token again.
const majorBreakers = String.raw`\s\[\]<>(){}|!;,'"*&?+`;
const breakers = String.raw`${majorBreakers}/:=@.\-$#%\\_`;
const isBreaker = new RegExp(`[${breakers}]`);

/**
 * A term of a search as a keyword of Sigma, which is looked for in the whole event. Splunk finds a term between breakers
 * only, which the keyword says as a regular expression; an end that is a breaker itself or a wildcard needs none.
 */
export function termTest({ pattern, quoted, caseSensitive }: Term): Logic {
  const texts = pattern.flatMap((part) => (part.kind === "text" ? [part.text] : []));
  const first = texts[0];
  const last = texts.at(-1);
  if (first === undefined || last === undefined) return always;
  const before = opensHere(pattern) || isBreaker.test(first.charAt(0)) ? "" : `(^|[${breakers}])`;
  const after = opensHere(pattern.toReversed()) || isBreaker.test(last.slice(-1)) ? "" : `([${breakers}]|$)`;
  // A wildcard of a bare term stays within its token.
  const between = quoted ? ".*" : `[^${majorBreakers}]*`;
  const inner = trimmed(pattern)
    .map((part) => (part.kind === "any" ? between : regexLiteral(part.text)))
    .join("");
  const modifiers = ["re", ...(caseSensitive ? [] : ["i"]), ...(inner.includes(".*") && quoted ? ["s"] : [])];
  return test("", modifiers, `${before}${inner}${after}`);
}

function opensHere([first]: WildcardPattern): boolean {
  return first?.kind === "any";
}

function trimmed(pattern: WildcardPattern): WildcardPattern {
  const isText = ({ kind }: WildcardPattern[number]) => kind === "text";
  return pattern.slice(pattern.findIndex(isText), pattern.findLastIndex(isText) + 1);
}
