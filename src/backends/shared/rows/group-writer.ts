import type { ScalarExpression } from "../../../plan/expression.js";
import type { Aggregate, NamedAggregate, Window } from "../../../plan/plan.js";
import type { BackendContext } from "../../../target/backend.js";
import { Environment } from "../environment.js";
import { name, type Expression } from "../expression.js";
import { conjunction } from "../truth.js";
import type { Stage } from "./row-query.js";
import { isRefusal, type RowRefusal, type RowsLanguage } from "./rows-language.js";
import type { RowValue } from "./row-value.js";
import { withStages, writerFor, type RowsState } from "./rows-state.js";
import type { ColumnWriter } from "./column-writer.js";

interface AggregateColumn {
  /** The column's name in the plan. */
  readonly wanted: string;
  readonly column: string;
  readonly value: RowValue;
  readonly expression: Expression;
}

/** Groups rows, to one row a group or beside each of its rows. */
export class GroupWriter<Source> {
  private readonly language: RowsLanguage<Source>;
  private readonly context: BackendContext;

  constructor(private readonly writer: ColumnWriter<Source>) {
    this.language = writer.language;
    this.context = writer.context;
  }

  aggregated(plan: Aggregate, input: RowsState<Source>): RowsState<Source> | undefined {
    if (plan.keys.length === 0 && !this.language.can.aggregateWithoutKeys)
      return this.writer.refuse(
        plan.span,
        "an aggregate without keys, which has to give a row also when there is no event",
      );
    const grouped = this.grouped(input, plan.keys, true);
    if (grouped === undefined) return undefined;
    const aggregated = this.aggregates(grouped.state, plan.aggregates);
    if (aggregated === undefined) return undefined;
    const stage: Stage<Source> = {
      kind: "aggregate",
      aggregates: aggregated.columns.map(({ column, expression }) => ({ name: column, expression })),
      keys: [...new Set(grouped.keys.map(({ column }) => column))],
    };
    const { open: _, ...rest } = withStages(aggregated.state, stage);
    return {
      ...rest,
      columns: Environment.of([
        ...grouped.keys.map(({ key, value }) => [key, { ...value, several: false }] as const),
        ...aggregated.columns.map(({ wanted, value }) => [wanted, value] as const),
      ]),
      taken: new Set([...stage.keys, ...aggregated.columns.map(({ column }) => column)]),
    };
  }

  /** The keys as columns that every row has: filled, unfolded, or tested. */
  private grouped(
    input: RowsState<Source>,
    keys: Aggregate["keys"],
    closes: boolean,
  ):
    | { state: RowsState<Source>; keys: readonly { key: string; column: string; value: RowValue }[] }
    | undefined {
    let state = input;
    const columns: { key: string; column: string; value: RowValue }[] = [];
    for (const { name: key, expression, fill, span } of keys) {
      const filled: ScalarExpression =
        fill === undefined
          ? expression
          : { kind: "call", function: "coalesce", arguments: [expression, fill], type: "text", span };
      const named = this.writer.asColumn(state, key, filled, span);
      if (named === undefined) return undefined;
      const { value, column } = named;
      if (value.several && !closes) return this.writer.refuse(span, "a key with several values");
      state = value.several ? withStages(named.state, { kind: "unnest", name: column }) : named.state;
      const present =
        fill === undefined && value.present !== true
          ? this.language.presence({ ...value, several: false }, true)
          : undefined;
      if (isRefusal(present)) return this.writer.refuse(span, present.refused);
      if (present !== undefined && closes) state = withStages(state, { kind: "where", predicate: present });
      columns.push({ key, column, value: { ...value, present: true } });
    }
    return { state, keys: columns };
  }

  private aggregates(
    input: RowsState<Source>,
    aggregates: Aggregate["aggregates"],
  ): { state: RowsState<Source>; columns: readonly AggregateColumn[] } | undefined {
    let state = input;
    const columns: AggregateColumn[] = [];
    for (const aggregate of aggregates) {
      const prepared = this.argumentOf(state, aggregate);
      if (prepared === undefined) return undefined;
      const { argument, condition } = prepared;
      const result = this.language.aggregate(aggregate, argument, condition, this.context);
      if (isRefusal(result)) return this.writer.refuse(aggregate.span, result.refused);
      const column = this.language.columnName(aggregate.name, prepared.state.taken);
      state = { ...prepared.state, taken: new Set([...prepared.state.taken, column]) };
      columns.push({
        wanted: aggregate.name,
        column,
        expression: result.expression,
        value: { ...result.value, expression: name(column) },
      });
    }
    return { state, columns };
  }

  /** What an aggregate is over; a column of its own where the language aggregates nothing else. */
  private argumentOf(
    state: RowsState<Source>,
    { name: wanted, argument, condition, span }: NamedAggregate,
  ): { state: RowsState<Source>; argument?: RowValue; condition?: Expression } | undefined {
    const writer = writerFor(state, this.language, this.context);
    const test = condition === undefined ? undefined : writer.truth(condition, "true");
    if (condition !== undefined && test === undefined) return undefined;
    const tested = test === undefined ? {} : { condition: test };
    if (argument === undefined) return { state, ...tested };
    if (!this.language.can.aggregateOnlyColumns) {
      const value = writer.value(argument);
      return value && { state, argument: value, ...tested };
    }
    const named = this.writer.named(state, `${wanted}_input`, argument, span);
    return named && { state: named.state, argument: named.value, ...tested };
  }

  windowed(plan: Window, input: RowsState<Source>): RowsState<Source> | undefined {
    if (!this.language.can.window)
      return this.writer.refuse(plan.span, "aggregates beside the rows they are of");
    if (plan.frame.kind !== "group")
      return this.writer.refuse(plan.span, "an aggregate over the rows so far");
    const grouped = this.grouped(input, plan.keys, false);
    const aggregated = grouped && this.aggregates(grouped.state, plan.aggregates);
    if (grouped === undefined || aggregated === undefined) return undefined;
    let next = withStages(aggregated.state, {
      kind: "window",
      aggregates: aggregated.columns.map(({ column, expression }) => ({ name: column, expression })),
      keys: grouped.keys.map(({ column }) => column),
    });
    for (const column of aggregated.columns) {
      const value = this.whereKeyed(grouped.keys, plan.keys, column.value);
      if (isRefusal(value)) return this.writer.refuse(plan.span, value.refused);
      if (value !== column.value)
        next = withStages(next, { kind: "assign", name: column.column, expression: value.expression });
      next = { ...next, columns: next.columns.with(column.wanted, column.value) };
    }
    return next;
  }

  /** A row that lacks a key keeps no aggregate of the rows that lack it, too. */
  private whereKeyed(
    keys: readonly { readonly value: RowValue }[],
    plan: Window["keys"],
    value: RowValue,
  ): RowValue | RowRefusal {
    const unfilled = keys.filter((_, index) => plan[index]?.fill === undefined);
    const present = unfilled.map((key) => this.language.presence(key.value, true));
    const refused = present.find(isRefusal);
    if (refused !== undefined) return refused;
    if (present.length === 0) return value;
    return this.language.conditional(
      [[conjunction(present.flatMap((test) => (isRefusal(test) ? [] : [test]))), value]],
      undefined,
    );
  }
}
