import { parsePcre } from "../../../regex/parse-pcre.js";
import { matchesEmpty } from "../../../regex/matches-empty.js";
import { PcreSyntaxError, UnsupportedPcre, type ParsedPcre } from "../../../regex/pcre.js";
import { consumeEdges, type EdgeUse } from "./consume-edges.js";
import { keepLineFeed } from "./keep-line-feed.js";
import { toRe2 } from "./to-re2.js";

/** A regular expression in a target's dialect, or the construct that it does not have. */
export type TranslatedRegex =
  | {
      readonly ok: true;
      readonly text: string;
      readonly groups: readonly RegexGroup[];
      /** Whether it may match an empty text; a missing value must not pass for one. */
      readonly matchesEmpty: boolean;
      /** The group that holds a line feed which the replacement has to give back. */
      readonly lineFeed?: number;
    }
  | { readonly ok: false; readonly reason: string };

export interface RegexGroup {
  readonly number: number;
  readonly name?: string;
}

export interface RegexOptions {
  /** Only these groups capture; the others only group. */
  readonly onlyGroups?: readonly number[];
  /** The matched text itself counts, as in a replacement, so that nothing may be matched beyond it. */
  readonly wholeMatch?: boolean;
  /** What is asked, where the text of the match is not: look-arounds at the edges can then be matched. */
  readonly use?: EdgeUse;
  /** Whether letters match in either case, as if the expression began with `(?i)`. */
  readonly ignoreCase?: boolean;
}

/** A regular expression as RE2 has it, for an unanchored match. Flags are written in front: `(?i)`. */
export function regexForRe2(source: string, options: RegexOptions = {}): TranslatedRegex {
  return translated(source, options, ({ root }) => toRe2(root, options));
}

function translated(
  source: string,
  options: RegexOptions,
  write: (parsed: ParsedPcre) => string,
): TranslatedRegex {
  try {
    const written = parsePcre(source, { ignoreCase: options.ignoreCase ?? false });
    const edged =
      options.use === undefined ? written : { ...written, root: consumeEdges(written.root, options.use) };
    const kept = options.wholeMatch === true ? keepLineFeed(edged) : undefined;
    const parsed = kept?.parsed ?? edged;
    return {
      ok: true,
      text: write(parsed),
      groups: parsed.captures,
      matchesEmpty: matchesEmpty(parsed.root),
      ...(kept === undefined ? {} : { lineFeed: kept.group }),
    };
  } catch (problem) {
    if (problem instanceof PcreSyntaxError)
      return { ok: false, reason: `no regular expression: ${problem.message}` };
    if (problem instanceof UnsupportedPcre) return { ok: false, reason: problem.message };
    throw problem;
  }
}
