import type { Join } from "../../../plan/plan.js";
import { groupedBy } from "../../../plan/row-identity.js";
import { Environment } from "../../shared/environment.js";
import { call, list, name, operation } from "../../shared/expression.js";
import { isNumeric } from "../kql/types.js";
import type { Assignment } from "../tree.js";
import { toText } from "./convert.js";
import { asColumns, evidenceColumns } from "./columns.js";
import { firstPresent } from "./first-present.js";
import { disturbed, firstOfEach, keysOf, orderAfter } from "./order.js";
import { allOf, isBoolean } from "./logic.js";
import { freeName, plainName, takenNames } from "./names.js";
import { isDeferred, namesIn, withStage, type Column, type Relation } from "./relation.js";
import { Scope } from "./scope.js";
import type { Session } from "./session.js";
import { columnValue, filled, present, valueOf, type KqlValue } from "./value.js";

interface Keys {
  readonly left: readonly KqlValue[];
  readonly right: readonly KqlValue[];
}

/** Rows of two inputs with equal keys. */
export function joinRelation(plan: Join, left: Relation, right: Relation, session: Session): Relation {
  const keys = joinKeys(plan, left, right, session);
  if (keys === undefined) return left;
  switch (plan.type) {
    case "semi":
    case "anti":
      return keys.left.length === 1
        ? byList(plan, left, right, keys, session)
        : bySemiJoin(plan, left, right, keys, session);
    case "inner":
    case "left":
      return byJoin(plan, left, right, keys, session);
  }
}

/** The keys of both sides as texts, or in their own type where it is one. */
function joinKeys(plan: Join, left: Relation, right: Relation, session: Session): Keys | undefined {
  const value = (relation: Relation, column: string): KqlValue =>
    filled(Scope.of(session, relation).value({ kind: "field", name: column, span: plan.span }));
  const pairs = plan.keys.map((key) => [value(left, key.left), value(right, key.right)] as const);
  if (pairs.flat().some(({ multivalue }) => multivalue)) {
    session.unsupported(
      "a join over a field with several values",
      "each value would have to be joined",
      plan.span,
    );
    return undefined;
  }
  const matched = pairs.map(([first, second]) => {
    if (isNumeric(first.type) && isNumeric(second.type) && first.type !== second.type)
      return [asReal(first), asReal(second)];
    const sameType = first.type === second.type && first.format === undefined && second.format === undefined;
    return sameType && first.type !== "string" ? [first, second] : [toText(first), toText(second)];
  });
  return {
    left: matched.flatMap(([first]) => first ?? []),
    right: matched.flatMap(([, second]) => second ?? []),
  };
}

/** Numbers of two types, which KQL does not join. */
function asReal(value: KqlValue): KqlValue {
  return value.type === "real"
    ? value
    : { ...value, type: "real", expression: call("todouble", value.expression) };
}

/** One key against a list of values: the subquery gets a name, and `in~` compares without case. */
function byList(plan: Join, left: Relation, right: Relation, keys: Keys, session: Session): Relation {
  const [first] = keys.left;
  const [second] = keys.right;
  if (first === undefined || second === undefined) return left;
  const wish = plainName(plan.keys[0]?.right ?? "values");
  const test = present(second);
  const found = isBoolean(test, true) ? right : withStage(right, { kind: "where", predicate: test });
  const values = withStage(found, {
    kind: "summarize",
    aggregates: [],
    keys: [{ name: wish, expression: second.expression }],
  });
  const defined = session.define(`${wish}_values`, values.pipeline);
  const folds = first.type === "string" && !plan.caseSensitive;
  const operator = `${plan.type === "anti" ? "!" : ""}${folds ? "in~" : "in"}`;
  return withStage(left, {
    kind: "where",
    predicate: operation(operator, first.expression, list([name(defined)])),
  });
}

function folded(value: KqlValue, caseSensitive: boolean): KqlValue {
  return caseSensitive || value.type !== "string"
    ? value
    : { ...value, expression: call("tolower", value.expression) };
}

function wishes(plan: Join, side: "left" | "right", values: readonly KqlValue[], caseSensitive: boolean) {
  return values.map((value, index) => ({
    wish: plan.keys[index]?.[side] ?? "key",
    value: folded(value, caseSensitive),
  }));
}

function bySemiJoin(plan: Join, left: Relation, right: Relation, keys: Keys, session: Session): Relation {
  const keyed = asColumns(left, wishes(plan, "left", keys.left, plan.caseSensitive), session);
  const names = keyed.names;
  const values = wishes(plan, "right", keys.right, plan.caseSensitive);
  const test = allOf(keys.right.map(present));
  const found = isBoolean(test, true) ? right : withStage(right, { kind: "where", predicate: test });
  const subquery = withStage(found, {
    kind: "summarize",
    aggregates: [],
    keys: names.map((each, index): Assignment => ({
      name: each,
      expression: values[index]?.value.expression ?? name(each),
    })),
  });
  return withStage(disturbed(keyed.relation), {
    kind: "join",
    join: plan.type === "anti" ? "leftanti" : "leftsemi",
    right: subquery.pipeline,
    on: names.map((each) => ({ left: each, right: each })),
  });
}

/** `join`: the right side under names of its own, with at most one row for each key where `max=1`. */
function byJoin(plan: Join, left: Relation, right: Relation, keys: Keys, session: Session): Relation {
  const unique = hasUniqueKeys(plan);
  const limit = unique ? undefined : plan.max;
  if (limit !== undefined && keysOf(right.order) === undefined) {
    session.unsupported(
      `\`join max=${plan.max}\``,
      "the right side may have several rows for a key, and nothing says which comes first",
      plan.span,
    );
    return left;
  }
  const closedLeft = left.fields === undefined ? left : closed(left, plan, session);
  const keyed = asColumns(
    closedLeft,
    wishes(plan, "left", keysIn(closedLeft, plan, session), plan.caseSensitive),
    session,
  );
  const taken = takenNames(keyed.relation, session);
  for (const each of keyed.names) taken.add(each);

  const rightValues = wishes(plan, "right", keys.right, plan.caseSensitive);
  const assignments: Assignment[] = keyed.names.map((each, index) => ({
    name: each,
    expression: rightValues[index]?.value.expression ?? name(each),
  }));
  const keyColumns = new Set(plan.keys.map((key) => key.right));
  const added: (readonly [string, KqlValue])[] = [];
  for (const column of columnsOf(right, plan, session)) {
    if (keyColumns.has(column)) continue;
    const value = Scope.of(session, right).value({ kind: "field", name: column, span: plan.span });
    const own = freeName(plainName(column), taken);
    assignments.push({ name: own, expression: value.expression });
    added.push([column, columnValue(own, { ...value, nullable: value.nullable || plan.type === "left" })]);
  }
  const test = allOf(keys.right.map(present));
  const found = isBoolean(test, true) ? right : withStage(right, { kind: "where", predicate: test });
  const shaped: Relation = {
    ...withStage(found, { kind: "project", columns: assignments }),
    order: orderAfter(right.order, assignments),
  };
  const order = keysOf(shaped.order);
  if (limit !== undefined && order === undefined)
    session.unsupported(
      `\`join max=${limit}\``,
      "the right side has nothing to tell its first row by",
      plan.span,
    );
  const projected =
    limit === undefined || order === undefined
      ? shaped
      : firstOfEach(shaped, keyed.names, order, limit, session);
  // `lookup` is a join that leaves the right side's keys out; for an inner join `join` gives them a second time.
  const joined = withStage(
    keyed.relation,
    plan.type === "left"
      ? {
          kind: "lookup",
          right: projected.pipeline,
          on: keyed.names.map((each) => ({ left: each, right: each })),
        }
      : {
          kind: "join",
          join: "inner",
          right: projected.pipeline,
          on: keyed.names.map((each) => ({ left: each, right: each })),
        },
  );
  const { order: leftOrder } = disturbed(keyed.relation);
  const result: Relation = { ...joined, columns: merged(plan, joined.columns, added), order: leftOrder };
  const columns = [
    ...(plan.type === "left" ? [] : keyed.names.map((each) => `${each}1`)),
    ...replacedColumns(keyed.relation, result, session),
  ];
  return columns.length === 0 ? result : withStage(result, { kind: "project-away", columns });
}

/** The columns of the left side that the right one's have replaced: a later join would take them for its own. */
function replacedColumns(left: Relation, result: Relation, session: Session): readonly string[] {
  const used = takenNames(result, session);
  for (const each of left.evidence ?? []) used.add(each);
  for (const { expression } of keysOf(result.order) ?? []) namesIn(expression, used);
  return [...takenNames(left, session)].filter((each) => !used.has(each));
}

function keysIn(relation: Relation, plan: Join, session: Session): readonly KqlValue[] {
  const scope = Scope.of(session, relation);
  return plan.keys.map((key) => {
    const value = filled(scope.value({ kind: "field", name: key.left, span: plan.span }));
    return value.type === "string" || value.format !== undefined ? toText(value) : value;
  });
}

/** Where both sides have a column: the right one's where it is there, or the left one's, as the join says. */
function merged(
  plan: Join,
  columns: Environment<Column>,
  added: readonly (readonly [string, KqlValue])[],
): Environment<Column> {
  return added.reduce((environment, [column, value]) => {
    const before = environment.get(column);
    if (before === undefined || isDeferred(before)) return environment.with(column, value);
    if (plan.type === "inner") return plan.overwrite ? environment.with(column, value) : environment;
    const order = plan.overwrite ? [value, before] : [before, value];
    const [first, second] = order;
    if (first === undefined || second === undefined) return environment;
    const presence = first.presence ?? second.presence;
    return first.type === second.type
      ? environment.with(
          column,
          valueOf(firstPresent(order), first.type, {
            meaning: first.meaning,
            ...(presence === undefined ? {} : { presence: presence.lost() }),
          }),
        )
      : environment.with(column, first);
  }, columns);
}

/** Events in a join keep only the fields that the plan names, so that no column of their table is in the way. */
function closed(relation: Relation, plan: Join, session: Session): Relation {
  const taken = new Set<string>();
  const reserved = new Set(relation.evidence);
  const scope = Scope.of(session, relation);
  const assignments: Assignment[] = [];
  const columns = columnsOf(relation, plan, session).map((column): readonly [string, Column] => {
    const value = scope.value({ kind: "field", name: column, span: plan.span });
    const own = freeName(plainName(column), taken, reserved);
    assignments.push({ name: own, expression: value.expression });
    return [column, columnValue(own, value)];
  });
  assignments.push(...evidenceColumns(relation, taken));
  const projected = withStage(relation, { kind: "project", columns: assignments });
  const { evidence } = relation;
  return {
    pipeline: projected.pipeline,
    columns: Environment.of(columns),
    order: orderAfter(relation.order, assignments),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

/** The columns of a side: all of a closed row, and of events those that the plan names. */
function columnsOf(relation: Relation, plan: Join, session: Session): readonly string[] {
  if (relation.fields === undefined) return relation.columns.columns;
  const { fields } = relation;
  const wanted = ["_time", ...session.neededFields, ...plan.keys.flatMap(({ left, right }) => [left, right])];
  const named = wanted.filter((field) => !fields.removed.has(field) && fields.has(field));
  return [...new Set([...relation.columns.columns, ...named])];
}

/** Whether the right side has one row for each combination of the keys, as it was grouped by them. */
function hasUniqueKeys(plan: Join): boolean {
  const keys = groupedBy(plan.right);
  const own = new Set(plan.keys.map(({ right }) => right));
  return keys !== undefined && keys.every((key) => own.has(key));
}
