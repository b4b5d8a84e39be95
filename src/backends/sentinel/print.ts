import type { Expression } from "../shared/expression.js";
import { printExpression } from "../shared/print-expression.js";
import { columnName, kqlLanguage } from "./kql/language.js";
import type { Assignment, KqlLet, KqlPipeline, KqlQuery, KqlSortKey, KqlSource, KqlStage } from "./tree.js";

const width = 110;

/** The text of a query: one stage a line, `let` statements first. It ends without a line break. */
export function print({ lets, body }: Pick<KqlQuery, "lets" | "body">): string {
  const definitions = lets.map(definition);
  return [...definitions, pipeline(body, 0)].join("\n");
}

function definition(defined: KqlLet): string {
  const { name } = defined;
  if (defined.kind === "rows") return `let ${name} =\n${pipeline(defined.body, 2)};`;
  return `let ${name} = (${defined.parameter}: string) {\n  ${flat(defined.body)}\n};`;
}

function pipeline({ source, stages }: KqlPipeline, indent: number): string {
  const pad = " ".repeat(indent);
  const lines = [
    ...comment(source.comment, pad),
    `${pad}${printSource(source, indent)}`,
    ...stages.flatMap((stage) => [...comment(stage.comment, pad), `${pad}| ${printStage(stage, indent)}`]),
  ];
  return lines.join("\n");
}

function comment(text: string | undefined, pad: string): readonly string[] {
  return text === undefined || text === ""
    ? []
    : text.split("\n").map((line) => `${pad}// ${line.trim()}`.trimEnd());
}

function printSource(source: KqlSource, indent: number): string {
  switch (source.kind) {
    case "table":
      return columnName(source.name);
    case "function":
      return flat(source.call);
    case "union":
      return `union\n${source.inputs.map((input) => subquery(input, indent + 2)).join(",\n")}`;
    case "datatable": {
      const columns = source.columns.map(({ name, type }) => `${columnName(name)}: ${type}`).join(", ");
      const pad = " ".repeat(indent);
      const rows = source.rows.map((row) => `${pad}  ${row.map(flat).join(", ")}`).join(",\n");
      return `datatable (${columns}) [\n${rows}\n${pad}]`;
    }
    case "print":
      return `print ${assignments(source.columns, indent, 6)}`;
  }
}

function subquery(inner: KqlPipeline, indent: number): string {
  const pad = " ".repeat(indent);
  return `${pad}(\n${pipeline(inner, indent + 2)}\n${pad})`;
}

function printStage(stage: KqlStage, indent: number): string {
  switch (stage.kind) {
    case "where":
      return `where ${printExpression(stage.predicate, kqlLanguage, { width, indent: indent + 4, used: indent + 8 })}`;
    case "extend":
      return `extend ${assignments(stage.columns, indent, 9)}`;
    case "project":
      return `project ${assignments(stage.columns, indent, 10)}`;
    case "project-away":
      return `project-away ${stage.columns.map(columnName).join(", ")}`;
    case "summarize":
      return printSummarize(stage.aggregates, stage.keys, indent);
    case "sort":
      return `sort by ${fitted(stage.keys.map(sortKey), indent, 10)}`;
    case "take":
      return `take ${stage.count}`;
    case "join":
      return `join kind=${stage.join}${right(stage.right, indent)} on ${stage.on.map(joinKey).join(", ")}`;
    case "lookup":
      return `lookup kind=leftouter${right(stage.right, indent)} on ${stage.on.map(joinKey).join(", ")}`;
    case "mv-apply":
      return `mv-apply ${itemIndex(stage.index)}${assignment(stage.item)} on (${inner(stage.stages, indent)})`;
    case "mv-expand":
      return `mv-expand ${assignment(stage.column)} to typeof(${stage.type})`;
    case "scan": {
      const pad = " ".repeat(indent + 2);
      const declares = stage.declares.map(({ name, type, initial }) =>
        [`${columnName(name)}: ${type}`, ...(initial === undefined ? [] : [flat(initial)])].join(" = "),
      );
      const columns = stage.columns.map(assignment).join(`,\n${pad}    `);
      return `scan declare (${declares.join(", ")}) with (\n${pad}  step ${stage.step}: true =>\n${pad}    ${columns};\n${pad})`;
    }
  }
}

function itemIndex(index: string | undefined): string {
  return index === undefined ? "" : `with_itemindex=${columnName(index)} `;
}

/** The stages of a subquery over one row; the first has no bar. */
function inner(stages: readonly KqlStage[], indent: number): string {
  const pad = " ".repeat(indent + 4);
  const lines = stages.map((stage, index) => `${index === 0 ? "" : "| "}${printStage(stage, indent + 4)}`);
  return `\n${pad}${lines.join(`\n${pad}`)}\n${" ".repeat(indent + 2)}`;
}

/** A right side of one line stands in line. */
function right(inner: KqlPipeline, indent: number): string {
  if (inner.stages.length === 0 && inner.source.kind === "table") return ` ${columnName(inner.source.name)}`;
  const pad = " ".repeat(indent);
  return ` (\n${pipeline(inner, indent + 4)}\n${pad}  )`;
}

function printSummarize(
  aggregates: readonly Assignment[],
  keys: readonly Assignment[],
  indent: number,
): string {
  const gap = aggregates.length === 0 ? "" : " ";
  const head = `summarize${gap}${assignments(aggregates, indent, 11)}`;
  if (keys.length === 0) return head;
  const line = `${head} by ${keys.map(assignment).join(", ")}`;
  if (!line.includes("\n") && indent + 2 + line.length <= width) return line;
  return `${head}\n${" ".repeat(indent + 4)}by ${assignments(keys, indent, 7)}`;
}

/** Columns on one line where they fit, else one a line. */
function assignments(columns: readonly Assignment[], indent: number, used: number): string {
  return fitted(columns.map(assignment), indent, used);
}

function fitted(texts: readonly string[], indent: number, used: number): string {
  const line = texts.join(", ");
  if (indent + used + line.length <= width) return line;
  return texts.join(`,\n${" ".repeat(indent + used)}`);
}

function assignment({ name, expression, more }: Assignment): string {
  const content = flat(expression);
  // `arg_max(x, *)` names its columns itself.
  if (name === "") return content;
  const target = columnName(name);
  if (more !== undefined && keepsNames(expression, [name, ...more])) return content;
  if (more !== undefined) return `(${[name, ...more].map(columnName).join(", ")}) = ${content}`;
  return content === target ? content : `${target} = ${content}`;
}

/** Whether `arg_max(a, b)` gives its columns under their own names. */
function keepsNames(expression: Expression, names: readonly string[]): boolean {
  return (
    expression.kind === "template" &&
    expression.arguments.length === names.length &&
    expression.arguments.every(
      (argument, index) => argument.kind === "name" && argument.name === names[index],
    )
  );
}

function sortKey({ expression, descending }: KqlSortKey): string {
  return `${flat(expression)} ${descending ? "desc" : "asc"} nulls last`;
}

function joinKey({ left, right: other }: { readonly left: string; readonly right: string }): string {
  if (left === other) return columnName(left);
  return `$left.${columnName(left)} == $right.${columnName(other)}`;
}

function flat(expression: Expression): string {
  return printExpression(expression, kqlLanguage);
}
