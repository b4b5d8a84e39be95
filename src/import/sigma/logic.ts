import type { Span } from "../../source/source-text.js";
import type { LikePattern } from "../../plan/expression.js";

/** What a Sigma rule asks of one event; two-valued: a test of a field that the event lacks is false. */
export type Logic =
  | { readonly kind: "and"; readonly operands: readonly Logic[]; readonly span: Span }
  | { readonly kind: "or"; readonly operands: readonly Logic[]; readonly span: Span }
  | { readonly kind: "not"; readonly operand: Logic; readonly span: Span }
  | Test;

export type Test = { readonly field: string; readonly span: Span } & (
  | { readonly kind: "present" }
  /** The whole value; text is in order with wildcards, of which there is no `one`. */
  | { readonly kind: "text"; readonly parts: LikePattern; readonly caseSensitive: boolean }
  /** PCRE with its flags in front, found anywhere in the value; `text`: what it stands for. */
  | { readonly kind: "regex"; readonly source: string; readonly text?: WholeText }
  | { readonly kind: "network"; readonly cidr: string }
  | { readonly kind: "order"; readonly operator: "<" | "<=" | ">" | ">="; readonly number: number }
  /** Equal to another field, without case. */
  | { readonly kind: "same"; readonly other: string }
);

/** The whole value as text and wildcards. */
export interface WholeText {
  readonly parts: LikePattern;
  readonly caseSensitive: boolean;
}

export function all(operands: readonly Logic[], span: Span): Logic {
  const [only, ...more] = operands;
  return only !== undefined && more.length === 0 ? only : { kind: "and", operands, span };
}

export function any(operands: readonly Logic[], span: Span): Logic {
  const [only, ...more] = operands;
  return only !== undefined && more.length === 0 ? only : { kind: "or", operands, span };
}

export function not(operand: Logic, span: Span): Logic {
  return { kind: "not", operand, span };
}

/** Every field that the logic names, in the order of naming. */
export function fieldsOf(logic: Logic): readonly string[] {
  switch (logic.kind) {
    case "and":
    case "or":
      return [...new Set(logic.operands.flatMap(fieldsOf))];
    case "not":
      return fieldsOf(logic.operand);
    case "same":
      return [logic.field, logic.other];
    default:
      return [logic.field];
  }
}

/** The logic with other names of fields. */
export function renameFields(logic: Logic, rename: (field: string) => string): Logic {
  switch (logic.kind) {
    case "and":
    case "or":
      return { ...logic, operands: logic.operands.map((operand) => renameFields(operand, rename)) };
    case "not":
      return { ...logic, operand: renameFields(logic.operand, rename) };
    case "same":
      return { ...logic, field: rename(logic.field), other: rename(logic.other) };
    default:
      return { ...logic, field: rename(logic.field) };
  }
}
