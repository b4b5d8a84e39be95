import { printExpression } from "../../shared/print-expression.js";
import type { RowQuery, Stage, StageSortKey } from "../../shared/rows/row-query.js";
import { xqlLanguage, xqlName } from "./xql-language.js";
import type { XqlSource } from "./xql-rows.js";

const width = 110;

/** The query, one stage a line, that says of itself whether comparisons heed case. */
export function printXql(query: RowQuery<XqlSource>): string {
  const heeds = query.source.heedsCase === true;
  return [`config case_sensitive = ${String(heeds)}`, ...stageLines(query)].join("\n| ");
}

function stageLines({ source, stages }: RowQuery<XqlSource>): readonly string[] {
  return [source.clause, ...stages.map(stageText)];
}

function stageText(stage: Stage<XqlSource>): string {
  const aggregates = (items: Extract<Stage<XqlSource>, { kind: "aggregate" }>["aggregates"]) =>
    items.map(({ name, expression }) => `${printExpression(expression, xqlLanguage)} as ${xqlName(name)}`);
  const names = (columns: readonly string[]) => columns.map(xqlName).join(", ");
  switch (stage.kind) {
    case "where":
      return `filter ${printExpression(stage.predicate, xqlLanguage, { width, indent: 4, used: 9 })}`;
    case "assign":
      return `alter ${xqlName(stage.name)} = ${printExpression(stage.expression, xqlLanguage)}`;
    case "bin":
      return `bin ${xqlName(stage.name)} span = ${stage.amount}${stage.unit}`;
    case "aggregate": {
      const by = stage.keys.length === 0 ? "" : ` by ${names(stage.keys)}`;
      const list = aggregates(stage.aggregates);
      return `comp ${(list.length === 0 ? ["count() as rows"] : list).join(", ")}${by}`;
    }
    case "window": {
      const by = stage.keys.length === 0 ? "" : ` by ${names(stage.keys)}`;
      const sort = stage.order === undefined ? "" : ` sort ${sortText(stage.order)}`;
      const list = stage.aggregates.map(
        ({ name, expression }) =>
          `${printExpression(expression, xqlLanguage)}${by}${sort} as ${xqlName(name)}`,
      );
      return `windowcomp ${list.join(", ")}`;
    }
    case "keep":
      return `fields ${names(stage.columns)}`;
    case "sort":
      return `sort ${sortText(stage.keys)}`;
    case "limit":
      return `limit ${stage.count}`;
    case "unnest":
      return `arrayexpand ${xqlName(stage.name)}`;
    case "distinct": {
      const { order } = stage;
      const by = order === undefined ? "" : ` by ${order.descending ? "desc" : "asc"} ${xqlName(order.name)}`;
      return `dedup ${names(stage.columns)}${by}`;
    }
    case "union":
      return `union (\n    ${stageLines(stage.query).join("\n    | ")}\n)`;
    case "lookup":
      throw new RangeError(`XQL has no stage \`${stage.kind}\``);
    default:
      return stage satisfies never;
  }
}

function sortText(keys: readonly StageSortKey[]): string {
  return keys.map(({ name, descending }) => `${descending ? "desc" : "asc"} ${xqlName(name)}`).join(", ");
}
