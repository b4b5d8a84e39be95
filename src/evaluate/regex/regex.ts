import { RE2JS } from "re2js";
import { BacktrackingRegex, type MatchSpans } from "./backtrack.js";
import { checkLookBehinds } from "./look-behind.js";
import { parseRegex } from "./parse.js";
import { toRe2 } from "./to-re2.js";
import type { RegexProblem, RegexTree } from "./tree.js";

export { RegexBudgetExceeded, type MatchSpans } from "./backtrack.js";

/** The steps that one search of a pattern in one text may take: Splunk's `match_limit`, times ten. */
export const defaultRegexBudget = 1_000_000;

/**
 * A PCRE pattern, ready to match. What RE2 can express runs in time linear to the text; the rest backtracks under a
 * budget and throws `RegexBudgetExceeded` when it is spent.
 */
export class Regex {
  private readonly linear: RE2JS | undefined;
  private readonly needsNoFinalNewline: boolean;
  private backtracking: BacktrackingRegex | undefined;

  constructor(
    private readonly tree: RegexTree,
    private readonly budget: number,
  ) {
    const re2 = toRe2(tree);
    this.needsNoFinalNewline = re2?.needsNoFinalNewline ?? false;
    this.linear = re2 === undefined ? undefined : compileLinear(re2.source);
  }

  /** The groups' numbers by name, in the order of the pattern. */
  get names(): ReadonlyMap<string, readonly number[]> {
    return this.tree.names;
  }

  /** Whether any stretch of the text matches. */
  test(text: string): boolean {
    const linear = this.linearFor(text);
    return linear === undefined ? this.backtrack(text, 0) !== undefined : linear.test(text);
  }

  /** The leftmost match. */
  find(text: string): MatchSpans | undefined {
    for (const match of this.findAll(text)) return match;
    return undefined;
  }

  /** All matches, from left to right, without overlap. */
  *findAll(text: string): Generator<MatchSpans> {
    const linear = this.linearFor(text);
    if (linear !== undefined) {
      const matcher = linear.matcher(text);
      while (matcher.find()) {
        const spans: number[] = [];
        for (let group = 0; group <= this.tree.groupCount; group++)
          spans.push(matcher.start(group), matcher.end(group));
        yield spans;
      }
      return;
    }
    let from = 0;
    while (from <= text.length) {
      const match = this.backtrack(text, from);
      if (match === undefined) return;
      yield match;
      const [start = from, end = from] = match;
      from = end > start ? end : end + 1;
    }
  }

  private linearFor(text: string): RE2JS | undefined {
    return this.needsNoFinalNewline && text.endsWith("\n") ? undefined : this.linear;
  }

  private backtrack(text: string, from: number): MatchSpans | undefined {
    this.backtracking ??= new BacktrackingRegex(this.tree);
    return this.backtracking.find(text, from, this.budget);
  }
}

/** The text of a group of a match; `undefined` for a group that took no part. */
export function groupText(text: string, match: MatchSpans, group: number): string | undefined {
  const start = match[group * 2] ?? -1;
  const end = match[group * 2 + 1] ?? -1;
  return start < 0 || end < start ? undefined : text.slice(start, end);
}

/**
 * Makes a matcher of a PCRE pattern. `caseSensitive: false` is an `(?i)` in front. The problem says what has no exact
 * reading here.
 */
export function compileRegex(
  source: string,
  { caseSensitive = true, budget = defaultRegexBudget }: { caseSensitive?: boolean; budget?: number } = {},
): { readonly regex: Regex } | { readonly problem: RegexProblem } {
  const parsed = parseRegex(caseSensitive ? source : `(?i)${source}`);
  if ("problem" in parsed) return parsed;
  const problem = checkLookBehinds(parsed.tree.root);
  return problem === undefined ? { regex: new Regex(parsed.tree, budget) } : { problem };
}

function compileLinear(source: string): RE2JS | undefined {
  try {
    return RE2JS.compile(source);
  } catch {
    // Larger than the engine takes (a repetition of repetitions): left to the matcher with a budget.
    return undefined;
  }
}
