import { parsePcre } from "./parse-pcre.js";
import { PcreSyntaxError, UnsupportedPcre, type Pcre } from "./pcre.js";

/** The tree of an expression; `undefined` for a text that is none, or that has something this project cannot read. */
export function rootOfPcre(source: string): Pcre | undefined {
  try {
    return parsePcre(source).root;
  } catch (problem) {
    if (problem instanceof PcreSyntaxError || problem instanceof UnsupportedPcre) return undefined;
    throw problem;
  }
}
