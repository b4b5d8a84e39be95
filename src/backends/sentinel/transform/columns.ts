import type { Extend, NamedExpression, Project, Rename } from "../../../plan/plan.js";
import { Environment } from "../../shared/environment.js";
import { sameExpression, type Expression } from "../../shared/expression.js";
import type { Assignment, KqlStage } from "../tree.js";
import { freeName, plainName, takenNames } from "./names.js";
import { orderAfter, overwritten } from "./order.js";
import { columnPresence, type Presence } from "./presence.js";
import { namesIn, withStage, type Column, type FieldSource, type Relation } from "./relation.js";
import { Scope } from "./scope.js";
import { scalar } from "./scalar.js";
import type { Session } from "./session.js";
import { Staging } from "./staging.js";
import type { Wishes } from "./aggregate.js";
import { columnValue, type KqlValue } from "./value.js";

/** A column or a literal stands for a computed column without text in the query. */
function isPlain(expression: Expression): boolean {
  return expression.kind === "name" || expression.kind === "text" || expression.kind === "number";
}

/** Computed columns; those that do not see each other share a stage. */
export function extendRelation(plan: Extend, input: Relation, wishes: Wishes, session: Session): Relation {
  let relation = input;
  let pending: Assignment[] = [];
  const flush = (): void => {
    if (pending.length > 0) relation = withAssignments(relation, pending);
    pending = [];
  };
  const write = (assignment: Assignment): void => {
    const used = namesIn(assignment.expression);
    if (pending.some(({ name }) => used.has(name))) flush();
    pending.push(assignment);
  };
  for (const column of plan.columns) {
    const { name, expression } = column;
    const staging = new Staging(relation, session);
    const value = scalar(expression, Scope.of(session, relation, staging));
    // Before the text, which may take the name of what it is computed of.
    const tests: Assignment[] = [];
    const presence = presenceColumn(column, value, [...pending, ...tests], relation, session, (test) => {
      tests.push(test);
    });
    if (!staging.isEmpty) {
      flush();
      relation = staged(relation, { name, value, staging, presence, tests }, wishes, session);
      continue;
    }
    tests.forEach(write);
    if (isPlain(value.expression)) {
      relation = withColumn(relation, name, presence === undefined ? value : { ...value, presence });
      continue;
    }
    const used = namesIn(value.expression);
    if (pending.some((assignment) => used.has(assignment.name))) flush();
    const taken = takenNames(relation, session, name);
    for (const test of tests) taken.add(test.name);
    const own = freeName(plainName(wishes.get(name) ?? name), taken);
    pending.push({ name: own, expression: value.expression });
    relation = withColumn(relation, name, columnValue(own, value, presence));
  }
  flush();
  return relation;
}

/** The presence of a computed text as a column, where something asks for it; one that is there already serves again. */
function presenceColumn(
  column: NamedExpression,
  value: KqlValue,
  pending: readonly Assignment[],
  relation: Relation,
  session: Session,
  write: (test: Assignment) => void,
): Presence | undefined {
  if (value.presence === undefined || !value.nullable) return value.presence;
  return columnPresence(value.presence, column, column.name, session, (test) => {
    if (test.kind === "name") return test.name;
    const same = pending.find(({ expression }) => sameExpression(expression, test));
    if (same !== undefined) return same.name;
    const taken = takenNames(relation, session);
    for (const each of pending) taken.add(each.name);
    const name = freeName(`has_${plainName(column.name)}`, taken);
    write({ name, expression: test });
    return name;
  });
}

function withAssignments(relation: Relation, columns: readonly Assignment[]): Relation {
  return {
    ...withStage(relation, { kind: "extend", columns }),
    order: overwritten(
      relation.order,
      columns.map(({ name }) => name),
    ),
  };
}

/** A column whose expression needs stages before it. */
function staged(
  relation: Relation,
  {
    name,
    value,
    staging,
    presence,
    tests,
  }: {
    readonly name: string;
    readonly value: KqlValue;
    readonly staging: Staging;
    readonly presence: Presence | undefined;
    readonly tests: readonly Assignment[];
  },
  wishes: Wishes,
  session: Session,
): Relation {
  const before = staging.applied(relation);
  if (value.expression.kind === "name") {
    const tested = tests.length === 0 ? before : withAssignments(before, tests);
    const kept = presence === undefined ? value : { ...value, presence };
    return withColumn(staging.tidied(tested, [value.expression]), name, kept);
  }
  const own = freeName(plainName(wishes.get(name) ?? name), takenNames(relation, session, name));
  const extended = withAssignments(before, [...tests, { name: own, expression: value.expression }]);
  return withColumn(staging.tidied(extended), name, columnValue(own, value, presence));
}

/** The relation with a column of the plan set; a field that was removed is there again. */
export function withColumn(relation: Relation, name: string, value: Column): Relation {
  return { ...relation, columns: relation.columns.with(name, value) };
}

/** Other names for columns: no text. A field of an event is resolved only where something uses it. */
export function renameRelation(plan: Rename, input: Relation): Relation {
  const { fields } = input;
  let { columns } = input;
  const sources = plan.columns.filter(({ from }) => columns.get(from) === undefined);
  for (const { from, span } of sources)
    if (fields !== undefined && !fields.removed.has(from))
      columns = columns.with(from, { deferred: { kind: "field", name: from, span }, from: fields });
  const renamed = columns.renamed(plan.columns);
  return {
    ...input,
    columns: renamed,
    ...(fields === undefined
      ? {}
      : {
          fields: removing(
            fields,
            plan.columns.flatMap(({ from, to }) => [from, to]),
          ),
        }),
  };
}

export function removing(fields: FieldSource, names: Iterable<string>): FieldSource {
  return { ...fields, removed: new Set([...fields.removed, ...names]) };
}

/** Exactly these columns, each under its own name where that is free. */
export function projectRelation(plan: Project, input: Relation, wishes: Wishes, session: Session): Relation {
  const scope = Scope.of(session, input);
  const taken = new Set<string>();
  const reserved = new Set(input.evidence);
  const values = plan.columns.flatMap((column) => {
    const known = input.columns.get(column) !== undefined || input.fields?.removed.has(column) === false;
    return known ? [[column, scope.value({ kind: "field", name: column, span: plan.span })] as const] : [];
  });
  const assignments: Assignment[] = [];
  const carried: Assignment[] = [];
  const presences = new Map(
    values.flatMap(([column, { presence }]) =>
      presence === undefined
        ? []
        : [[column, carriedPresence(plan, column, presence, carried, session)] as const],
    ),
  );
  for (const { name } of carried) taken.add(name);
  const columns = values.map(([column, value]): readonly [string, Column] => {
    const same = value.expression.kind === "name" && !taken.has(value.expression.name);
    const keeps =
      same && value.expression.kind === "name" && keepsName(column, value.expression.name, input, session);
    const name = freeName(
      keeps && value.expression.kind === "name"
        ? value.expression.name
        : plainName(wishes.get(column) ?? column),
      taken,
      keeps ? undefined : reserved,
    );
    assignments.push({ name, expression: value.expression });
    return [column, columnValue(name, value, presences.get(column))];
  });
  assignments.push(...carried);
  const projected: Relation = {
    ...input,
    columns: Environment.of(columns),
    order: orderAfter(input.order, assignments),
  };
  const { fields: _, ...closed } = projected;
  assignments.push(...evidenceColumns(input, taken));
  if (isSameTable(assignments, input)) return closed;
  const stage: KqlStage = { kind: "project", columns: assignments };
  const chosen = withStage(closed, stage);
  const losesOrder = chosen.order.kind === "unknown" && input.order.kind !== "unknown";
  return losesOrder ? { ...chosen, chosen: { from: input, stage } } : chosen;
}

/** The presence of a text behind a choice of columns, which keeps the column that tells it where something asks. */
function carriedPresence(
  plan: Project,
  column: string,
  presence: Presence,
  carried: Assignment[],
  session: Session,
): Presence {
  return columnPresence(presence, plan, column, session, (test) => {
    const same = carried.find(({ expression }) => sameExpression(expression, test));
    const name = presence.column ?? `has_${plainName(column)}`;
    if (same === undefined) carried.push({ name, expression: test });
    return same?.name ?? name;
  });
}

/** The columns that tell which event a row stands for, as far as a projection does not keep them anyway. */
export function evidenceColumns(
  { evidence = [] }: Relation,
  taken: ReadonlySet<string>,
): readonly Assignment[] {
  return evidence
    .filter((column) => !taken.has(column))
    .map((column) => ({ name: column, expression: { kind: "name", name: column } }));
}

/** Columns of a table keep their own names, as the rule's entities refer to them; computed ones have the plan's. */
function keepsName(column: string, name: string, input: Relation, session: Session): boolean {
  return name === plainName(column) || (input.fields !== undefined && session.tableColumns.has(name));
}

/** Whether a projection would leave the table as the stage before it made it. */
function isSameTable(assignments: readonly Assignment[], input: Relation): boolean {
  const last = input.pipeline.stages.at(-1);
  if (last?.kind !== "summarize") return false;
  const names = [...last.keys, ...last.aggregates].flatMap(({ name, more }) => [name, ...(more ?? [])]);
  const wanted = new Set(assignments.map(({ name }) => name));
  return (
    names.length === assignments.length &&
    names.every((name) => wanted.has(name)) &&
    assignments.every(({ name, expression }) => expression.kind === "name" && expression.name === name)
  );
}

/** Columns under names of their own, as stages such as `join` need them. */
export function asColumns(
  relation: Relation,
  wanted: readonly { readonly wish: string; readonly value: KqlValue }[],
  session: Session,
): { readonly relation: Relation; readonly names: readonly string[] } {
  const taken = takenNames(relation, session);
  const assignments: Assignment[] = [];
  const names = wanted.map(({ wish, value }) => {
    if (value.expression.kind === "name") return value.expression.name;
    const name = freeName(plainName(wish), taken);
    assignments.push({ name, expression: value.expression });
    return name;
  });
  return {
    relation:
      assignments.length === 0 ? relation : withStage(relation, { kind: "extend", columns: assignments }),
    names,
  };
}
