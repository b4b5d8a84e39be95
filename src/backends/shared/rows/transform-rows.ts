import { targetDiagnostics } from "../../../diagnostics/codes/target.js";
import type { ScalarExpression } from "../../../plan/expression.js";
import type { Distinct, Extend, LogicalPlan, Rename, Sort, Union } from "../../../plan/plan.js";
import { mapExpression } from "../../../plan/expression-visitor.js";
import { namesOutside } from "../../../plan/names-outside.js";
import type { Span } from "../../../source/source-text.js";
import type { BackendContext, OutputColumn, Transformed } from "../../../target/backend.js";
import { bindScan, type ScanBinding } from "../../../target/bind.js";
import type { RowQuery, Stage, StageSortKey } from "./row-query.js";
import { ColumnWriter } from "./column-writer.js";
import { GroupWriter } from "./group-writer.js";
import { joined } from "./join-rows.js";
import { lookedUp } from "./lookup-rows.js";
import { isRefusal, type RowsLanguage } from "./rows-language.js";
import type { RowValue } from "./row-value.js";
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
  if (keepsNothing(closed.stages)) {
    context.report(targetDiagnostics["never-true"](plan.span, { target: context.profile.title }));
    return undefined;
  }
  return {
    tree: queryOf(closed),
    fidelity: "rows",
    bindings: [...closed.bindings.values()],
    output: outputOf(closed),
  };
}

/** Whether a filter is false, as the types of the columns make it, and no step after it gives a row of itself. */
function keepsNothing<Source>(stages: readonly Stage<Source>[]): boolean {
  return stages.reduce((nothing, stage) => {
    if (stage.kind === "where")
      return nothing || (stage.predicate.kind === "boolean" && !stage.predicate.value);
    return nothing && stage.kind !== "union" && (stage.kind !== "aggregate" || stage.keys.length > 0);
  }, false);
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

class Transformer<Source> {
  private readonly writer: ColumnWriter<Source>;
  private readonly groups: GroupWriter<Source>;

  constructor(
    private readonly plan: LogicalPlan,
    private readonly language: RowsLanguage<Source>,
    private readonly context: BackendContext,
  ) {
    this.writer = new ColumnWriter(language, context);
    this.groups = new GroupWriter(this.writer);
  }

  step(plan: LogicalPlan): RowsState<Source> | undefined {
    switch (plan.kind) {
      case "scan": {
        if (plan.time !== undefined)
          return this.writer.refuse(plan.time.span, "a rule has one time range, its schedule's");
        if (plan.source.kind !== "log")
          return this.writer.refuse(plan.span, "rows that are no events of a log source");
        const binding = bindScan(plan, this.context, this.plan);
        return binding && this.scanned(binding);
      }
      case "filter": {
        const state = this.step(plan.input);
        return state && this.writer.filtered(state, plan.predicate);
      }
      case "extend":
        return this.extended(plan);
      case "project": {
        const state = this.step(plan.input);
        return state && this.projected(state, plan.columns, plan.span);
      }
      case "rename":
        return this.renamed(plan);
      case "aggregate": {
        const state = this.step(plan.input);
        return state && this.groups.aggregated(plan, state);
      }
      case "window": {
        const state = this.step(plan.input);
        return state && this.groups.windowed(plan, state);
      }
      case "sort":
        return this.sorted(plan);
      case "limit": {
        const state = this.step(plan.input);
        if (state === undefined) return undefined;
        if (plan.from === "last") return this.writer.refuse(plan.span, "it keeps the first rows only");
        if (groupedLast(state))
          return this.writer.refuse(plan.span, "the first rows of groups, which have no order in the query");
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
        if (plan.limit !== undefined) return this.writer.refuse(plan.span, "a limit on the values");
        const named = this.writer.asColumn(
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
      case "each-field":
        return this.writer.refuse(plan.span, "which fields an event has is known only with the event");
      case "transaction":
        return this.writer.refuse(plan.span, "rows are not joined by their order and distance");
      case "reshape":
        return this.writer.refuse(plan.span, "which columns or rows there are is known only with the values");
      case "join": {
        const left = this.step(plan.input);
        const right = this.step(plan.right);
        if (left === undefined || right === undefined) return undefined;
        return joined(plan, left, right, namesOutside(this.plan, plan.right), this.writer);
      }
      case "lookup": {
        const state = this.step(plan.input);
        return state && lookedUp(plan, state, this.writer);
      }
      default:
        return plan satisfies never;
    }
  }

  private scanned(binding: ScanBinding): RowsState<Source> | undefined {
    const state = startOf(this.language.source(binding), binding);
    const { filter } = binding;
    if (filter === undefined) return state;
    return this.writer.filtered(
      state,
      this.language.ignoresCase ? mapExpression(filter, ignoringCase) : filter,
    );
  }

  private extended(plan: Extend): RowsState<Source> | undefined {
    let state = this.step(plan.input);
    for (const { name: column, expression, span } of plan.columns) {
      if (state === undefined) return undefined;
      const named: { state: RowsState<Source>; value: RowValue } | undefined = this.writer.named(
        state,
        column,
        expression,
        span,
      );
      state = named && { ...named.state, columns: named.state.columns.with(column, named.value) };
    }
    return state;
  }

  private projected(
    state: RowsState<Source>,
    columns: readonly string[],
    span: Span,
  ): RowsState<Source> | undefined {
    let next = state;
    for (const column of columns) {
      const named = this.writer.asColumn(next, column, { kind: "field", name: column, span }, span);
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

  private sorted(plan: Sort): RowsState<Source> | undefined {
    let state = this.step(plan.input);
    const keys: StageSortKey[] = [];
    for (const { name: column, descending, type, span } of plan.keys) {
      if (state === undefined) return undefined;
      if (type === "ip") return this.writer.refuse(span, "an order of addresses");
      const named: { state: RowsState<Source>; value: RowValue; column: string } | undefined =
        this.writer.asColumn(state, column, { kind: "field", name: column, span }, span);
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
      return this.writer.refuse(span, "it cannot keep one row of each combination whole");
    if (plan.count !== 1 || plan.keepMissing || plan.consecutive || plan.clearOnly || plan.order.length > 0)
      return this.writer.refuse(span, "an option of the command");
    if (sortedLast(state)) return this.writer.refuse(span, "the order that the rows were given before");
    const columns: string[] = [];
    for (const column of plan.columns) {
      const named: ReturnType<ColumnWriter<Source>["asColumn"]> = this.writer.asColumn(
        state,
        column,
        { kind: "field", name: column, span },
        span,
      );
      if (named === undefined) return undefined;
      if (named.value.several) return this.writer.refuse(span, "a column with several values");
      const present = this.language.presence(named.value, true);
      if (isRefusal(present)) return this.writer.refuse(span, present.refused);
      state = withStages(named.state, { kind: "where", predicate: present });
      columns.push(named.column);
    }
    const shown = outputOf(state).map(({ column }) => column);
    if (state.open === undefined && shown.every((column) => columns.includes(column)))
      return withStages(state, { kind: "distinct", columns });
    if (groupedLast(state))
      return this.writer.refuse(span, "the first of groups, which have no order in the query");
    const time = this.writer.time(state, span);
    if (time === undefined) return undefined;
    return withStages(state, { kind: "distinct", columns, order: { name: time, descending: true } });
  }

  private newestFirst(state: RowsState<Source>, span: Span): RowsState<Source> | undefined {
    const time = this.writer.time(state, span);
    if (time === undefined) return undefined;
    return withStages(state, { kind: "sort", keys: [{ name: time, descending: true }] });
  }

  private union(plan: Union): RowsState<Source> | undefined {
    const states = plan.inputs.map((input) => this.step(input));
    if (!states.every((state) => state !== undefined)) return undefined;
    const [first, ...rest] = states;
    if (first === undefined) return undefined;
    if (rest.length === 0) return first;
    if (!this.language.can.union) return this.writer.refuse(plan.span, "the rows of several queries");
    const same = rest.every((state) => sameColumns(first, state));
    if (!same || first.open !== undefined)
      return this.writer.refuse(plan.span, "rows of several searches that do not have the same columns");
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

/** Whether rows were grouped or put together since they had an order. */
function groupedLast<Source>({ stages }: RowsState<Source>): boolean {
  const last = stages.findLast(({ kind }) => kind === "sort" || kind === "aggregate" || kind === "union");
  return last !== undefined && last.kind !== "sort";
}

function sameColumns<Source>(first: RowsState<Source>, second: RowsState<Source>): boolean {
  const [one, other] = [outputOf(first), outputOf(second)];
  return (
    second.open === undefined &&
    one.length === other.length &&
    one.every(({ field, column }) => other.some((item) => item.field === field && item.column === column))
  );
}
