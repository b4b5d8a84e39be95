import type { CodeRange } from "../../../regex/character-sets.js";

/** Ascending ranges of code points, without overlap. */
export type CharacterSet = readonly CodeRange[];

/** A regular expression without what only says how to search: no captures, no laziness. */
export type RegexNode = CharacterNode | SequenceNode | AlternativesNode | RepeatNode | PositionNode;

/** One character of a set. `text` is there when the set is one character as written, with its case rule. */
export interface CharacterNode {
  readonly kind: "character";
  readonly set: CharacterSet;
  readonly literal?: { readonly text: string; readonly ignoreCase: boolean };
}

export interface SequenceNode {
  readonly kind: "sequence";
  readonly items: readonly RegexNode[];
}

export interface AlternativesNode {
  readonly kind: "alternatives";
  readonly options: readonly RegexNode[];
}

export interface RepeatNode {
  readonly kind: "repeat";
  readonly item: RegexNode;
  readonly minimum: number;
  /** Absent: without end. */
  readonly maximum?: number;
}

export interface PositionNode {
  readonly kind: "position";
  /** `line-end` is `$`: the end, or before a line feed that is the last character. */
  readonly position: "start" | "end" | "line-end" | "word-boundary";
}

export type ParsedRegex =
  | { readonly ok: true; readonly root: RegexNode }
  /** What is in the pattern that a regular language, or this translation, does not hold. */
  | { readonly ok: false; readonly reason: string };
