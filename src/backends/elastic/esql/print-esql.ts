import { printExpression } from "../../shared/print-expression.js";
import type { RowQuery, Stage } from "../../shared/rows/row-query.js";
import { esqlLanguage, esqlName } from "./esql-language.js";
import type { EsqlSource } from "./esql-rows.js";
import { shallow } from "./shallow.js";

const width = 100;
const identity = ["_id", "_version", "_index"];

/**
 * The query, one stage a line. A query without an aggregate gives the events themselves, whose identity has to stay
 * with them so that a rule does not alert twice; every rule's query ends with what it keeps.
 */
export function printEsql({ source, stages }: RowQuery<EsqlSource>): string {
  const aggregates = stages.some(({ kind }) => kind === "aggregate");
  const head = `FROM ${source.index.join(", ")}${aggregates ? "" : ` METADATA ${identity.join(", ")}`}`;
  const kept = stages.some(({ kind }) => kind === "keep");
  const lines = stages.map((stage) => stageText(stage, aggregates ? [] : identity));
  return [head, ...lines, ...(kept ? [] : ["KEEP *"])].join("\n| ");
}

function stageText(stage: Stage<EsqlSource>, kept: readonly string[]): string {
  const names = (columns: readonly string[]) => columns.map(esqlName).join(", ");
  switch (stage.kind) {
    case "where":
      return `WHERE ${printExpression(shallow(stage.predicate), esqlLanguage, { width, indent: 4, used: 8 })}`;
    case "assign":
      return `EVAL ${esqlName(stage.name)} = ${printExpression(shallow(stage.expression), esqlLanguage)}`;
    case "aggregate": {
      const by = stage.keys.length === 0 ? "" : `BY ${names(stage.keys)}`;
      const list = stage.aggregates
        .map(({ name, expression }) => `${esqlName(name)} = ${printExpression(expression, esqlLanguage)}`)
        .join(", ");
      return ["STATS", list, by].filter((part) => part !== "").join(" ");
    }
    case "keep":
      return `KEEP ${names([...kept.filter((name) => !stage.columns.includes(name)), ...stage.columns])}`;
    case "sort":
      return `SORT ${stage.keys
        .map(({ name, descending }) => `${esqlName(name)} ${descending ? "DESC" : "ASC"} NULLS LAST`)
        .join(", ")}`;
    case "limit":
      return `LIMIT ${stage.count}`;
    case "unnest":
      return `MV_EXPAND ${esqlName(stage.name)}`;
    case "lookup":
      return `LOOKUP JOIN ${stage.name} ON ${names(stage.on)}`;
    case "bin":
    case "window":
    case "distinct":
    case "union":
      throw new RangeError(`ES|QL has no stage \`${stage.kind}\``);
    default:
      return stage satisfies never;
  }
}
