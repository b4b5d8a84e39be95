import type { NamedAggregate, Window, WindowFrame } from "../../../plan/plan.js";
import { boolean, call, name, number, operation, type Expression } from "../../shared/expression.js";
import { asColumns, withColumn } from "./columns.js";
import { anyOf } from "./logic.js";
import { freeName, plainName, takenNames } from "./names.js";
import { inOrder, keysOf } from "./order.js";
import { withStage, type Relation } from "./relation.js";
import { scalar } from "./scalar.js";
import { Scope } from "./scope.js";
import type { Session } from "./session.js";
import { columnValue, filled, missing, missingValue, present, valueOf, type KqlValue } from "./value.js";

type Running = Extract<WindowFrame, { readonly kind: "running" }>;

const numbers: ReadonlySet<string> = new Set(["int", "long", "real"]);

/**
 * Aggregates of the rows up to each row (`streamstats`): the rows are sorted, those of a group one behind the other, and
 * counted and summed up by KQL's row functions, which begin anew with each group.
 * https://learn.microsoft.com/kusto/query/row-cumsum-function
 */
export function runningWindow(plan: Window, frame: Running, input: Relation, session: Session): Relation {
  const refuse = (reason: string): Relation => {
    session.unsupported("an aggregate over the rows so far", reason, plan.span);
    return plan.aggregates.reduce(
      (relation, aggregate) => withColumn(relation, aggregate.name, missingValue("long")),
      input,
    );
  };
  const problem = frameProblem(plan, frame);
  if (problem !== undefined) return refuse(problem);
  const order = keysOf(input.order);
  if (order === undefined) return refuse("nothing says in which order the rows come");
  const scope = Scope.of(session, input);
  const keys = plan.keys.map((key) => ({ wish: key.name, value: filled(scalar(key.expression, scope)) }));
  if (keys.some(({ value }) => value.multivalue)) return refuse("it groups by a field with several values");
  if (keys.some(({ value }) => value.nullable)) return refuse("a row may lack a field that it groups by");
  const values = plan.aggregates.map(({ argument }) => argument && scalar(argument, scope));
  const wrong = plan.aggregates
    .map((aggregate, index) => aggregateProblem(aggregate, values[index], frame))
    .find((reason) => reason !== undefined);
  if (wrong !== undefined) return refuse(wrong);

  const keyed = asColumns(input, keys, session);
  const ascending = (each: string) => ({ expression: name(each), descending: false });
  const sorted =
    keyed.names.length === 0
      ? (inOrder(keyed.relation) ?? keyed.relation)
      : withStage(unsorted(keyed.relation), {
          kind: "sort",
          keys: [...keyed.names.map(ascending), ...order],
        });
  const begins = anyOf(keyed.names.map((each) => operation("!=", name(each), call("prev", name(each)))));
  const taken = takenNames(sorted, session);
  const columns = plan.aggregates.map((aggregate, index) => {
    const value = running(aggregate, values[index], keyed.names.length === 0 ? undefined : begins, frame);
    return { aggregate, own: freeName(plainName(aggregate.name), taken), value };
  });
  const extended = withStage(sorted, {
    kind: "extend",
    columns: columns.map(({ own, value }) => ({ name: own, expression: value.expression })),
  });
  const named = columns.reduce(
    (relation, { aggregate, own, value }) => withColumn(relation, aggregate.name, columnValue(own, value)),
    extended,
  );
  return keyed.names.length === 0 ? named : { ...named, order: { kind: "by-keys", keys: order } };
}

/** Without the order that rows have just been put in, which another takes the place of. */
function unsorted(relation: Relation): Relation {
  const { pipeline } = relation;
  const isSorted = pipeline.stages.at(-1)?.kind === "sort";
  return isSorted
    ? { ...relation, pipeline: { ...pipeline, stages: pipeline.stages.slice(0, -1) } }
    : relation;
}

/** Why the rows that an aggregate sees are not those of a row function. */
function frameProblem({ keys }: Window, frame: Running): string | undefined {
  if (frame.seconds !== undefined) return "its window is one of time";
  if (frame.resetBefore !== undefined || frame.resetAfter !== undefined) return "a test begins it anew";
  if (frame.resetOnChange && keys.length > 0) return "a row of another group begins it anew";
  if (frame.rows === undefined) return undefined;
  if (frame.rows !== 1 || frame.includeCurrent) return "its window is neither all rows nor the one before";
  return frame.global && keys.length > 0 ? "its window is one over all groups" : undefined;
}

function aggregateProblem(
  { function: called, condition, argument }: NamedAggregate,
  value: KqlValue | undefined,
  frame: Running,
): string | undefined {
  if (value?.multivalue === true) return "a field has several values";
  if (value?.fill !== undefined) return "a field is filled by a data model";
  const isLast = called === "first" || called === "last";
  if (frame.rows === 1) return isLast ? undefined : `\`${called}\` of the row before has no row function`;
  if (called === "count") return condition === undefined ? undefined : "it counts rows by a test";
  if (called === "sum" && argument !== undefined)
    return value !== undefined && numbers.has(value.type) ? undefined : "it sums up what may be text";
  return `\`${called}\` of the rows so far has no row function`;
}

function running(
  { function: called }: NamedAggregate,
  value: KqlValue | undefined,
  begins: Expression | undefined,
  { rows, includeCurrent }: Running,
): KqlValue {
  const restart = begins === undefined ? [] : [begins];
  if (value === undefined) {
    const place = call("row_number", number(includeCurrent ? 1 : 0), ...restart);
    return valueOf(place, "long", { nullable: false, whole: true });
  }
  const here = value.expression;
  if (rows === 1) {
    const before = call("prev", here);
    const own = begins === undefined ? before : call("iff", begins, missing(value.type), before);
    return { ...columnValue("", value), expression: own, nullable: true };
  }
  const isThere = present(value);
  const one = isAlways(isThere) ? number(1) : call("iff", isThere, number(1), number(0));
  const counted = soFar(one, restart, includeCurrent);
  if (called === "count") return valueOf(counted, "long", { nullable: false, whole: true });
  const term = isAlways(isThere) ? here : call("coalesce", here, number(0));
  const sum = soFar(term, restart, includeCurrent);
  const type = value.type === "int" ? "long" : value.type;
  if (isAlways(isThere) && includeCurrent) return valueOf(sum, type, { nullable: false });
  // The sum of no value is none.
  return valueOf(call("iff", operation(">", counted, number(0)), sum, missing(type)), type);
}

/** The sum of a term up to a row, with the row or without it. */
function soFar(term: Expression, restart: readonly Expression[], includeCurrent: boolean): Expression {
  const sum = call("row_cumsum", term, ...restart);
  return includeCurrent ? sum : operation("-", sum, term);
}

function isAlways(test: Expression): boolean {
  return test.kind === "boolean" && test.value === boolean(true).value;
}
