import type { Span } from "../src/source/source-text.js";
import type { Command } from "./commands/index.js";

/** A search: commands joined by pipes. A search that does not begin with a pipe begins with an implied `search`. */
export interface Pipeline {
  readonly kind: "pipeline";
  readonly commands: readonly Command[];
  readonly span: Span;
}

/** A name of a field as written, without its quotes. `pattern` is set where the command takes wildcards. */
export interface FieldName {
  readonly name: string;
  readonly span: Span;
}

/** A name that may hold `*`, as in `rename Processes.* as *`. */
export interface FieldPattern {
  readonly pattern: WildcardPattern;
  /** The text as written, without its quotes. */
  readonly name: string;
  readonly span: Span;
}

/** Text and wildcards in order; never a glued string, so that each target escapes the text its own way. */
export type WildcardPattern = readonly PatternPart[];
export type PatternPart = { readonly kind: "text"; readonly text: string } | { readonly kind: "any" };

/** A literal text argument of a command, unescaped, e.g. a regular expression or a format. */
export interface TextArgument {
  readonly value: string;
  readonly quoted: boolean;
  readonly span: Span;
}

export interface NumberArgument {
  readonly value: number;
  readonly span: Span;
}

/** `5m`, `1d`, `30`: an amount and a unit; without a unit it is a plain number. */
export interface SpanArgument {
  readonly amount: number;
  readonly unit?: TimeUnit;
  /** The snap of `5m@h`, where given. */
  readonly snap?: string;
  readonly span: Span;
}

export type TimeUnit =
  | "microsecond"
  | "millisecond"
  | "centisecond"
  | "decisecond"
  | "second"
  | "minute"
  | "hour"
  | "day"
  | "week"
  | "month"
  | "quarter"
  | "year";

// ── The search language: `search`, `tstats where`, `inputlookup where`, subsearches ─────────────────────────────────

export type SearchExpression =
  | SearchAnd
  | SearchOr
  | SearchNot
  | SearchComparison
  | SearchIn
  | SearchTerm
  | TimeModifier
  | SearchSubsearch
  | SearchReturned;

/** Written `AND` or juxtaposed. Binds weaker than `OR`. */
export interface SearchAnd {
  readonly kind: "search-and";
  readonly operands: readonly SearchExpression[];
  readonly span: Span;
}

export interface SearchOr {
  readonly kind: "search-or";
  readonly operands: readonly SearchExpression[];
  readonly span: Span;
}

export interface SearchNot {
  readonly kind: "search-not";
  readonly operand: SearchExpression;
  readonly span: Span;
}

export type ComparisonOperator = "=" | "!=" | "<" | "<=" | ">" | ">=";

export interface SearchComparison {
  readonly kind: "search-comparison";
  readonly field: FieldName;
  readonly operator: ComparisonOperator;
  readonly value: SearchValue;
  readonly span: Span;
}

export interface SearchIn {
  readonly kind: "search-in";
  readonly field: FieldName;
  readonly values: readonly SearchValue[];
  readonly span: Span;
}

/** A bare word or a phrase that has to occur in the raw event. */
export interface SearchTerm {
  readonly kind: "search-term";
  readonly value: SearchValue;
  readonly span: Span;
}

/** A literal of the search language. */
export interface SearchValue {
  /** The value, escapes resolved, as text and wildcards. */
  readonly pattern: WildcardPattern;
  readonly quoted: boolean;
  /** `CASE(x)` compares with case, `TERM(x)` matches one index token. */
  readonly directive?: "case" | "term";
  readonly span: Span;
}

/** `earliest=-24h@h`, `latest<now`: sets the time range of the search; not a test of a field. */
export interface TimeModifier {
  readonly kind: "time-modifier";
  readonly name: string;
  readonly operator: ComparisonOperator;
  readonly value: string;
  readonly span: Span;
}

export interface SearchSubsearch {
  readonly kind: "search-subsearch";
  readonly pipeline: Pipeline;
  readonly span: Span;
}

/** `user=[search … | return $user]`: the text that the subsearch returns is the value, also of a time modifier. */
export interface SearchReturned {
  readonly kind: "search-returned";
  readonly field: FieldName;
  readonly operator: ComparisonOperator;
  readonly pipeline: Pipeline;
  readonly span: Span;
}

// ── The eval language: `eval`, `where`, `count(eval(…))` ────────────────────────────────────────────────────────────

export type EvalExpression =
  EvalField | EvalString | EvalNumber | EvalUnary | EvalBinary | EvalIn | EvalCall | EvalSubsearch;

export interface EvalField {
  readonly kind: "eval-field";
  readonly name: string;
  /** Written in single quotes. */
  readonly quoted: boolean;
  readonly span: Span;
}

export interface EvalString {
  readonly kind: "eval-string";
  /** Escapes resolved. */
  readonly value: string;
  readonly span: Span;
}

export interface EvalNumber {
  readonly kind: "eval-number";
  readonly value: number;
  /** As written: `1.50` keeps its precision, `0x1F` its base. */
  readonly text: string;
  readonly span: Span;
}

export interface EvalUnary {
  readonly kind: "eval-unary";
  readonly operator: "not" | "-" | "+";
  readonly operand: EvalExpression;
  readonly span: Span;
}

export type EvalOperator =
  "and" | "or" | "xor" | "=" | "!=" | "<" | "<=" | ">" | ">=" | "like" | "+" | "-" | "*" | "/" | "%" | ".";

export interface EvalBinary {
  readonly kind: "eval-binary";
  readonly operator: EvalOperator;
  readonly left: EvalExpression;
  readonly right: EvalExpression;
  readonly span: Span;
}

/** `f in("a", "b")`; the call form `in(f, "a", "b")` is an ordinary call. */
export interface EvalIn {
  readonly kind: "eval-in";
  readonly value: EvalExpression;
  readonly options: readonly EvalExpression[];
  readonly span: Span;
}

export interface EvalCall {
  readonly kind: "eval-call";
  /** Lower case, as the function tables have it. */
  readonly name: string;
  readonly nameSpan: Span;
  readonly arguments: readonly EvalExpression[];
  readonly span: Span;
}

/** `where x=[ … | return $y ]`: the text that the subsearch returns stands in its place. */
export interface EvalSubsearch {
  readonly kind: "eval-subsearch";
  readonly pipeline: Pipeline;
  readonly span: Span;
}

/** `name = expression`, as in `eval`. `{field}` as a name takes the name from the field's value. */
export interface Assignment {
  readonly target: FieldName;
  readonly dynamic: boolean;
  readonly value: EvalExpression;
  readonly span: Span;
}

// ── Aggregates: `stats`, `tstats`, `eventstats`, `streamstats`, `chart`, `timechart` ────────────────────────────────

/** `count`, `dc(user) as n`, `sum(eval(if(a>1,1,0)))`, `values(*) as *`, `perc95(x)`. */
export interface Aggregate {
  readonly kind: "aggregate";
  /** Lower case, with the number of `perc95` split off: `perc`. */
  readonly function: string;
  /** The number in the name of `perc95`, `p95`, `upperperc99`. */
  readonly parameter?: number;
  readonly argument?: AggregateArgument;
  /** What `sparkline(count(x), 1h)` draws; the function is `sparkline` then, without an argument of its own. */
  readonly sparkline?: { readonly aggregate: Aggregate; readonly bucket?: SpanArgument };
  readonly alias?: FieldPattern;
  /** The call as written: the column's name when there is no alias. */
  readonly text: string;
  readonly span: Span;
}

export type AggregateArgument =
  | { readonly kind: "field"; readonly field: FieldPattern }
  | { readonly kind: "expression"; readonly expression: EvalExpression };

/** `by a, _time span=1h`. */
export interface GroupByField {
  readonly field: FieldName;
  /** `span=` behind it, in `tstats`, `mstats` and `timechart`. */
  readonly bucket?: SpanArgument;
  /** `PREFIX(x=)` of `tstats`. */
  readonly prefix?: boolean;
  readonly span: Span;
}

/** What every command node has. */
export interface CommandNode<Name extends string> {
  readonly kind: Name;
  /** The command's name as written and where it stands. */
  readonly keyword: Span;
  /** The whole command, without the pipe before it. */
  readonly span: Span;
}

/** A command that is refused by its name: it has a side effect, or a model behind it. Its arguments stay text. */
export interface OpaqueCommand extends CommandNode<"opaque"> {
  readonly name: string;
  readonly reason: "side-effect" | "machine-learning" | "administrative";
  readonly arguments: TextArgument;
}
