import { name, type Expression } from "../../shared/expression.js";
import { printExpression } from "../../shared/print-expression.js";
import { kqlLanguage } from "../kql/language.js";
import type { Assignment, KqlPipeline, KqlQuery, KqlStage } from "../tree.js";
import { visitQuery } from "./field-uses.js";
import { choosesColumns } from "./merge-projections.js";
import { freeName } from "./names.js";
import { allPartsOf, replaceParts } from "./replace-parts.js";

/** What a stage of its own and the end of the columns cost, about, in characters. */
const costOfColumn = 40;

/** The query with a column for what one of its `extend` stages says again and again, where that makes it shorter. */
export function withoutRepeats(query: KqlQuery): KqlQuery {
  const taken = namesIn(query);
  const shorter = (pipeline: KqlPipeline): KqlPipeline => ({
    ...pipeline,
    stages: pipeline.stages.flatMap((stage, index) => {
      if (stage.kind === "join" || stage.kind === "lookup")
        return [{ ...stage, right: shorter(stage.right) }];
      if (stage.kind !== "extend") return [stage];
      const behind = pipeline.stages.slice(index + 1);
      return withColumns(stage, taken, behind.some(choosesColumns));
    }),
  });
  return {
    ...query,
    lets: query.lets.map((each) => (each.kind === "rows" ? { ...each, body: shorter(each.body) } : each)),
    body: shorter(query.body),
  };
}

type Extend = Extract<KqlStage, { kind: "extend" }>;

/** The stage behind ones that compute what it says more than once; `chosen`: a later stage chooses its columns. */
function withColumns(stage: Extend, taken: Set<string>, chosen: boolean): readonly KqlStage[] {
  let last: Extend = stage;
  let before: readonly Extend[] = [];
  const added: string[] = [];
  // The longest first: what it consists of may be said again elsewhere, and comes before it then.
  for (
    let found = longestRepeat([...before, last]);
    found !== undefined;
    found = longestRepeat([...before, last])
  ) {
    const column = freeName(nameFor(found), taken);
    added.push(column);
    const text = textOf(found);
    const instead = (part: Expression) => (textOf(part) === text ? name(column) : undefined);
    before = withColumn(
      { name: column, expression: found },
      before.map((each) => replaced(each, instead)),
    );
    last = replaced(last, instead);
  }
  const gone: readonly KqlStage[] =
    chosen || added.length === 0 ? [] : [{ kind: "project-away", columns: added }];
  return [...before, last, ...gone];
}

/** The column in the first stage, or before it where that reads the column. */
function withColumn(column: Assignment, stages: readonly Extend[]): readonly Extend[] {
  const [first, ...rest] = stages;
  if (first === undefined || first.columns.some(({ expression }) => reads(expression, column.name)))
    return [{ kind: "extend", columns: [column] }, ...stages];
  return [{ ...first, columns: [column, ...first.columns] }, ...rest];
}

function reads(expression: Expression, column: string): boolean {
  return allPartsOf(expression).some((part) => part.kind === "name" && part.name === column);
}

function replaced(stage: Extend, by: (part: Expression) => Expression | undefined): Extend {
  const columns = stage.columns.map((column) => ({
    ...column,
    expression: replaceParts(column.expression, by),
  }));
  return { ...stage, columns };
}

/** The longest of the parts that stages say so often that a column for it makes them shorter. */
function longestRepeat(stages: readonly Extend[]): Expression | undefined {
  const counts = new Map<string, { readonly part: Expression; readonly times: number }>();
  for (const part of stages.flatMap(({ columns }) =>
    columns.flatMap(({ expression }) => allPartsOf(expression)),
  )) {
    if (part.kind !== "operation" && part.kind !== "template") continue;
    const text = textOf(part);
    counts.set(text, { part, times: (counts.get(text)?.times ?? 0) + 1 });
  }
  const [longest] = [...counts]
    .filter(([text, { part, times }]) => saved(text, part, times) > 0)
    .sort(([one], [other]) => other.length - one.length);
  return longest?.[1].part;
}

function saved(text: string, part: Expression, times: number): number {
  return (times - 1) * text.length - (times + 1) * nameFor(part).length - costOfColumn;
}

/** After the first column that it reads. */
function nameFor(part: Expression): string {
  const first = allPartsOf(part).find((each) => each.kind === "name");
  return `${first?.kind === "name" ? first.name : "computed"}_value`;
}

function textOf(expression: Expression): string {
  return printExpression(expression, kqlLanguage);
}

/** The names that a query reads, and those that its stages give to columns. */
function namesIn(query: KqlQuery): Set<string> {
  const found = new Set<string>();
  visitQuery(query, (expression) => {
    for (const part of allPartsOf(expression)) if (part.kind === "name") found.add(part.name);
  });
  const pipelines = [query.body, ...query.lets.flatMap((each) => (each.kind === "rows" ? [each.body] : []))];
  for (const column of pipelines.flatMap(columnsOf)) found.add(column);
  return found;
}

function columnsOf({ source, stages }: KqlPipeline): readonly string[] {
  const inputs = source.kind === "union" ? source.inputs.flatMap(columnsOf) : [];
  return [...inputs, ...columnsSet(stages)];
}

function columnsSet(stages: readonly KqlStage[]): readonly string[] {
  return stages.flatMap((stage): readonly string[] => {
    switch (stage.kind) {
      case "extend":
      case "project":
      case "scan":
        return stage.columns.map(({ name: column }) => column);
      case "summarize":
        return [...stage.aggregates, ...stage.keys].flatMap(({ name: column, more = [] }) => [
          column,
          ...more,
        ]);
      case "mv-apply":
        return [stage.item.name, ...columnsSet(stage.stages)];
      case "mv-expand":
        return [stage.column.name];
      case "join":
      case "lookup":
        return columnsOf(stage.right);
      case "where":
      case "project-away":
      case "sort":
      case "take":
        return [];
    }
  });
}
