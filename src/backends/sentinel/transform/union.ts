import type { Union } from "../../../plan/plan.js";
import { Environment } from "../../shared/environment.js";
import { sameExpression } from "../../shared/expression.js";
import { asArray } from "./calls/multivalue.js";
import { orderAfter } from "./order.js";
import type { Assignment, KqlPipeline } from "../tree.js";
import { freeName, plainName } from "./names.js";
import { isDeferred, type Column, type Relation, type RowOrder } from "./relation.js";
import { Scope } from "./scope.js";
import { commonType, sameTypeOrMissing } from "./scalar.js";
import type { Session } from "./session.js";
import { columnValue, filled, missingValue, type KqlValue } from "./value.js";

/**
 * The rows of all inputs. Each gives the same columns in the same types; of events these are the fields that the plan
 * and the rule name, as tables share few columns.
 */
export function unionRelation(plan: Union, inputs: readonly Relation[], session: Session): Relation {
  const { everywhere, somewhere } = columnsOf(inputs, session);
  const scopes = inputs.map((input) => Scope.of(session, input));
  const evidence = commonEvidence(inputs);
  const taken = new Set<string>(evidence);
  const assignments: Assignment[][] = inputs.map(() => []);
  const columns = everywhere.map((column): readonly [string, Column] => {
    const values = inputs.map((input, index) => {
      const scope = scopes[index];
      return has(input, column) && scope !== undefined
        ? filled(scope.value({ kind: "field", name: column, span: plan.span }))
        : missingValue();
    });
    const several = values.some(({ multivalue }) => multivalue);
    const type = several ? "dynamic" : commonType(values);
    const name = freeName(plainName(column), taken);
    const converted = values.map((value) => (several ? arrayOf(value) : sameTypeOrMissing(type, value)));
    converted.forEach((value, index) => assignments[index]?.push({ name, expression: value.expression }));
    const [first = missingValue()] = converted;
    const presence = converted.find((value) => value.presence !== undefined)?.presence;
    const mayBeEmpty = converted.some(({ emptyElements }) => emptyElements === true);
    return [
      column,
      columnValue(name, {
        ...first,
        meaning: values.every(({ meaning }) => meaning === first.meaning) ? first.meaning : "unknown",
        nullable: converted.some(({ nullable }) => nullable),
        ...(presence === undefined ? {} : { presence }),
        ...(mayBeEmpty || (several && presence !== undefined) ? { emptyElements: true } : {}),
      }),
    ];
  });
  const branches = inputs.map(({ pipeline }, index): KqlPipeline => ({
    ...pipeline,
    stages: [
      ...pipeline.stages,
      { kind: "project", columns: [...(assignments[index] ?? []), ...evidence.map(sameColumn)] },
    ],
  }));
  return {
    pipeline: { source: { kind: "union", inputs: branches }, stages: [] },
    columns: Environment.of([...columns, ...somewhere]),
    ...(evidence.length === 0 ? {} : { evidence }),
    order: isAppended(plan)
      ? { kind: "unknown" }
      : commonOrder(inputs.map(({ order }, index) => orderAfter(order, assignments[index] ?? []))),
  };
}

/** The columns that tell which event a row stands for, where all inputs have the same. */
function commonEvidence(inputs: readonly Relation[]): readonly string[] {
  const [first, ...others] = inputs.map(({ evidence = [] }) => evidence);
  const same = others.every((each) => each.join() === first?.join());
  return first !== undefined && same ? first : [];
}

function sameColumn(column: string): Assignment {
  return { name: column, expression: { kind: "name", name: column } };
}

/** Rows of a later command (`append`) come after those that were there, whatever their time. */
function isAppended({ inputs, span }: Union): boolean {
  return inputs.some(
    (input) =>
      input.span.source !== span.source || input.span.start < span.start || input.span.end > span.end,
  );
}

/** Events of several tables still come newest first when all of them have their time in one column. */
function commonOrder(orders: readonly RowOrder[]): RowOrder {
  const [first, ...rest] = orders;
  if (first?.kind !== "newest-first") return { kind: "unknown" };
  const same = rest.every((order) => order.kind === "newest-first" && sameExpression(order.time, first.time));
  return same ? first : { kind: "unknown" };
}

function arrayOf(value: KqlValue): KqlValue {
  return { ...value, type: "dynamic", multivalue: true, expression: asArray(value) };
}

function has(input: Relation, column: string): boolean {
  const own = input.columns.get(column);
  return own === undefined ? input.fields?.removed.has(column) === false : isAvailable(own);
}

function isAvailable(column: Column): boolean {
  return !isDeferred(column) || column.from.has(column.deferred.name);
}

/**
 * The columns of a union, and those fields that some tables lack: they are refused where something uses them, as the
 * source may have what the table does not.
 */
function columnsOf(
  inputs: readonly Relation[],
  session: Session,
): { readonly everywhere: readonly string[]; readonly somewhere: readonly (readonly [string, Column])[] } {
  const events = inputs.some((input) => input.fields !== undefined);
  const names = new Set([
    ...inputs.flatMap(({ columns }) => columns.columns),
    ...(events ? ["_time", ...session.neededFields] : []),
  ]);
  const everywhere: string[] = [];
  const somewhere: (readonly [string, Column])[] = [];
  for (const name of names) {
    const lacking = inputs.flatMap((input) => lackingField(input, name, session) ?? []);
    const [first] = lacking;
    if (first !== undefined) somewhere.push([name, first]);
    else if (inputs.some((input) => has(input, name))) everywhere.push(name);
  }
  return { everywhere, somewhere };
}

/** A field of events that the table of an input has no column for. */
function lackingField(input: Relation, name: string, session: Session): Column | undefined {
  const own = input.columns.get(name);
  if (own !== undefined) return isAvailable(own) ? undefined : own;
  const { fields } = input;
  if (fields === undefined || fields.removed.has(name) || fields.has(name)) return undefined;
  return { deferred: { kind: "field", name, span: session.plan.span }, from: fields };
}
