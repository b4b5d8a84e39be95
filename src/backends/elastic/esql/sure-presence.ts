import { call, number, operation, partsOf, type Expression } from "../../shared/expression.js";
import type { RowQuery, Stage } from "../../shared/rows/row-query.js";

/** What gives a value though one of its inputs has none. */
const looseCalls: ReadonlySet<string> = new Set(["COALESCE", "CASE", "GREATEST", "LEAST"]);
const looseOperators: ReadonlySet<string> = new Set(["or", "and", "IS NULL", "IS NOT NULL"]);

/**
 * The query with tests for presence that Elasticsearch answers rightly. It takes `f(…) IS NOT NULL` to say that every
 * column below is there, also where `f` gets what `COALESCE` or `CASE` has put in the place of a column that is not; a
 * name of `EVAL` stands for its expression there. Only at the top are the two spared. How many values there are says the
 * same without that.
 *
 * @see https://github.com/elastic/elasticsearch/issues/155101
 */
export function withSurePresence<Source>(query: RowQuery<Source>): RowQuery<Source> {
  const mistaken = new Set<string>();
  return {
    ...query,
    stages: query.stages.map((stage) => {
      const sure = sureStage(stage, mistaken);
      if (stage.kind === "assign") {
        const isMistaken = reachesLoose(stage.expression, mistaken);
        if (isMistaken) mistaken.add(stage.name);
        else mistaken.delete(stage.name);
      }
      return sure;
    }),
  };
}

function sureStage<Source>(stage: Stage<Source>, mistaken: ReadonlySet<string>): Stage<Source> {
  switch (stage.kind) {
    case "where":
      return { ...stage, predicate: sure(stage.predicate, mistaken) };
    case "assign":
      return { ...stage, expression: sure(stage.expression, mistaken) };
    case "aggregate":
    case "window":
      return {
        ...stage,
        aggregates: stage.aggregates.map((each) => ({
          ...each,
          expression: sure(each.expression, mistaken),
        })),
      };
    case "union":
      return { ...stage, query: withSurePresence(stage.query) };
    case "bin":
    case "keep":
    case "sort":
    case "limit":
    case "unnest":
    case "distinct":
    case "lookup":
      return stage;
    default:
      return stage satisfies never;
  }
}

function sure(expression: Expression, mistaken: ReadonlySet<string>): Expression {
  switch (expression.kind) {
    case "operation": {
      const operands = expression.operands.map((operand) => sure(operand, mistaken));
      const [value] = operands;
      if (expression.operator === "IS NOT NULL" && value !== undefined && reachesLoose(value, mistaken))
        return operation(">", call("COALESCE", call("MV_COUNT", value), number(0)), number(0));
      return { ...expression, operands };
    }
    case "template":
      return { ...expression, arguments: expression.arguments.map((part) => sure(part, mistaken)) };
    case "list":
      return { ...expression, items: expression.items.map((item) => sure(item, mistaken)) };
    case "name":
    case "text":
    case "number":
    case "boolean":
    case "keyword":
      return expression;
    default:
      return expression satisfies never;
  }
}

/** Whether a value may be there without each of the columns that it is computed from, in a way that is not seen. */
function reachesLoose(value: Expression, mistaken: ReadonlySet<string>): boolean {
  if (value.kind === "name") return mistaken.has(value.name);
  if (isSpared(value)) return false;
  return partsOf(value).some((part) => isLoose(part) || reachesLoose(part, mistaken)) || isLoose(value);
}

function isSpared(value: Expression): boolean {
  return value.kind === "template" && /^(?:COALESCE|CASE)\(/u.test(value.template);
}

function isLoose(value: Expression): boolean {
  if (value.kind === "operation") return looseOperators.has(value.operator);
  return value.kind === "template" && looseCalls.has(value.template.split("(")[0] ?? "");
}
