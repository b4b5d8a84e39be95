import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { evaluateDiagnostics } from "../diagnostics/codes/evaluate.js";
import type { Span } from "../source/source-text.js";
import type { LookupRows } from "./lookup-rows.js";
import { compileRegex, defaultRegexBudget, RegexBudgetExceeded, type Regex } from "./regex/regex.js";

/** Where an address lies, as `iplocation` says it. */
export interface GeoLocation {
  readonly city?: string;
  readonly country?: string;
  readonly region?: string;
  readonly latitude?: number;
  readonly longitude?: number;
  readonly continent?: string;
  readonly timezone?: string;
  readonly metroCode?: string;
}

/** What evaluation needs from outside: nothing else is read from the environment. */
export interface EvaluationOptions {
  /** The start of the search, in epoch seconds. */
  readonly now: number;
  readonly lookups?: ReadonlyMap<string, LookupRows>;
  /** Places of addresses for `iplocation`; without it every address is unknown. */
  readonly locateAddress?: (address: string) => GeoLocation | undefined;
  readonly randomSeed?: number;
  /** Steps that one regex may take on one value. */
  readonly regexBudget?: number;
  /** Receives each problem once. */
  readonly report?: (diagnostic: Diagnostic) => void;
}

/** What the compiled expressions and operators of one run share. */
export class EvaluationContext {
  readonly now: number;
  readonly lookups: ReadonlyMap<string, LookupRows>;
  readonly locateAddress: (address: string) => GeoLocation | undefined;
  private readonly budget: number;
  private readonly sink: (diagnostic: Diagnostic) => void;
  private readonly reported = new Set<string>();
  private readonly regexes = new Map<string, Regex | undefined>();
  private seed: number;

  constructor(options: EvaluationOptions) {
    this.now = options.now;
    this.lookups = options.lookups ?? new Map();
    this.locateAddress = options.locateAddress ?? (() => undefined);
    this.budget = options.regexBudget ?? defaultRegexBudget;
    this.sink = options.report ?? (() => undefined);
    this.seed = options.randomSeed ?? 1;
  }

  report(diagnostic: Diagnostic): void {
    const key = `${diagnostic.code} ${String(diagnostic.span.start)} ${diagnostic.message}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.sink(diagnostic);
  }

  /** The matcher of a pattern, made once; `undefined` after a report when it cannot run. */
  regex(source: string, caseSensitive: boolean, span: Span): Regex | undefined {
    const key = `${caseSensitive ? "s" : "i"}${source}`;
    if (this.regexes.has(key)) return this.regexes.get(key);
    const compiled = compileRegex(source, { caseSensitive, budget: this.budget });
    if ("problem" in compiled) {
      const { reason, offset } = compiled.problem;
      this.report(evaluateDiagnostics["regex-not-supported"](span, { pattern: source, reason, offset }));
    }
    const regex = "regex" in compiled ? compiled.regex : undefined;
    // Patterns may come from the data: the cache must not grow with it.
    if (this.regexes.size >= 1000) this.regexes.clear();
    this.regexes.set(key, regex);
    return regex;
  }

  /** Runs a matcher; a spent budget is reported, and gives `undefined`. */
  withinBudget<Result>(pattern: string, span: Span, run: () => Result): Result | undefined {
    try {
      return run();
    } catch (thrown) {
      if (!(thrown instanceof RegexBudgetExceeded)) throw thrown;
      this.report(evaluateDiagnostics["regex-budget"](span, { pattern }));
      return undefined;
    }
  }

  /** The next number of a reproducible sequence, from 0 to 2^31 - 1 (mulberry32). */
  random(): number {
    this.seed = (this.seed + 0x6d2b79f5) | 0;
    let bits = Math.imul(this.seed ^ (this.seed >>> 15), 1 | this.seed);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return (bits ^ (bits >>> 14)) >>> 1;
  }
}
