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
      return typeof asked.value === "string"
        ? ofParts([{ kind: "text", text: asked.value }], asked.caseSensitive)
        : undefined;
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

/** What is made of expressions; `undefined` where one of them is none, or cannot be read character by character. */
export function orNone<Made>(make: () => Made): Made | undefined {
  try {
    return make();
  } catch (problem) {
    if (problem instanceof PcreSyntaxError || problem instanceof UnsupportedPcre) return undefined;
    throw problem;
  }
}
