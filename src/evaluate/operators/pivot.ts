import { evaluateDiagnostics } from "../../diagnostics/codes/evaluate.js";
import type { Pivot, PivotCell } from "../../plan/reshape.js";
import type { Span } from "../../source/source-text.js";
import { aggregateOf } from "../aggregates/index.js";
import type { EvaluationContext } from "../context.js";
import {
  compareText,
  isMultivalue,
  numberOf,
  singlesOf,
  textOf,
  type MutableRow,
  type Single,
  type Value,
} from "../value.js";
import { chooseSeries, type Series } from "./choose-series.js";
import { valuesId } from "./keys.js";
import { Collector, drain, type Sink } from "./operator.js";

/**
 * "chart" and "timechart" by two fields, and "xyseries": the values of one column become columns. A cell without a row
 * is 0 where it counts, and empty elsewhere. What the pages leave open is reported instead of guessed.
 *
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Chart
 * @see https://docs.splunk.com/Documentation/Splunk/latest/SearchReference/Xyseries
 */
export function pivotSink(form: Pivot, span: Span, context: EvaluationContext, output: Sink): Sink {
  return new PivotRows(form, span, context, output);
}

/** A column of the table: what it is called for each cell, and what a row of the table has in it. */
interface Column {
  readonly title: string;
  valueOf(row: string): Value;
}

class PivotRows extends Collector {
  /** The rows of the table, by a text of their value. */
  private readonly keys = new Map<string, Value>();
  private readonly named = new Map<
    string,
    { readonly name: Single; readonly rows: Map<string, MutableRow> }
  >();
  private readonly nameless = new Map<string, MutableRow>();

  constructor(
    private readonly form: Pivot,
    private readonly span: Span,
    private readonly context: EvaluationContext,
    private readonly output: Sink,
  ) {
    super();
  }

  end(): void {
    for (const row of this.rows) this.place(row);
    const columns = this.columns();
    this.checkTitles(columns);
    drain(this.table(columns), this.output);
  }

  private *table(columns: readonly Column[]): Generator<MutableRow> {
    for (const [id, key] of this.keys) {
      const row: MutableRow = new Map([[this.form.row, key]]);
      for (const column of columns) {
        const value = column.valueOf(id) ?? this.form.fill?.value ?? null;
        if (value !== null) row.set(column.title, value);
      }
      yield row;
    }
  }

  private place(row: MutableRow): void {
    const { form } = this;
    const key = row.get(form.row) ?? null;
    const name = row.get(form.names) ?? null;
    if (key === null) return this.cannot(`a row lacks \`${form.row}\``);
    const id = valuesId([key]);
    this.keys.set(id, key);
    if (form.series.missing !== undefined && row.get(form.series.missing.flag) === true)
      return void this.nameless.set(id, row);
    // Such a row only says that its row is there.
    if (name === null) return;
    if (isMultivalue(name)) return this.cannot(`\`${form.names}\` has several values in one row`);
    const column = this.named.get(textOf(name)) ?? { name, rows: new Map<string, MutableRow>() };
    this.named.set(textOf(name), column);
    const before = column.rows.get(id);
    if (before !== undefined && !this.sameCells(before, row))
      return this.cannot(`two rows have other values for the same \`${form.row}\` and \`${form.names}\``);
    column.rows.set(id, row);
  }

  private sameCells(first: MutableRow, second: MutableRow): boolean {
    const id = (row: MutableRow) => valuesId(this.form.cells.map(({ column }) => row.get(column) ?? null));
    return id(first) === id(second);
  }

  /** The columns of their own in the order of their names, then all others as one, then that of the rows without a name. */
  private columns(): readonly Column[] {
    const { series, bins } = this.form;
    const ranked = this.form.cells.find(({ column }) => column === series.score?.column);
    const all = [...this.named.values()]
      .map((each) => ({ ...each, hasGaps: ranked?.empty !== undefined && each.rows.size < this.keys.size }))
      .sort((left, right) => compareText(textOf(left.name), textOf(right.name)));
    if (bins !== undefined && all.length > bins && all.every(({ name }) => numberOf(name) !== undefined))
      this.cannot(`\`${this.form.names}\` has more than ${String(bins)} numbers, which are put into bins`);
    const chosen = chooseSeries(all, series, this.nameless.size > 0);
    if ("problem" in chosen) {
      this.cannot(chosen.problem);
      return [];
    }
    if (series.other === undefined && chosen.others.length > 0) this.checkRows(chosen.kept);
    return [
      ...chosen.kept.flatMap((each) => this.columnsOf(this.shown(textOf(each.name)), [each])),
      ...(series.other === undefined || chosen.others.length === 0
        ? []
        : this.columnsOf(series.other, chosen.others)),
      ...(series.missing === undefined || this.nameless.size === 0
        ? []
        : this.columnsOf(series.missing.name, [
            { name: series.missing.name, rows: this.nameless, hasGaps: false },
          ])),
    ];
  }

  /** Of a row that has none of the columns that stay no page says whether it stays. */
  private checkRows(kept: readonly Series[]): void {
    if (this.form.keepsRows === true) return;
    for (const row of this.keys.keys())
      if (!this.nameless.has(row) && !kept.some(({ rows }) => rows.has(row)))
        this.cannot("whether a row stays that has only columns that are left out is not documented");
  }

  private shown(name: string): string {
    if (!name.startsWith("_")) return name;
    const { hiddenPrefix } = this.form;
    if (hiddenPrefix === undefined) this.cannot(`a column would be called \`${name}\`, as an internal field`);
    return `${hiddenPrefix ?? ""}${name}`;
  }

  private columnsOf(name: string, series: readonly Series[]): readonly Column[] {
    return this.form.cells.map((cell) => ({
      title: this.titleOf(name, cell),
      valueOf: (row) => this.cellOf(cell, name, series, row) ?? cell.empty ?? null,
    }));
  }

  private titleOf(name: string, { column }: PivotCell): string {
    const parts = this.form.title ?? [{ kind: "value" }];
    return parts
      .map((part) => (part.kind === "text" ? part.text : part.kind === "cell" ? column : name))
      .join("");
  }

  private cellOf({ column, merge }: PivotCell, name: string, series: readonly Series[], row: string): Value {
    const values = series.map(({ rows }) => rows.get(row)?.get(column) ?? null);
    const [only = null] = values;
    if (values.length === 1) return only;
    if (merge !== undefined) return aggregateOf(merge, values.flatMap(singlesOf));
    this.cannot(`what \`${name}\` has of \`${column}\` for several values together is not documented`);
    return null;
  }

  /** Two columns of one name: no page says what becomes of them. */
  private checkTitles(columns: readonly Column[]): void {
    const titles = [this.form.row, ...columns.map(({ title }) => title)];
    const twice = titles.find((title, index) => titles.indexOf(title) !== index);
    if (twice !== undefined) this.cannot(`two columns are called \`${twice}\``);
  }

  private cannot(reason: string): void {
    const { source, start } = this.span;
    // Several commands make columns out of values.
    const construct = /^\w+/u.exec(source.text.slice(start))?.[0] ?? "chart";
    this.context.report(evaluateDiagnostics["not-computable"](this.span, { construct, reason }));
  }
}
