import type { Expression } from "../../shared/expression.js";
import { replaceParts } from "./replace-parts.js";
import type { Assignment, KqlPipeline, KqlQuery, KqlSource, KqlStage } from "../tree.js";

/**
 * The query without a `project` right before another one or before `summarize`: what it computes stands there instead,
 * as long as that writes nothing twice. Before a choice of columns none is taken away. Groups of which only the keys are taken have no aggregates.
 */
export function mergeProjections(query: KqlQuery): KqlQuery {
  return {
    ...query,
    lets: query.lets.map((each) => (each.kind === "rows" ? { ...each, body: merged(each.body) } : each)),
    body: merged(query.body),
  };
}

function merged({ source, stages }: KqlPipeline): KqlPipeline {
  const found: KqlStage[] = [];
  for (const stage of stages.map(withinStage)) {
    const before = found.at(-1);
    const together =
      before?.kind === "project"
        ? joined(before, stage)
        : before?.kind === "project-away" && (stage.comment ?? "") === "" && choosesColumns(stage)
          ? { ...stage, ...commentOf(before) }
          : before?.kind === "summarize" && givesKeys(before, stage)
            ? { ...before, aggregates: [] }
            : undefined;
    if (together === undefined) found.push(stage);
    else found.splice(-1, 1, together);
  }
  return { source: withinSource(source), stages: found };
}

function withinSource(source: KqlSource): KqlSource {
  return source.kind === "union" ? { ...source, inputs: source.inputs.map(merged) } : source;
}

function withinStage(stage: KqlStage): KqlStage {
  return stage.kind === "join" || stage.kind === "lookup" ? { ...stage, right: merged(stage.right) } : stage;
}

type Projection = Extract<KqlStage, { kind: "project" }>;

/** The stage over what the projection is made of; `undefined` for stages that need it, or have a comment of their own. */
function joined(projection: Projection, stage: KqlStage): KqlStage | undefined {
  if ((stage.comment ?? "") !== "") return undefined;
  const comment = commentOf(projection);
  const columns = new Map(projection.columns.map(({ name, expression }) => [name, expression] as const));
  if (stage.kind === "project") {
    const replaced = replacedIn(stage.columns, columns);
    return replaced === undefined ? undefined : { ...stage, ...comment, columns: replaced };
  }
  if (stage.kind !== "summarize") return undefined;
  // `arg_max` and `arg_min` name columns, of which they take all or single ones.
  const named = stage.aggregates.some(({ more }) => more !== undefined);
  if (stage.aggregates.some(({ name }) => name === "") || (named && !projection.columns.every(keepsItsName)))
    return undefined;
  const all = replacedIn([...stage.aggregates, ...stage.keys], columns);
  if (all === undefined) return undefined;
  const count = stage.aggregates.length;
  return { ...stage, ...comment, aggregates: all.slice(0, count), keys: all.slice(count) };
}

function commentOf({ comment }: KqlStage): { readonly comment?: string } {
  return comment === undefined ? {} : { comment };
}

/** Whether a stage says which columns it gives. */
export function choosesColumns(stage: KqlStage): boolean {
  return (
    stage.kind === "project" ||
    (stage.kind === "summarize" && stage.aggregates.every(({ name }) => name !== ""))
  );
}

function keepsItsName({ name, expression }: Assignment): boolean {
  return expression.kind === "name" && expression.name === name;
}

/** Whether a stage gives the keys of groups and nothing else. */
function givesKeys(groups: Extract<KqlStage, { kind: "summarize" }>, stage: KqlStage): boolean {
  if (stage.kind !== "summarize" || stage.aggregates.length > 0 || (stage.comment ?? "") !== "") return false;
  const keys = new Set(groups.keys.map(({ name }) => name));
  return (
    stage.keys.length === keys.size && stage.keys.every((key) => keepsItsName(key) && keys.has(key.name))
  );
}

function replacedIn(
  assignments: readonly Assignment[],
  columns: ReadonlyMap<string, Expression>,
): readonly Assignment[] | undefined {
  const used = new Map<string, number>();
  const replaced = assignments.map((assignment) => ({
    ...assignment,
    expression: replaceParts(assignment.expression, (part) => {
      if (part.kind !== "name") return undefined;
      used.set(part.name, (used.get(part.name) ?? 0) + 1);
      return columns.get(part.name);
    }),
  }));
  const isOnce = [...used].every(([name, times]) => times === 1 || isPlain(columns.get(name)));
  return isOnce ? replaced : undefined;
}

function isPlain(expression: Expression | undefined): boolean {
  return expression?.kind !== "operation" && expression?.kind !== "template" && expression?.kind !== "list";
}
