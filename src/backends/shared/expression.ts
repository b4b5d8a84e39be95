/**
 * An expression of a query language, as a tree: brackets and quotes are put in by the printer from the language's
 * operator table, never by whoever builds the tree.
 */
export type Expression =
  | NameExpression
  | TextExpression
  | NumberExpression
  | BooleanExpression
  | KeywordExpression
  | OperationExpression
  | TemplateExpression
  | ListExpression;

/** A column or another name; the language quotes it where it has to. */
export interface NameExpression {
  readonly kind: "name";
  readonly name: string;
}

/** A text literal. `form` names one of the language's spellings where it has several, e.g. for regular expressions. */
export interface TextExpression {
  readonly kind: "text";
  readonly value: string;
  readonly form?: string;
}

export interface NumberExpression {
  readonly kind: "number";
  readonly value: number;
}

export interface BooleanExpression {
  readonly kind: "boolean";
  readonly value: boolean;
}

/** Something the language writes as one word that is neither name nor literal: `null`, `1h`. */
export interface KeywordExpression {
  readonly kind: "keyword";
  readonly word: string;
}

/** An operator of the language's table with its operands: one for a prefix or suffix operator, else two or more. */
export interface OperationExpression {
  readonly kind: "operation";
  readonly operator: string;
  readonly operands: readonly Expression[];
}

/** A function or another fixed form: `tolower({0})`. */
export interface TemplateExpression {
  readonly kind: "template";
  /** `{0}`, `{1}`, … are the arguments; `{*}` is all of them, separated by commas. */
  readonly template: string;
  readonly arguments: readonly Expression[];
  /** Binding strength of the result; absent: as tight as a call. */
  readonly precedence?: number;
}

/** `(a, b, c)`, the right side of `in`. */
export interface ListExpression {
  readonly kind: "list";
  readonly items: readonly Expression[];
}

export function name(value: string): NameExpression {
  return { kind: "name", name: value };
}

export function text(value: string, form?: string): TextExpression {
  return form === undefined ? { kind: "text", value } : { kind: "text", value, form };
}

export function number(value: number): NumberExpression {
  return { kind: "number", value };
}

export function boolean(value: boolean): BooleanExpression {
  return { kind: "boolean", value };
}

export function keyword(word: string): KeywordExpression {
  return { kind: "keyword", word };
}

export function operation(operator: string, ...operands: readonly Expression[]): OperationExpression {
  return { kind: "operation", operator, operands };
}

/** A call with commas between the arguments. */
export function call(functionName: string, ...args: readonly Expression[]): TemplateExpression {
  return { kind: "template", template: `${functionName}({*})`, arguments: args };
}

export function template(form: string, args: readonly Expression[], precedence?: number): TemplateExpression {
  return {
    kind: "template",
    template: form,
    arguments: args,
    ...(precedence === undefined ? {} : { precedence }),
  };
}

export function list(items: readonly Expression[]): ListExpression {
  return { kind: "list", items };
}

/** Joins operands with an associative operator, flattening what already is such a chain; one operand stays itself. */
export function chain(operator: string, operands: readonly Expression[]): Expression {
  const flat = operands.flatMap((operand) =>
    operand.kind === "operation" && operand.operator === operator ? operand.operands : [operand],
  );
  const [only] = flat;
  return only !== undefined && flat.length === 1 ? only : operation(operator, ...flat);
}

/** Whether two expressions are the same tree; those that share their parts are compared without going through these. */
export function sameExpression(first: Expression, second: Expression): boolean {
  if (first === second) return true;
  const others = partsOf(second);
  return (
    headOf(first) === headOf(second) &&
    partsOf(first).length === others.length &&
    partsOf(first).every((part, index) => {
      const other = others[index];
      return other !== undefined && sameExpression(part, other);
    })
  );
}

/** What an expression is made of: operands, arguments, items. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "operation":
      return expression.operands;
    case "template":
      return expression.arguments;
    case "list":
      return expression.items;
    default:
      return [];
  }
}

function headOf(expression: Expression): string {
  switch (expression.kind) {
    case "operation":
      return `operation ${expression.operator}`;
    case "template":
      return `template ${String(expression.precedence)} ${expression.template}`;
    case "list":
      return "list";
    default:
      return treeOf(expression);
  }
}

/** A text that two expressions share when they are the same tree. */
export function treeOf(expression: Expression): string {
  return JSON.stringify(expression);
}
