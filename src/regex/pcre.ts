/** A regular expression of PCRE, as a tree. */
export type Pcre =
  | { readonly kind: "alternatives"; readonly options: readonly Pcre[] }
  | { readonly kind: "sequence"; readonly items: readonly Pcre[] }
  | { readonly kind: "character"; readonly code: number; readonly ignoreCase: boolean }
  /** `.`; `lines` where it also matches a line feed. */
  | { readonly kind: "dot"; readonly lines: boolean }
  | PcreClass
  | { readonly kind: "set"; readonly set: PcreSet }
  | { readonly kind: "assertion"; readonly assertion: PcreAssertion }
  | { readonly kind: "group"; readonly capture?: PcreCapture; readonly body: Pcre }
  | PcreRepeat
  | PcreBacktracking;

/** What only a backtracking engine has; `construct` names it. */
export interface PcreBacktracking {
  readonly kind: "backtracking";
  readonly construct: string;
  readonly meaning: BacktrackingMeaning;
  readonly body?: Pcre;
}

export type BacktrackingMeaning =
  | { readonly kind: "look"; readonly behind: boolean; readonly negated: boolean }
  | { readonly kind: "atomic" }
  /** The text of the first of these groups that took part. */
  | { readonly kind: "reference"; readonly groups: readonly number[]; readonly ignoreCase: boolean }
  /** `\\K`: the match begins here. */
  | { readonly kind: "keep" }
  /** The body's first alternative where the group took part, else its second. */
  | { readonly kind: "conditional"; readonly group: number };

export interface PcreClass {
  readonly kind: "class";
  readonly negated: boolean;
  readonly members: readonly PcreMember[];
  readonly ignoreCase: boolean;
}

export type PcreMember =
  | { readonly kind: "range"; readonly from: number; readonly to: number }
  | { readonly kind: "set"; readonly set: PcreSet };

/** A named set of characters. */
export type PcreSet =
  | { readonly kind: "shorthand"; readonly letter: "d" | "w" | "s" | "h" | "v"; readonly negated: boolean }
  | { readonly kind: "posix"; readonly name: string; readonly negated: boolean }
  | { readonly kind: "property"; readonly name: string; readonly negated: boolean }
  /** `\R`: any line ending. */
  | { readonly kind: "line-ending" };

export type PcreAssertion =
  | "text-start"
  | "text-end"
  /** The end, or before a line feed that ends the text. */
  | "text-end-or-newline"
  | "line-start"
  | "line-end"
  | "word-boundary"
  | "no-word-boundary";

export interface PcreCapture {
  readonly number: number;
  readonly name?: string;
}

export interface PcreRepeat {
  readonly kind: "repeat";
  readonly body: Pcre;
  readonly minimum: number;
  /** Absent: no limit. */
  readonly maximum?: number;
  readonly mode: "greedy" | "lazy" | "possessive";
}

/** A parsed expression with the names of its groups. */
export interface ParsedPcre {
  readonly root: Pcre;
  readonly captures: readonly PcreCapture[];
}

/** Why a text is not a regular expression, with the offset in it. */
export class PcreSyntaxError extends Error {
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** A construct that cannot be held; the message names it. */
export class UnsupportedPcre extends Error {}
