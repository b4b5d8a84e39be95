import type { ScalarExpression } from "./expression.js";
import { mapExpression, walkExpression } from "./expression-visitor.js";
import type { EachField, NamedExpression } from "./plan.js";
import { matchName } from "./wildcard-names.js";

/** The field in whose place the value of each field stands. */
export const fieldMark = "<<FIELD>>";

type Step = Pick<EachField, "fields" | "columns">;

/** What the columns of the step are for one field; `undefined` where no pattern names it. */
export function columnsOf({ fields, columns }: Step, name: string): readonly NamedExpression[] | undefined {
  for (const pattern of fields) {
    const parts = matchName(pattern, name);
    const [first] = pattern;
    // A wildcard at the front does not stand for the internal fields, whose names begin with `_`.
    const internal = name.startsWith("_") && first?.kind === "any";
    if (parts === undefined || internal) continue;
    return columns.map((column) => renameParts(column, (text) => writeMarks(text, name, parts)));
  }
  return undefined;
}

/** The columns that the step sets whichever field it goes through. */
export function namesOfAll({ columns }: Pick<EachField, "columns">): readonly string[] {
  return columns.map(({ name }) => name).filter((name) => !name.includes("<<"));
}

/** A text with the marks of `foreach` in it written out for a field, given what stands in place of the wildcards. */
export function writeMarks(text: string, name: string, parts: readonly string[]): string {
  return text
    .replaceAll("<<FIELD>>", () => name)
    .replaceAll("<<MATCHSTR>>", () => parts.join(""))
    .replaceAll(/<<MATCHSEG([123])>>/gu, (_, index: string) => parts[Number(index) - 1] ?? "");
}

/** A column with a function applied to every name in which a mark can stand: its own and those of the fields it reads. */
export function renameParts(column: NamedExpression, write: (text: string) => string): NamedExpression {
  return {
    ...column,
    name: write(column.name),
    expression: mapExpression(column.expression, (part) =>
      part.kind === "field" ? { ...part, name: write(part.name) } : part,
    ),
  };
}

/** Whether a column is itself, or itself with the field behind it, as conditions say that neither of them decides. */
export function addsFieldsToItself({ name, expression }: NamedExpression): boolean {
  switch (expression.kind) {
    case "field":
      return expression.name === name;
    case "case": {
      const { arms, otherwise } = expression;
      const values = [...arms.map(({ then }) => then), ...(otherwise === undefined ? [] : [otherwise])];
      return (
        otherwise !== undefined &&
        arms.every(({ when }) => !reads(when, name) && !reads(when, fieldMark)) &&
        values.every((value) => addsFieldsToItself({ name, expression: value, span: value.span }))
      );
    }
    case "call": {
      const [first, second, ...more] = expression.arguments;
      return (
        expression.function === "mvappend" &&
        more.length === 0 &&
        isField(first, name) &&
        isField(second, fieldMark)
      );
    }
    default:
      return false;
  }
}

function isField(expression: ScalarExpression | undefined, name: string): boolean {
  return expression?.kind === "field" && expression.name === name;
}

function reads(expression: ScalarExpression, name: string): boolean {
  let found = false;
  walkExpression(expression, (part) => {
    if (isField(part, name)) found = true;
  });
  return found;
}
