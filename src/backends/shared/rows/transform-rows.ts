import type { ScalarExpression } from "../../../plan/expression.js";
import type {
  Aggregate,
  Distinct,
  Extend,
  LogicalPlan,
  NamedAggregate,
  Rename,
  Sort,
  Union,
  Window,
} from "../../../plan/plan.js";
import { mapExpression } from "../../../plan/expression-visitor.js";
import type { Span } from "../../../source/source-text.js";
import { targetDiagnostics } from "../../../diagnostics/codes/target.js";
import type { BackendContext, OutputColumn, Transformed } from "../../../target/backend.js";
import { bindScan, type ScanBinding } from "../../../target/bind.js";
import { constructText } from "../construct-text.js";
import { Environment } from "../environment.js";
import { name, type Expression } from "../expression.js";
import { conjunction } from "../truth.js";
import type { RowQuery, Stage, StageSortKey } from "./row-query.js";
import { isRefusal, type RowRefusal, type RowsLanguage } from "./rows-language.js";
import type { RowValue } from "./row-value.js";
import { columnsOfHome } from "./scan-columns.js";
import { queryOf, startOf, withStages, writerFor, type RowsState } from "./rows-state.js";

/** A query that gives the rows of a plan, or `undefined` after each thing the language cannot hold was reported. */
export function transformRows<Source>(
  plan: LogicalPlan,
  language: RowsLanguage<Source>,
  context: BackendContext,
): Transformed<RowQuery<Source>> | undefined {
  const state = new Transformer(plan, language, context).step(plan);
  const closed = state && finished(state);
  if (closed === undefined) return undefined;
  return {
    tree: queryOf(closed),
    fidelity: "rows",
    bindings: [...closed.bindings].map(([source, { table, connectors }]) => ({ source, table, connectors })),
    output: outputOf(closed),
  };
}

/** The result shows the columns of the plan; an open row shows every column of the table. */
function finished<Source>(state: RowsState<Source>): RowsState<Source> {
  if (state.open !== undefined) return state;
  const last = state.stages.at(-1);
  const columns = [...new Set(outputOf(state).map(({ column }) => column))];
  if (columns.length === 0 || last?.kind === "keep") return state;
  return withStages(state, { kind: "keep", columns });
}

function outputOf<Source>({ columns, open }: RowsState<Source>): readonly OutputColumn[] {
  const named = columns
    .entries()
    .flatMap(([field, { expression }]) =>
      expression.kind === "name" ? [{ field, column: expression.name }] : [],
    );
  if (open === undefined) return named;
  const raw = [...open.binding.home.fields].flatMap(([field, bound]) =>
    bound.kind === "bound" &&
    bound.expression.kind === "column" &&
    !open.removed.has(field) &&
    columns.get(field) === undefined
      ? [{ field, column: bound.expression.name }]
      : [],
  );
  return [...named, ...raw];
}

interface AggregateColumn {
  /** The column's name in the plan. */
  readonly wanted: string;
  readonly column: string;
  readonly value: RowValue;
  readonly expression: Expression;
}

class Transformer<Source> {
  constructor(
    private readonly plan: LogicalPlan,
    private readonly language: RowsLanguage<Source>,
    private readonly context: BackendContext,
  ) {}

  step(plan: LogicalPlan): RowsState<Source> | undefined {
    switch (plan.kind) {
      case "scan": {
        if (plan.time !== undefined)
          return this.refuse(plan.time.span, "a rule has one time range, its schedule's");
        if (plan.source.kind !== "log")
          return this.refuse(plan.span, "rows that are no events of a log source");
        const binding = bindScan(plan, this.context, this.plan);
        return binding && this.scanned(binding);
      }
      case "filter": {
        const state = this.step(plan.input);
        return state && this.filtered(state, plan.predicate);
      }
      case "extend":
        return this.extended(plan);
      case "project": {
        const state = this.step(plan.input);
        return state && this.projected(state, plan.columns, plan.span);
      }
      case "rename":
        return this.renamed(plan);
      case "aggregate":
        return this.aggregated(plan);
      case "window":
        return this.windowed(plan);
      case "sort":
        return this.sorted(plan);
      case "limit": {
        const state = this.step(plan.input);
        if (state === undefined) return undefined;
        if (plan.from === "last") return this.refuse(plan.span, "it keeps the first rows only");
        const ordered =
          state.open !== undefined && !sortedLast(state) ? this.newestFirst(state, plan.span) : state;
        return ordered && withStages(ordered, { kind: "limit", count: plan.count });
      }
      case "distinct":
        return this.distinct(plan);
      case "union":
        return this.union(plan);
      case "unnest": {
        const state = this.step(plan.input);
        if (state === undefined) return undefined;
        if (plan.limit !== undefined) return this.refuse(plan.span, "a limit on the values");
        const named = this.asColumn(
          state,
          plan.column,
          { kind: "field", name: plan.column, span: plan.span },
          plan.span,
        );
        if (named === undefined) return undefined;
        const value = { ...named.value, several: false };
        return {
          ...withStages(named.state, { kind: "unnest", name: named.column }),
          columns: named.state.columns.with(plan.column, value),
        };
      }
      case "join":
        return this.refuse(plan.span, "rows of two searches are not joined exactly");
      case "lookup":
        return this.refuse(
          plan.span,
          "the matching rules of a lookup table (case, wildcards, number of matches)",
        );
      default:
        return plan satisfies never;
    }
  }

  private refuse(span: Span, reason: string): undefined {
    this.context.report(
      targetDiagnostics.unsupported(span, {
        construct: constructText(span),
        language: this.language.title,
        reason,
      }),
    );
    return undefined;
  }

  private scanned(binding: ScanBinding): RowsState<Source> | undefined {
    const state = startOf(this.language.source(binding), binding);
    const { filter } = binding;
    if (filter === undefined) return state;
    return this.filtered(state, this.language.ignoresCase ? mapExpression(filter, ignoringCase) : filter);
  }

  private filtered(state: RowsState<Source>, predicate: ScalarExpression): RowsState<Source> | undefined {
    const written = writerFor(state, this.language, this.context).truth(predicate, "true");
    if (written === undefined) return undefined;
    const tests = written.kind === "operation" && written.operator === "and" ? written.operands : [written];
    const kept = tests.filter((test) => test.kind !== "boolean" || !test.value);
    return withStages(state, ...kept.map((test): Stage<Source> => ({ kind: "where", predicate: test })));
  }

  private extended(plan: Extend): RowsState<Source> | undefined {
    let state = this.step(plan.input);
    for (const { name: column, expression, span } of plan.columns) {
      if (state === undefined) return undefined;
      const named: { state: RowsState<Source>; value: RowValue } | undefined = this.named(
        state,
        column,
        expression,
        span,
      );
      state = named && { ...named.state, columns: named.state.columns.with(column, named.value) };
    }
    return state;
  }

  /** A value that is a column of the query, assigned where it is not one yet. */
  private named(
    state: RowsState<Source>,
    wanted: string,
    expression: ScalarExpression,
    span: Span,
  ): { state: RowsState<Source>; value: RowValue } | undefined {
    const writer = writerFor(state, this.language, this.context);
    const column = this.nameFor(state, wanted);
    const taken = new Set([...state.taken, column]);
    if (expression.kind === "call") {
      const assigned = this.language.assignment?.(column, expression, (part) => writer.value(part));
      if (assigned !== undefined)
        return { state: { ...withStages(state, ...assigned.stages), taken }, value: assigned.value };
    }
    const value = writer.value(expression);
    if (value === undefined) return undefined;
    if (value.expression.kind === "name") return { state, value };
    if (value.expression.kind === "boolean") return this.refuse(span, "a truth value as a column");
    const assigned = withStages(state, { kind: "assign", name: column, expression: value.expression });
    return { state: { ...assigned, taken }, value: { ...value, expression: name(column) } };
  }

  /** A free name, or the one that the column has when it is computed anew and nothing else stands for it. */
  private nameFor(state: RowsState<Source>, wanted: string): string {
    const plain = this.language.columnName(wanted, new Set());
    const users = state.columns
      .entries()
      .filter(([, { expression }]) => expression.kind === "name" && expression.name === plain);
    const own = users.length === 1 && users[0]?.[0] === wanted;
    const raw = state.open?.binding.home !== undefined && columnsOfHome(state.open.binding).has(plain);
    return own && !raw ? plain : this.language.columnName(wanted, state.taken);
  }

  private asColumn(
    state: RowsState<Source>,
    wanted: string,
    expression: ScalarExpression,
    span: Span,
  ): { state: RowsState<Source>; value: RowValue; column: string } | undefined {
    const named = this.named(state, wanted, expression, span);
    if (named === undefined) return undefined;
    const { expression: written } = named.value;
    return written.kind === "name" ? { ...named, column: written.name } : undefined;
  }

  private projected(
    state: RowsState<Source>,
    columns: readonly string[],
    span: Span,
  ): RowsState<Source> | undefined {
    let next = state;
    for (const column of columns) {
      const named = this.asColumn(next, column, { kind: "field", name: column, span }, span);
      if (named === undefined) return undefined;
      next = { ...named.state, columns: named.state.columns.with(column, named.value) };
    }
    const { open: _, ...rest } = next;
    return { ...rest, columns: next.columns.only(columns) };
  }

  private renamed(plan: Rename): RowsState<Source> | undefined {
    const state = this.step(plan.input);
    if (state === undefined) return undefined;
    const writer = writerFor(state, this.language, this.context);
    let { columns } = state;
    for (const { from, span } of plan.columns) {
      if (columns.get(from) !== undefined || state.open === undefined) continue;
      const value = writer.value({ kind: "field", name: from, span });
      if (value === undefined) return undefined;
      columns = columns.with(from, value);
    }
    const removed = new Set([...(state.open?.removed ?? []), ...plan.columns.map(({ from }) => from)]);
    return {
      ...state,
      columns: columns.renamed(plan.columns),
      ...(state.open === undefined ? {} : { open: { ...state.open, removed } }),
    };
  }

  private aggregated(plan: Aggregate): RowsState<Source> | undefined {
    const input = this.step(plan.input);
    if (input === undefined) return undefined;
    if (plan.keys.length === 0 && !this.language.can.aggregateWithoutKeys)
      return this.refuse(
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
      const named = this.asColumn(state, key, filled, span);
      if (named === undefined) return undefined;
      const { value, column } = named;
      if (value.several && !closes) return this.refuse(span, "a key with several values");
      state = value.several ? withStages(named.state, { kind: "unnest", name: column }) : named.state;
      const present =
        fill === undefined && value.present !== true
          ? this.language.presence({ ...value, several: false }, true)
          : undefined;
      if (isRefusal(present)) return this.refuse(span, present.refused);
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
      if (isRefusal(result)) return this.refuse(aggregate.span, result.refused);
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
    const named = this.named(state, `${wanted}_input`, argument, span);
    return named && { state: named.state, argument: named.value, ...tested };
  }

  private windowed(plan: Window): RowsState<Source> | undefined {
    const input = this.step(plan.input);
    if (input === undefined) return undefined;
    if (!this.language.can.window) return this.refuse(plan.span, "aggregates beside the rows they are of");
    if (plan.frame.kind !== "group") return this.refuse(plan.span, "an aggregate over the rows so far");
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
      if (isRefusal(value)) return this.refuse(plan.span, value.refused);
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

  private sorted(plan: Sort): RowsState<Source> | undefined {
    let state = this.step(plan.input);
    const keys: StageSortKey[] = [];
    for (const { name: column, descending, type, span } of plan.keys) {
      if (state === undefined) return undefined;
      if (type === "ip") return this.refuse(span, "an order of addresses");
      const named: { state: RowsState<Source>; value: RowValue; column: string } | undefined = this.asColumn(
        state,
        column,
        { kind: "field", name: column, span },
        span,
      );
      if (named === undefined) return undefined;
      keys.push({ name: named.column, descending });
      state = named.state;
    }
    if (state === undefined) return undefined;
    const ordered = withStages(state, { kind: "sort", keys });
    return plan.limit === undefined ? ordered : withStages(ordered, { kind: "limit", count: plan.limit });
  }

  private distinct(plan: Distinct): RowsState<Source> | undefined {
    let state = this.step(plan.input);
    if (state === undefined) return undefined;
    const { span } = plan;
    if (!this.language.can.distinct)
      return this.refuse(span, "it cannot keep one row of each combination whole");
    if (plan.count !== 1 || plan.keepMissing || plan.consecutive || plan.clearOnly || plan.order.length > 0)
      return this.refuse(span, "an option of the command");
    if (sortedLast(state)) return this.refuse(span, "the order that the rows were given before");
    const columns: string[] = [];
    for (const column of plan.columns) {
      const named: ReturnType<Transformer<Source>["asColumn"]> = this.asColumn(
        state,
        column,
        { kind: "field", name: column, span },
        span,
      );
      if (named === undefined) return undefined;
      if (named.value.several) return this.refuse(span, "a column with several values");
      const present = this.language.presence(named.value, true);
      if (isRefusal(present)) return this.refuse(span, present.refused);
      state = withStages(named.state, { kind: "where", predicate: present });
      columns.push(named.column);
    }
    const shown = outputOf(state).map(({ column }) => column);
    if (state.open === undefined && shown.every((column) => columns.includes(column)))
      return withStages(state, { kind: "distinct", columns });
    const time = this.time(state, span);
    if (time === undefined) return undefined;
    return withStages(state, { kind: "distinct", columns, order: { name: time, descending: true } });
  }

  /** The column of the event's time; rows without one have no order to choose by. */
  private time(state: RowsState<Source>, span: Span): string | undefined {
    if (state.open === undefined && state.columns.get("_time") === undefined)
      return this.refuse(span, "the rows have lost the time that says which of them comes first");
    const value = writerFor(state, this.language, this.context).value({ kind: "field", name: "_time", span });
    if (value === undefined) return undefined;
    return value.expression.kind === "name"
      ? value.expression.name
      : this.refuse(span, "an order by a computed time");
  }

  private newestFirst(state: RowsState<Source>, span: Span): RowsState<Source> | undefined {
    const time = this.time(state, span);
    if (time === undefined) return undefined;
    return withStages(state, { kind: "sort", keys: [{ name: time, descending: true }] });
  }

  private union(plan: Union): RowsState<Source> | undefined {
    const states = plan.inputs.map((input) => this.step(input));
    if (!states.every((state) => state !== undefined)) return undefined;
    const [first, ...rest] = states;
    if (first === undefined) return undefined;
    if (rest.length === 0) return first;
    if (!this.language.can.union) return this.refuse(plan.span, "the rows of several queries");
    const same = rest.every((state) => sameColumns(first, state));
    if (!same || first.open !== undefined)
      return this.refuse(plan.span, "rows of several searches that do not have the same columns");
    const closed = finished(first);
    return {
      ...withStages(
        closed,
        ...rest.map((state): Stage<Source> => ({ kind: "union", query: queryOf(finished(state)) })),
      ),
      bindings: new Map(states.flatMap(({ bindings }) => [...bindings])),
    };
  }
}

function ignoringCase(part: ScalarExpression): ScalarExpression {
  return part.kind === "compare" || part.kind === "one-of" ? { ...part, caseSensitive: false } : part;
}

function sortedLast<Source>({ stages }: RowsState<Source>): boolean {
  return stages.some(({ kind }) => kind === "sort");
}

function sameColumns<Source>(first: RowsState<Source>, second: RowsState<Source>): boolean {
  const [one, other] = [outputOf(first), outputOf(second)];
  return (
    second.open === undefined &&
    one.length === other.length &&
    one.every(({ field, column }) => other.some((item) => item.field === field && item.column === column))
  );
}
