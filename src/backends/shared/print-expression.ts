import type { Expression, OperationExpression, TemplateExpression } from "./expression.js";
import type { ExpressionLanguage, OperatorSyntax } from "./expression-language.js";

/** Where long chains are broken; without it an expression is one line. */
export interface Layout {
  /** Columns of a line. */
  readonly width: number;
  /** The column that a broken line starts at. */
  readonly indent: number;
  /** Columns already taken on the first line. */
  readonly used: number;
}

const tightest = Number.POSITIVE_INFINITY;

/**
 * The text of an expression in a language. Brackets are set exactly where the language's operator table needs them.
 * With a layout, `and`/`or` chains that do not fit are broken before their operators.
 */
export function printExpression(
  expression: Expression,
  language: ExpressionLanguage,
  layout?: Layout,
): string {
  const flat = print(expression, language);
  if (layout === undefined || layout.used + flat.length <= layout.width) return flat;
  return broken(expression, language, layout) ?? flat;
}

function broken(expression: Expression, language: ExpressionLanguage, layout: Layout): string | undefined {
  if (expression.kind !== "operation") return undefined;
  const syntax = syntaxOf(expression.operator, language);
  if (syntax.position !== "infix" || syntax.associativity !== "full") return undefined;
  const inner = { ...layout, indent: layout.indent + 2, used: layout.indent + syntax.symbol.length + 1 };
  const pieces = expression.operands.map((operand, index) =>
    operandOnLines(operand, syntax, language, index === 0 ? layout : inner),
  );
  return pieces.join(`\n${" ".repeat(layout.indent)}${syntax.symbol} `);
}

function operandOnLines(
  operand: Expression,
  parent: OperatorSyntax,
  language: ExpressionLanguage,
  layout: Layout,
): string {
  if (precedenceOf(operand, language) > parent.precedence) return printExpression(operand, language, layout);
  const content = printExpression(operand, language, { ...layout, used: layout.used + 1 });
  return `(${content})`;
}

function print(expression: Expression, language: ExpressionLanguage): string {
  switch (expression.kind) {
    case "name":
      return language.name(expression.name);
    case "text":
      return language.text(expression.value, expression.form);
    case "number":
      return language.number(expression.value);
    case "boolean":
      return language.boolean(expression.value);
    case "keyword":
      return expression.word;
    case "operation":
      return printOperation(expression, language);
    case "template":
      return printTemplate(expression, language);
    case "list":
      return `(${expression.items.map((item) => print(item, language)).join(", ")})`;
  }
}

function printOperation(expression: OperationExpression, language: ExpressionLanguage): string {
  const syntax = syntaxOf(expression.operator, language);
  const gap = syntax.spaced === false ? "" : " ";
  const operands = expression.operands.map((operand, index) =>
    enclosed(operand, language, needsBrackets(operand, index, expression.operands.length, syntax, language)),
  );
  switch (syntax.position) {
    case "infix":
      return operands.join(`${gap}${syntax.symbol}${gap}`);
    case "prefix":
      return `${syntax.symbol}${gap}${operands.join("")}`;
    case "suffix":
      return `${operands.join("")}${gap}${syntax.symbol}`;
  }
}

function needsBrackets(
  operand: Expression,
  index: number,
  count: number,
  syntax: OperatorSyntax,
  language: ExpressionLanguage,
): boolean {
  const own = precedenceOf(operand, language);
  if (own !== syntax.precedence) return own < syntax.precedence;
  switch (syntax.associativity) {
    case "full":
      return !(operand.kind === "operation" && syntaxOf(operand.operator, language) === syntax);
    case "left":
      return index !== 0;
    case "right":
      return index !== count - 1;
    case "none":
      return true;
  }
}

/**
 * An argument needs brackets unless the template sets it apart itself: between brackets or commas, or an argument
 * that binds as tightly as a call.
 */
function printTemplate(expression: TemplateExpression, language: ExpressionLanguage): string {
  const { template } = expression;
  return template.replace(/\{(\d+|\*)\}/g, (placeholder, which: string, offset: number) => {
    if (which === "*") return expression.arguments.map((argument) => print(argument, language)).join(", ");
    const argument = expression.arguments[Number(which)];
    if (argument === undefined) throw new RangeError(`no argument ${placeholder} for template ${template}`);
    const before = template.slice(0, offset).trimEnd().at(-1);
    const after = template
      .slice(offset + placeholder.length)
      .trimStart()
      .at(0);
    const apart =
      (before === undefined ? after === undefined : "([,=".includes(before)) &&
      (after === undefined ? before === undefined : ")],".includes(after));
    return enclosed(argument, language, !apart && precedenceOf(argument, language) !== tightest);
  });
}

function enclosed(expression: Expression, language: ExpressionLanguage, brackets: boolean): string {
  const content = print(expression, language);
  return brackets ? `(${content})` : content;
}

function precedenceOf(expression: Expression, language: ExpressionLanguage): number {
  if (expression.kind === "operation") return syntaxOf(expression.operator, language).precedence;
  if (expression.kind === "template") return expression.precedence ?? tightest;
  return tightest;
}

function syntaxOf(operator: string, language: ExpressionLanguage): OperatorSyntax {
  const syntax = language.operators.get(operator);
  if (syntax === undefined) throw new RangeError(`the language has no operator ${operator}`);
  return syntax;
}
