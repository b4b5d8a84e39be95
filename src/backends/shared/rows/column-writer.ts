import type { ScalarExpression } from "../../../plan/expression.js";
import type { Span } from "../../../source/source-text.js";
import { targetDiagnostics } from "../../../diagnostics/codes/target.js";
import type { BackendContext } from "../../../target/backend.js";
import { constructText } from "../construct-text.js";
import { name } from "../expression.js";
import type { Stage } from "./row-query.js";
import type { RowsLanguage } from "./rows-language.js";
import type { RowValue } from "./row-value.js";
import { columnsOfHome } from "./scan-columns.js";
import { withStages, writerFor, type RowsState } from "./rows-state.js";

/** Puts expressions of a plan into the stages of a query; what cannot be put is reported. */
export class ColumnWriter<Source> {
  constructor(
    readonly language: RowsLanguage<Source>,
    readonly context: BackendContext,
  ) {}

  refuse(span: Span, reason: string): undefined {
    this.context.report(
      targetDiagnostics.unsupported(span, {
        construct: constructText(span),
        language: this.language.title,
        reason,
      }),
    );
    return undefined;
  }

  filtered(state: RowsState<Source>, predicate: ScalarExpression): RowsState<Source> | undefined {
    const written = writerFor(state, this.language, this.context).truth(predicate, "true");
    if (written === undefined) return undefined;
    const tests = written.kind === "operation" && written.operator === "and" ? written.operands : [written];
    const kept = tests.filter((test) => test.kind !== "boolean" || !test.value);
    return withStages(state, ...kept.map((test): Stage<Source> => ({ kind: "where", predicate: test })));
  }

  /** A value that is a column of the query, assigned where it is not one yet. */
  named(
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

  asColumn(
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

  /** The column of the event's time; rows without one have no order to choose by. */
  time(state: RowsState<Source>, span: Span): string | undefined {
    if (state.open === undefined && state.columns.get("_time") === undefined)
      return this.refuse(span, "the rows have lost the time that says which of them comes first");
    const value = writerFor(state, this.language, this.context).value({ kind: "field", name: "_time", span });
    if (value === undefined) return undefined;
    return value.expression.kind === "name"
      ? value.expression.name
      : this.refuse(span, "an order by a computed time");
  }
}
