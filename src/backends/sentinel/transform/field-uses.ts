import type { Scan } from "../../../plan/plan.js";
import type { Expression } from "../../shared/expression.js";
import type { KqlPipeline, KqlQuery, KqlSource, KqlStage } from "../tree.js";

/** A stand-in for a field in the first pass: no column can have such a name. */
export function fieldMark(scan: number, field: string): string {
  return `\u0000${scan}\u0000${field}`;
}

/**
 * The fields that stand more than once in a query whose fields are marks, by scan, and those that need a stage of
 * their own.
 */
export function fieldUses(
  query: KqlQuery,
  scans: readonly Scan[],
  staged: ReadonlySet<string>,
): ReadonlyMap<Scan, ReadonlySet<string>> {
  const counts = new Map<string, number>();
  const count = (expression: Expression): void => {
    if (expression.kind === "name") counts.set(expression.name, (counts.get(expression.name) ?? 0) + 1);
    else if (expression.kind === "operation") expression.operands.forEach(count);
    else if (expression.kind === "template") expression.arguments.forEach(count);
    else if (expression.kind === "list") expression.items.forEach(count);
  };
  visitQuery(query, count);

  const found = new Map<Scan, Set<string>>();
  for (const [name, times] of counts) {
    const [, index, field] = name.split("\u0000");
    const scan = index === undefined ? undefined : scans[Number(index)];
    if (scan === undefined || field === undefined || (times < 2 && !staged.has(name))) continue;
    found.set(scan, (found.get(scan) ?? new Set()).add(field));
  }
  return found;
}

type Visit = (expression: Expression) => void;

/** Visits the expressions of a query, each from its top. */
export function visitQuery({ lets, body }: Pick<KqlQuery, "lets" | "body">, visit: Visit): void {
  for (const defined of lets)
    if (defined.kind === "rows") visitPipeline(defined.body, visit);
    else visit(defined.body);
  visitPipeline(body, visit);
}

function visitPipeline({ source, stages }: KqlPipeline, visit: Visit): void {
  visitSource(source, visit);
  for (const stage of stages) visitStage(stage, visit);
}

function visitSource(source: KqlSource, visit: Visit): void {
  if (source.kind === "union") for (const input of source.inputs) visitPipeline(input, visit);
  else if (source.kind === "print") for (const { expression } of source.columns) visit(expression);
}

function visitStage(stage: KqlStage, visit: Visit): void {
  switch (stage.kind) {
    case "where":
      visit(stage.predicate);
      break;
    case "extend":
    case "project":
    case "scan":
      for (const { expression } of stage.columns) visit(expression);
      break;
    case "summarize":
      for (const { expression } of [...stage.aggregates, ...stage.keys]) visit(expression);
      break;
    case "sort":
      for (const { expression } of stage.keys) visit(expression);
      break;
    case "join":
    case "lookup":
      visitPipeline(stage.right, visit);
      break;
    case "mv-apply":
      visit(stage.item.expression);
      for (const inner of stage.stages) visitStage(inner, visit);
      break;
    case "mv-expand":
      visit(stage.column.expression);
      break;
    case "project-away":
    case "take":
      break;
  }
}
