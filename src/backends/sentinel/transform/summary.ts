import type { NamedAggregate } from "../../../plan/plan.js";
import { columnOf, type RowType } from "../../../plan/row-type.js";
import { call, sameExpression, type Expression } from "../../shared/expression.js";
import type { Assignment, KqlStage } from "../tree.js";
import { aggregateValue, type AggregateInput } from "./aggregates.js";
import { isBoolean } from "./logic.js";
import type { Column, Relation } from "./relation.js";
import { scalar } from "./scalar.js";
import type { Scope } from "./scope.js";
import { columnValue, filled, missing } from "./value.js";

/** What `summarize` computes for some aggregates of the plan, and what comes after it. */
export interface Summary {
  readonly aggregates: readonly Assignment[];
  /** Puts together what takes several aggregates of KQL, and takes those away again. */
  readonly stages: readonly KqlStage[];
  readonly columns: readonly (readonly [string, Column])[];
}

/** Gives a free name for a column of the plan or, with `of`, for a helper of that column. */
type Naming = (wish: string, of?: string) => string;

/** Aggregates over the rows of a relation; the stages that their arguments need are staged in the scope. */
export function summaryOf(
  aggregates: readonly NamedAggregate[],
  row: RowType,
  relation: Relation,
  scope: Scope,
  naming: Naming,
): Summary {
  const assignments: Assignment[] = [];
  const helpers: string[] = [];
  const stepsOf: Assignment[][] = [];
  const composed: Assignment[] = [];
  const columns: (readonly [string, Column])[] = [];
  for (const aggregate of aggregates) {
    const column = naming(aggregate.name);
    const found = aggregateValue(aggregate, aggregateInput(aggregate, scope, relation), scope);
    if (found.from !== undefined) {
      const own = found.from((wish) => naming(wish, column));
      assignments.push(...own.aggregates);
      const steps = own.steps ?? [];
      steps.forEach((columnsOfStep, index) => (stepsOf[index] ??= []).push(...columnsOfStep));
      helpers.push(
        ...[...own.aggregates, ...steps.flat()].flatMap(({ name, more }) => [name, ...(more ?? [])]),
      );
      composed.push({ name: column, expression: own.result });
    } else if (found.ordering !== undefined && sameExpression(found.value.expression, timeOf(relation)))
      assignments.push({
        name: column,
        expression: call(found.ordering === "arg_max" ? "max" : "min", found.value.expression),
      });
    else if (found.ordering === undefined)
      assignments.push({ name: column, expression: found.value.expression });
    else {
      const helper = naming("time", column);
      helpers.push(helper);
      assignments.push({
        name: helper,
        more: [column],
        expression: call(found.ordering, among(timeOf(relation), found.among), found.value.expression),
      });
    }
    const nullable = columnOf(row, aggregate.name)?.nullable ?? true;
    columns.push([aggregate.name, columnValue(column, { ...found.value, nullable })]);
  }
  return {
    aggregates: assignments,
    stages: [
      ...stepsOf.map((columnsOfStep) => ({ kind: "extend", columns: columnsOfStep }) as const),
      ...(composed.length === 0 ? [] : [{ kind: "extend", columns: composed } as const]),
      ...(helpers.length === 0 ? [] : [{ kind: "project-away", columns: helpers } as const]),
    ],
    columns,
  };
}

/** The time that newest-first order goes by; without such an order there is nothing to order by. */
function timeOf({ order }: Relation): Expression {
  return order.kind === "newest-first" ? order.time : missing("datetime");
}

/** The time of the rows that count, null for the others. */
function among(time: Expression, test: Expression | undefined): Expression {
  return test === undefined || isBoolean(test, true) ? time : call("iff", test, time, missing("datetime"));
}

function aggregateInput(aggregate: NamedAggregate, scope: Scope, relation: Relation): AggregateInput {
  return {
    ...(aggregate.argument === undefined ? {} : { argument: filled(scalar(aggregate.argument, scope)) }),
    newestFirst: relation.order.kind === "newest-first",
    isTime: aggregate.argument?.kind === "field" && aggregate.argument.name === "_time",
  };
}
