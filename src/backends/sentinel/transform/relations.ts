import type { LogicalPlan } from "../../../plan/plan.js";
import { columnOf, type RowType } from "../../../plan/row-type.js";
import type { KqlSource, KqlStage } from "../tree.js";
import { aggregateRelation, type Wishes } from "./aggregate.js";
import { extendRelation, projectRelation, renameRelation } from "./columns.js";
import { eachFieldRelation } from "./each-field.js";
import { computedStages, filtered } from "./filter.js";
import { joinRelation } from "./join.js";
import { isBoolean } from "./logic.js";
import { lookupStage } from "./lookup.js";
import { isTrue } from "./predicate.js";
import { isDeferred, type Relation } from "./relation.js";
import { distinctRelation, limitRelation, sortRelation, unnestRelation } from "./rows.js";
import { scanRelation } from "./scan.js";
import { Scope } from "./scope.js";
import type { Session } from "./session.js";
import { Staging } from "./staging.js";
import { transactionRelation } from "./transaction.js";
import { unionRelation } from "./union.js";
import { askedPatterns, withAskedPatterns } from "./asked-patterns.js";
import { windowRelation } from "./window.js";

/** The query for a plan; `undefined` where a source has no table, which is reported. */
export function relationOf(
  plan: LogicalPlan,
  session: Session,
  wishes: Wishes = new Map(),
): Relation | undefined {
  const relation = stepOf(plan, session, wishes);
  if (relation === undefined) return undefined;
  return withPresence(commented(relation, plan, session), plan.row);
}

function stepOf(plan: LogicalPlan, session: Session, wishes: Wishes): Relation | undefined {
  if (plan.kind === "scan") return scanRelation(plan, session);
  if (plan.kind === "union") {
    const inputs = plan.inputs.flatMap((input) => relationOf(input, session) ?? []);
    return inputs.length === plan.inputs.length ? unionRelation(plan, inputs, session) : undefined;
  }
  if (plan.kind === "filter") {
    const asked = askedPatterns(plan, session);
    const rows = asked && relationOf(asked.lookup.input, session, wishes);
    if (asked !== undefined) return rows && withAskedPatterns(asked, rows, session);
  }
  const input = relationOf(plan.input, session, inputWishes(plan, wishes));
  if (plan.kind === "join") {
    const right = session.aside(() => relationOf(plan.right, session));
    return input === undefined || right === undefined ? undefined : joinRelation(plan, input, right, session);
  }
  if (input === undefined) return undefined;
  switch (plan.kind) {
    case "filter": {
      const staging = new Staging(input, session);
      const predicate = isTrue(plan.predicate, Scope.of(session, input, staging));
      return isBoolean(predicate, true) ? input : filtered(input, predicate, staging);
    }
    case "extend":
      return extendRelation(plan, input, wishes, session);
    case "project":
      return projectRelation(plan, input, wishes, session);
    case "rename":
      return renameRelation(plan, input);
    case "aggregate":
      return aggregateRelation(plan, input, wishes, session);
    case "window":
      return windowRelation(plan, input, session);
    case "sort":
      return sortRelation(plan, input, session);
    case "limit":
      return limitRelation(plan, input, session);
    case "distinct":
      return distinctRelation(plan, input, session);
    case "unnest":
      return unnestRelation(plan, input, session);
    case "lookup":
      return lookupStage(plan, input, session);
    case "each-field":
      return eachFieldRelation(plan, input, wishes, session);
    case "transaction":
      return transactionRelation(plan, input, session);
    case "reshape":
      // The capabilities say that the target has no such step.
      return undefined;
  }
}

/** The names that steps above give to columns of a step's input. */
function inputWishes(plan: LogicalPlan, wishes: Wishes): Wishes {
  if (plan.kind !== "rename") return plan.kind === "aggregate" ? new Map() : wishes;
  const inner = new Map(wishes);
  for (const { from, to } of plan.columns) inner.set(from, wishes.get(to) ?? to);
  return inner;
}

/** What the plan knows to be in every row needs no test. A fill is the other way to be never missing. */
function withPresence(relation: Relation, row: RowType): Relation {
  const isThere = (name: string): boolean => columnOf(row, name)?.nullable === false;
  const columns = relation.columns.map((value, name) =>
    !isDeferred(value) && value.nullable && value.fill === undefined && isThere(name)
      ? { ...value, nullable: false }
      : value,
  );
  const { fields } = relation;
  if (fields === undefined) return { ...relation, columns, row };
  return {
    ...relation,
    columns,
    row,
    fields: {
      ...fields,
      resolve(reference) {
        const value = fields.resolve(reference);
        return value.fill === undefined && isThere(reference.name) ? { ...value, nullable: false } : value;
      },
    },
  };
}

/** With `--comments`, the stage of the search stands above the first stage that comes of it. */
function commented(relation: Relation, plan: LogicalPlan, session: Session): Relation {
  if (!session.context.settings.comments) return relation;
  const { source, stages } = relation.pipeline;
  const { text } = plan.span.source;
  const comment = text.slice(plan.span.start, plan.span.end).replace(/\s+/g, " ").trim();
  const said = [source.comment, ...stages.map((stage) => stage.comment)].includes(comment);
  if (comment === "" || plan.kind === "union") return relation;
  const first = stages.findIndex((stage) => stage.comment === undefined);
  if (plan.kind === "scan")
    return restaged(
      relation,
      { ...source, comment },
      stages.map((stage) => ({ ...stage, comment: "" })),
    );
  if (first === -1) return relation;
  return restaged(
    relation,
    source,
    stages.map((stage, index) =>
      stage.comment !== undefined ? stage : { ...stage, comment: index === first && !said ? comment : "" },
    ),
  );
}

/** The relation with other copies of its stages, which what it knows of its last stage has to follow. */
function restaged(relation: Relation, source: KqlSource, stages: readonly KqlStage[]): Relation {
  const { pipeline, chosen } = relation;
  const last = pipeline.stages.at(-1);
  const copy = stages.at(-1);
  const computed = computedStages(relation);
  return {
    ...relation,
    pipeline: { source, stages },
    ...(computed === undefined ? {} : { computed: stages.slice(-computed.length) }),
    ...(chosen !== undefined && chosen.stage === last && copy !== undefined
      ? { chosen: { ...chosen, stage: copy } }
      : {}),
  };
}
