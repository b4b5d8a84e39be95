import { numberOf } from "../../../evaluate/value.js";
import { everyCharacter, ofParts, ofRun, type Automaton } from "../../../regex/automaton/automaton.js";
import { ofMatches } from "../../../regex/automaton/of-matches.js";
import { parsePcre } from "../../../regex/parse-pcre.js";
import { PcreSyntaxError, UnsupportedPcre } from "../../../regex/pcre.js";
import type { ValueTest } from "./value-test.js";

/** The texts that pass a test; `undefined` for a test that is not one of reading character by character. */
export function textsOf(asked: ValueTest): Automaton | undefined {
  switch (asked.kind) {
    case "present":
      return ofRun(everyCharacter, 0);
    case "among":
      return asked.texts;
    case "equal":
      return equalTexts(asked);
    case "parts":
      return ofParts(asked.parts, asked.caseSensitive);
    case "regex":
      return orNone(() => ofMatches(parsePcre(asked.source, { ignoreCase: asked.ignoreCase }).root));
    case "order":
    case "network":
    case "computed":
      return undefined;
  }
}

/** A text that reads as a number is equal to every other spelling of the number, of which only those of zero are few enough. */
function equalTexts({
  value,
  caseSensitive,
  asText,
}: Extract<ValueTest, { readonly kind: "equal" }>): Automaton | undefined {
  if (typeof value !== "string") return undefined;
  const number = asText === true ? undefined : numberOf(value);
  if (number === 0) return ofMatches(parsePcre(zero).root);
  return number === undefined ? ofParts([{ kind: "text", text: value }], caseSensitive) : undefined;
}

const zero = String.raw`^[+-]?(0+\.?0*|\.0+)([eE][+-]?[0-9]+)?$`;

/** What is made of expressions; `undefined` where one of them is none, or cannot be read character by character. */
export function orNone<Made>(make: () => Made): Made | undefined {
  try {
    return make();
  } catch (problem) {
    if (problem instanceof PcreSyntaxError || problem instanceof UnsupportedPcre) return undefined;
    throw problem;
  }
}
