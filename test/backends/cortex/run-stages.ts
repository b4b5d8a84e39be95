import type { XqlSource } from "../../../src/backends/cortex/xql/xql-rows.js";
import type { Expression } from "../../../src/backends/shared/expression.js";
import type { RowQuery, Stage } from "../../../src/backends/shared/rows/row-query.js";

export type StageRow = ReadonlyMap<string, string | number | readonly string[]>;
type Cell = string | number | boolean | readonly string[] | undefined;

/**
 * Runs the stages that a join or a lookup is made of, as the documentation describes them. Rows are lost and found in any order;
 * those that have no value come first in an order.
 */
export function runStages(
  { source, stages }: RowQuery<XqlSource>,
  tables: ReadonlyMap<string, readonly StageRow[]>,
): readonly StageRow[] {
  return stages.reduce((rows, stage) => run(stage, rows, tables), tables.get(source.clause) ?? []);
}

function run(
  stage: Stage<XqlSource>,
  rows: readonly StageRow[],
  tables: ReadonlyMap<string, readonly StageRow[]>,
): readonly StageRow[] {
  switch (stage.kind) {
    case "where":
      return rows.filter((row) => cell(stage.predicate, row) === true);
    case "assign":
      return rows.map((row) => withCell(row, stage.name, cell(stage.expression, row)));
    case "keep":
      return rows.map((row) => new Map([...row].filter(([column]) => stage.columns.includes(column))));
    case "union":
      return [...runStages(stage.query, tables), ...rows].reverse();
    case "aggregate":
      return grouped(rows, stage.keys).map((group) =>
        stage.aggregates.reduce<StageRow>(
          (done, { name, expression }) => withCell(done, name, valuesOf(expression, group)),
          new Map([...(group[0] ?? [])].filter(([column]) => stage.keys.includes(column))),
        ),
      );
    case "window":
      return grouped(rows, stage.keys).flatMap((group) => {
        const sorted = [...group].sort((left, right) => {
          for (const { name } of stage.order ?? []) {
            const order = compared(left.get(name), right.get(name));
            if (order !== 0) return order;
          }
          return 0;
        });
        return sorted.map((row, index) =>
          stage.aggregates.reduce(
            (done, { name, expression }) => withCell(done, name, over(expression, sorted, index)),
            row,
          ),
        );
      });
    default:
      throw new Error(`no join has a stage \`${stage.kind}\``);
  }
}

function withCell(row: StageRow, column: string, value: Cell): StageRow {
  const changed = new Map(row);
  if (value === undefined) changed.delete(column);
  else if (typeof value !== "boolean") changed.set(column, value);
  else throw new Error("a truth value in a column");
  return changed;
}

function grouped(rows: readonly StageRow[], keys: readonly string[]): readonly (readonly StageRow[])[] {
  const groups = new Map<string, StageRow[]>();
  for (const row of rows) {
    const id = JSON.stringify(keys.map((key) => row.get(key) ?? null));
    groups.set(id, [...(groups.get(id) ?? []), row]);
  }
  return [...groups.values()];
}

/** `values`: each that is there, once, in no order. */
function valuesOf(expression: Expression, rows: readonly StageRow[]): Cell {
  const [argument] = expression.kind === "template" ? expression.arguments : [];
  if (argument === undefined || expression.kind !== "template" || !expression.template.startsWith("values("))
    throw new Error("no aggregate of a lookup");
  const found = rows.map((row) => cell(argument, row)).filter((value) => value !== undefined);
  return [...new Set(found.map(String))].reverse();
}

function compared(left: Cell, right: Cell): number {
  if (left === right) return 0;
  if (left === undefined) return -1;
  if (right === undefined) return 1;
  return left < right ? -1 : 1;
}

/** A function over the rows of a group in their order. */
function over(expression: Expression, sorted: readonly StageRow[], index: number): Cell {
  if (expression.kind !== "template") throw new Error("no function");
  const [argument] = expression.arguments;
  if (expression.template.startsWith("row_number(")) return index + 1;
  const [first] = sorted;
  if (!expression.template.startsWith("first_value(") || argument === undefined || first === undefined)
    throw new Error(`no function ${expression.template}`);
  return cell(argument, first);
}

function cell(expression: Expression, row: StageRow): Cell {
  switch (expression.kind) {
    case "name":
      return row.get(expression.name);
    case "text":
    case "number":
    case "boolean":
      return expression.value;
    case "keyword":
      return undefined;
    case "operation":
      return operated(expression.operator, expression.operands, row);
    case "template": {
      const [called = ""] = expression.template.split("(");
      return call(called, expression.arguments, row);
    }
    case "list":
      throw new Error("a list");
  }
}

function operated(operator: string, operands: readonly Expression[], row: StageRow): Cell {
  const values = operands.map((operand) => cell(operand, row));
  const [left, right] = values;
  switch (operator) {
    case "and":
      return values.every((value) => value === true);
    case "=":
      return left !== undefined && left === right;
    case "!=":
      return left !== right;
    case "~=":
      return left !== undefined && new RegExp(String(right), "u").test(String(left));
    default:
      throw new Error(`no join has the operator ${operator}`);
  }
}

function call(called: string, args: readonly Expression[], row: StageRow): Cell {
  const [first, second, third] = args.map((argument) => () => cell(argument, row));
  switch (called) {
    case "if":
      return first?.() === true ? second?.() : third?.();
    case "to_number":
      return Number(first?.());
    case "to_string": {
      const value = first?.();
      return value === undefined ? undefined : String(value);
    }
    case "lowercase": {
      const value = first?.();
      return value === undefined ? undefined : String(value).toLowerCase();
    }
    case "arraystring": {
      const values = first?.();
      return Array.isArray(values) ? values.join(String(second?.())) : undefined;
    }
    case "split": {
      const value = first?.();
      return value === undefined ? undefined : String(value).split(String(second?.()));
    }
    case "coalesce":
      return args.map((argument) => cell(argument, row)).find((value) => value !== undefined);
    default:
      throw new Error(`no join has the function ${called}`);
  }
}
