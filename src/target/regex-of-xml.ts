import { regexTokens, type RegexToken } from "../regex/regex-tokens.js";
import { encodeText, entityBodies, mayLieInside } from "./decode-text.js";

const special = /[<>&]/u;
/** A set that no character of an entity is in, and neither is one that XML writes as an entity. */
const outsideSets: ReadonlySet<string> = new Set(["\\s", "\\h", "\\v"]);
/** A set with all characters of all entities and all that XML writes as one. */
const wholeSets: ReadonlySet<string> = new Set([".", "\\S", "\\N", "\\H", "\\V"]);
const unbounded = /^(?:[*+]|\{[01],\})/u;
const optional = /^(?:[*?]|\{0,)/u;

/** One character of a text, whatever it is, in the XML of the text; behind `(?s)`. */
export const oneOfXml = "(?:&amp;|&lt;|&gt;|[^&])";
/** Stands for it while a regular expression is read. */
const oneSign = "\u{e000}";

/**
 * A regular expression for a text as one for the XML of the text: `<`, `>` and `&` are entities there. `undefined` where
 * a set of characters names one of them as not its own: no set leaves out an entity. What stands for any character is left
 * as it is.
 */
export function encodeRegex(source: string): string | undefined {
  if (!special.test(source)) return source;
  const tokens = regexTokens(source);
  if (isExtended(tokens)) return undefined;
  const parts = tokens.map(({ kind, text }, index) => {
    const isName = kind === "open" || /^\\[kg]/u.test(text);
    if (!special.test(text) || isName) return text;
    if (kind === "literal") {
      const written = encodeText(text.slice(-1));
      return tokens[index + 1]?.kind === "quantifier" ? `(?:${written})` : written;
    }
    return kind === "class" ? encodeClass(text) : undefined;
  });
  return parts.includes(undefined) ? undefined : parts.join("");
}

/** `[a<>]` is `(?:[a]|&lt;|&gt;)`. */
function encodeClass(text: string): string | undefined {
  const inner = text.slice(1, -1);
  if (inner.startsWith("^") || /[<>&]-.|.-[<>&]|\[:/u.test(inner)) return undefined;
  const members = [...new Set(inner.match(/[<>&]/gu) ?? [])];
  const rest = inner.replaceAll(/\\?[<>&]/gu, "");
  if (rest.startsWith("]") || rest.startsWith("^") || /^-|-$/u.test(rest)) return undefined;
  return `(?:${[...(rest === "" ? [] : [`[${rest}]`]), ...members.map(encodeText)].join("|")})`;
}

/**
 * The regular expression that a text matches exactly when its XML matches the given one, of which a part is an entity;
 * `undefined` where there is none that is told by its parts alone: a set of characters takes some of an entity and leaves
 * others, takes a number of characters, or a part could lie inside an entity.
 */
export function decodeRegex(source: string): string | undefined {
  const signed = source.replaceAll(oneOfXml, oneSign);
  if (signed !== source && (source.includes(oneSign) || !/^\(\?i?s\)/u.test(source))) return undefined;
  const tokens = withCharacters(regexTokens(signed));
  if (tokens === undefined || isExtended(tokens)) return undefined;
  // Whether what comes next could begin inside an entity, and then whether something took the first part of it.
  let place: "outside" | "anywhere" | "behind" = "anywhere";
  for (const [index, { kind, text }] of tokens.entries()) {
    const next = tokens[index + 1];
    const count = next?.kind === "quantifier" ? next.text : undefined;
    const mayBeEmpty = count !== undefined && optional.test(count);
    switch (kind) {
      case "open":
        if (/^\((?:\?(?:<?[=!]|>)|\*)/u.test(text)) return undefined;
        place = "behind";
        break;
      case "close":
      case "or":
        place = "behind";
        break;
      case "start":
        place = "outside";
        break;
      case "edge":
      case "quantifier":
        break;
      case "literal":
        if (text === oneSign) {
          if (place === "behind" || count !== undefined) return undefined;
          if (place === "anywhere") place = "behind";
          break;
        }
        if (place !== "outside" && mayLieInside(literalRun(tokens, index), true)) return undefined;
        if (!mayBeEmpty) place = "outside";
        break;
      case "class":
      case "set": {
        const takes = kind === "set" ? setTakes(text) : classTakes(text);
        if (takes === "some") return undefined;
        if (takes === "whole") {
          if (count === undefined || !unbounded.test(count)) return undefined;
          if (mayBeEmpty) {
            if (place === "outside") place = "anywhere";
          } else {
            if (place === "behind") return undefined;
            place = "behind";
          }
        } else if (!mayBeEmpty) place = "outside";
        break;
      }
      case "other":
        return undefined;
    }
  }
  return tokens.map(({ text }) => (text === oneSign ? "." : text)).join("");
}

/** The pieces with the character for each entity; `undefined` where `<`, `>` or `&` stands beside entities. */
function withCharacters(tokens: readonly RegexToken[]): readonly RegexToken[] | undefined {
  const result: RegexToken[] = [];
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    if (token === undefined) break;
    const isText = token.kind === "literal" || token.kind === "class";
    if (!isText || !special.test(token.text)) {
      result.push(token);
      continue;
    }
    const found = token.text === "&" ? entityAt(tokens, index) : undefined;
    if (found === undefined) return undefined;
    result.push({ kind: "literal", text: found.character });
    index += found.length - 1;
  }
  return result;
}

function entityAt(
  tokens: readonly RegexToken[],
  at: number,
): { readonly character: string; readonly length: number } | undefined {
  for (const character of ["<", ">", "&"]) {
    const written = encodeText(character);
    const own = tokens.slice(at, at + written.length);
    const isOwn =
      own.every(({ kind }) => kind === "literal") && own.map(({ text }) => text).join("") === written;
    if (isOwn && tokens[at + written.length]?.kind !== "quantifier")
      return { character, length: written.length };
  }
  return undefined;
}

/** The literal pieces from a place on that surely follow each other. */
function literalRun(tokens: readonly RegexToken[], from: number): string {
  let run = "";
  for (let index = from; tokens[index]?.kind === "literal" && tokens[index]?.text !== oneSign; index++) {
    const next = tokens[index + 1];
    const count = next?.kind === "quantifier" ? next.text : undefined;
    if (index > from && count !== undefined && optional.test(count)) break;
    run += tokens[index]?.text.slice(-1) ?? "";
    if (count !== undefined) break;
  }
  return run;
}

/** What a set of characters takes of entities. */
type Takes = "none" | "some" | "whole";

function setTakes(text: string): Takes {
  if (outsideSets.has(text)) return "none";
  return wholeSets.has(text) ? "whole" : "some";
}

/** By the characters of a class that are named one by one; a class with anything else may take some. */
function classTakes(text: string): Takes {
  const negated = text.startsWith("[^");
  const inner = text.slice(negated ? 2 : 1, -1);
  const members = inner.replaceAll(/\\[shv]/gu, " ").replaceAll(/\\([^A-Za-z0-9])/gu, "$1");
  if (/\\[A-Za-z0-9]|[^]-[^]|\[:/u.test(members)) return "some";
  const ofEntity = [...members.toLowerCase()].some((character) => entityCharacters.has(character));
  if (negated) return ofEntity ? "some" : "whole";
  return ofEntity ? "some" : "none";
}

const entityCharacters: ReadonlySet<string> = new Set([...entityBodies.join(""), ..."&<>0123456789abcdef"]);

/** Whether blanks and `#` may have another meaning. */
function isExtended(tokens: readonly RegexToken[]): boolean {
  return tokens.some(({ kind, text }) => kind === "open" && /^\(\?[a-wyzA-Z^]*x/u.test(text));
}
