import type { EvalExpression, Pipeline, SearchExpression } from "./ast.js";

/** What the arguments of a command are made of, before the command says what they mean. */
export type Item =
  | WordItem
  | TextItem
  | OptionItem
  | ExpressionItem
  | SearchItem
  | SubsearchItem
  | TemplateItem
  | PunctuationItem;

interface Place {
  readonly start: number;
  readonly end: number;
}

/** A run of characters without blanks: a name, a number, a keyword. */
export interface WordItem extends Place {
  readonly kind: "word";
  readonly text: string;
}

/** A text in double quotes, its escapes resolved. */
export interface TextItem extends Place {
  readonly kind: "text";
  readonly text: string;
}

/** `name=value`; the value is absent when nothing follows the sign. */
export interface OptionItem extends Place {
  readonly kind: "option";
  readonly name: string;
  readonly nameEnd: number;
  readonly value?: Item;
}

/** `eval(…)`, or a parenthesis that a command reads in the eval language; empty when it holds an error. */
export interface ExpressionItem extends Place {
  /** Over aggregates instead of the fields of a row. */
  readonly computed: boolean;
  readonly kind: "expression";
  readonly expression?: EvalExpression;
}

/** A stretch that a command reads in the search language; empty when it holds nothing, or an error. */
export interface SearchItem extends Place {
  readonly kind: "search";
  readonly expression?: SearchExpression;
  readonly sound: boolean;
}

export interface SubsearchItem extends Place {
  readonly kind: "subsearch";
  readonly pipeline?: Pipeline;
}

/** Text in brackets that is not read as a search before something is put into it. */
export interface TemplateItem extends Place {
  readonly kind: "template";
  readonly text: string;
}

export interface PunctuationItem extends Place {
  readonly kind: "punctuation";
  readonly text: string;
}
