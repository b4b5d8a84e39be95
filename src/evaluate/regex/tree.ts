/** A PCRE pattern, taken apart: inline flags are resolved, so that every node says what it matches by itself. */
export type RegexNode =
  | { readonly kind: "text"; readonly text: string; readonly ignoreCase: boolean }
  | CharacterSet
  | { readonly kind: "sequence"; readonly nodes: readonly RegexNode[] }
  | { readonly kind: "alternation"; readonly nodes: readonly RegexNode[] }
  | { readonly kind: "capture"; readonly index: number; readonly name?: string; readonly node: RegexNode }
  | Repetition
  | { readonly kind: "look"; readonly behind: boolean; readonly negated: boolean; readonly node: RegexNode }
  | { readonly kind: "atomic"; readonly node: RegexNode }
  | { readonly kind: "reference"; readonly groups: readonly number[]; readonly ignoreCase: boolean }
  | { readonly kind: "assertion"; readonly assertion: Assertion }
  | { readonly kind: "keep" }
  | { readonly kind: "conditional"; readonly group: number; readonly yes: RegexNode; readonly no: RegexNode };

export type Assertion =
  /** `\A`, `^` without `(?m)`. */
  | "start"
  /** `^` with `(?m)`. */
  | "line-start"
  /** `\Z`, `$` without `(?m)`: at the end, or before a line end that is the last character. */
  | "end"
  /** `$` with `(?m)`. */
  | "line-end"
  /** `\z`, `$` with `(?D)`. */
  | "very-end"
  | "word-boundary"
  | "no-word-boundary";

export interface CharacterSet {
  readonly kind: "set";
  readonly negated: boolean;
  readonly ranges: readonly (readonly [low: number, high: number])[];
  /** `\p{Lu}` and the like, by the name JavaScript and RE2 share. */
  readonly properties: readonly { readonly name: string; readonly negated: boolean }[];
  readonly ignoreCase: boolean;
}

export interface Repetition {
  readonly kind: "repetition";
  readonly node: RegexNode;
  readonly minimum: number;
  readonly maximum: number;
  readonly mode: "greedy" | "lazy" | "possessive";
}

/** A pattern with its groups: `names` maps a name to its groups, of which the one that took part gives the value. */
export interface RegexTree {
  readonly root: RegexNode;
  readonly groupCount: number;
  readonly names: ReadonlyMap<string, readonly number[]>;
}

/** Why a pattern cannot be matched, with the offset in its text. */
export interface RegexProblem {
  readonly reason: string;
  readonly offset: number;
}
