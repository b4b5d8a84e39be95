import type { WildcardPattern } from "../../grammar/ast.js";
import type { Span } from "../source/source-text.js";
import type { FunctionName } from "./functions/index.js";
import type { ValueType } from "./row-type.js";

/**
 * An expression over one row. Its value is text, a number, a truth value, several values, or missing (NULL).
 * Logic is three-valued: true, false, missing. A filter keeps a row whose predicate is true.
 */
export type ScalarExpression =
  | FieldReference
  | ColumnReference
  | Literal
  | And
  | Or
  | Not
  | Compare
  | OneOf
  | Match
  | Term
  | IsPresent
  | Case
  | Call;

/** A field by its SPL name. */
export interface FieldReference {
  readonly kind: "field";
  readonly name: string;
  readonly span: Span;
}

/** A column of a target's table. Occurs only in what a target binds a field to, never in a plan made by `lower`. */
export interface ColumnReference {
  readonly kind: "column";
  readonly name: string;
  /** The target's own name of the type, e.g. KQL's `dynamic`. */
  readonly type: string;
  readonly span: Span;
}

export interface Literal {
  readonly kind: "literal";
  readonly value: string | number | boolean | null;
  readonly span: Span;
}

export interface And {
  readonly kind: "and";
  readonly operands: readonly ScalarExpression[];
  readonly span: Span;
}

export interface Or {
  readonly kind: "or";
  readonly operands: readonly ScalarExpression[];
  readonly span: Span;
}

export interface Not {
  readonly kind: "not";
  readonly operand: ScalarExpression;
  readonly span: Span;
}

/** What a test gives when a side is missing: `search` says false, `eval` says missing. */
export type WhenMissing = "false" | "missing";

/**
 * How two values are compared. `auto`: as numbers when both look like numbers, else as text (the rule of `search`, and
 * of fields in `eval`); `text`: as text (a string literal in `eval`); `number`: as numbers.
 */
export type ComparisonMode = "auto" | "text" | "number";

export type CompareOperator = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** True when any value of a multivalue side satisfies it. */
export interface Compare {
  readonly kind: "compare";
  readonly operator: CompareOperator;
  readonly left: ScalarExpression;
  readonly right: ScalarExpression;
  readonly mode: ComparisonMode;
  readonly caseSensitive: boolean;
  readonly whenMissing: WhenMissing;
  readonly span: Span;
}

/** Equality with any of several literals; a rewrite makes it of an OR of comparisons. */
export interface OneOf {
  readonly kind: "one-of";
  readonly value: ScalarExpression;
  readonly options: readonly Literal[];
  readonly mode: ComparisonMode;
  readonly caseSensitive: boolean;
  readonly whenMissing: WhenMissing;
  readonly span: Span;
}

export type Pattern =
  /** The whole value, with wildcards that stand for any run of characters, also an empty one. */
  | { readonly kind: "wildcard"; readonly parts: WildcardPattern }
  /** `LIKE`: the whole value; `%` any run and `_` one character. */
  | { readonly kind: "like"; readonly parts: LikePattern }
  /** PCRE as the rule wrote it, unanchored. */
  | { readonly kind: "regex"; readonly source: string }
  /** An IPv4 or IPv6 network. */
  | { readonly kind: "network"; readonly cidr: string };

export type LikePattern = readonly (
  { readonly kind: "text"; readonly text: string } | { readonly kind: "any" } | { readonly kind: "one" }
)[];

/** Text against a pattern; true when any value of a multivalue field matches. */
export interface Match {
  readonly kind: "match";
  readonly value: ScalarExpression;
  readonly pattern: Pattern;
  readonly caseSensitive: boolean;
  readonly whenMissing: WhenMissing;
  readonly span: Span;
}

/** A bare term or phrase of `search`: it has to occur in the raw event as a whole index term. */
export interface Term {
  readonly kind: "term";
  readonly pattern: WildcardPattern;
  readonly quoted: boolean;
  readonly caseSensitive: boolean;
  readonly span: Span;
}

/** `f=*`, `isnotnull(f)`: two-valued. An empty text is present. */
export interface IsPresent {
  readonly kind: "is-present";
  readonly value: ScalarExpression;
  readonly span: Span;
}

/** The value of the first arm whose condition is true, else `otherwise`, which is missing when absent. */
export interface Case {
  readonly kind: "case";
  readonly arms: readonly { readonly when: ScalarExpression; readonly then: ScalarExpression }[];
  readonly otherwise?: ScalarExpression;
  readonly span: Span;
}

/** A function of the table in `functions/`. */
export interface Call {
  readonly kind: "call";
  readonly function: FunctionName;
  readonly arguments: readonly ScalarExpression[];
  readonly type: ValueType;
  readonly span: Span;
}
