import type { ColumnReference, FieldReference, ScalarExpression, Term } from "../../../plan/expression.js";
import type { Span } from "../../../source/source-text.js";
import type { BackendContext, BindingFacts } from "../../../target/backend.js";
import { bindingFacts, type ScanBinding } from "../../../target/bind.js";
import { eventTexts } from "../../../target/event-texts.js";
import { Environment } from "../environment.js";
import { boundExpression, columnsOfHome } from "./scan-columns.js";
import type { RowQuery, Stage } from "./row-query.js";
import type { RowValue } from "./row-value.js";
import type { RowsLanguage } from "./rows-language.js";
import { ValueWriter } from "./value-writer.js";

/** A query so far: its stages, and what stands for each column of the plan behind them. */
export interface RowsState<Source> {
  readonly source: Source;
  readonly stages: readonly Stage<Source>[];
  readonly columns: Environment<RowValue>;
  /** The scan whose further fields can still be named; absent once the row is closed. */
  readonly open?: { readonly binding: ScanBinding; readonly removed: ReadonlySet<string> };
  /** Names that are in use in the query. */
  readonly taken: ReadonlySet<string>;
  readonly bindings: ReadonlyMap<string, BindingFacts>;
}

export function startOf<Source>(source: Source, binding: ScanBinding): RowsState<Source> {
  return {
    source,
    stages: [],
    columns: Environment.empty(),
    open: { binding, removed: new Set() },
    taken: columnsOfHome(binding),
    bindings: new Map([[binding.source.id, bindingFacts(binding)]]),
  };
}

export function withStages<Source>(
  state: RowsState<Source>,
  ...stages: readonly Stage<Source>[]
): RowsState<Source> {
  return { ...state, stages: [...state.stages, ...stages] };
}

export function queryOf<Source>({ source, stages }: RowsState<Source>): RowQuery<Source> {
  return { source, stages };
}

/** A writer for expressions over the columns that a state has. */
export function writerFor<Source>(
  state: RowsState<Source>,
  language: RowsLanguage<Source>,
  context: BackendContext,
): ValueWriter<Source> {
  const writer: ValueWriter<Source> = new ValueWriter(
    language,
    context,
    (field, span) =>
      fieldValue(state, field, span, language, context, (reason) => writer.refuse(span, reason)),
    (reference) => computedField(state, reference, context),
    (term) => termColumns(state, term, context),
  );
  return writer;
}

/** The columns of the table that a term of the raw event is looked for in, while the rows have that text. */
function termColumns<Source>(
  { columns, open, taken }: RowsState<Source>,
  term: Term,
  context: BackendContext,
): readonly ColumnReference[] | undefined {
  if (open === undefined || open.removed.has("_raw") || columns.get("_raw") !== undefined) return undefined;
  const texts = eventTexts(term, open.binding, context.profile);
  return texts?.some(({ name }) => taken.has(name) && !columnsOfHome(open.binding).has(name)) === true
    ? undefined
    : texts;
}

/** A field as the plan's expression of columns: a test can then settle what it says of a fill, or of another spelling. */
function computedField<Source>(
  { columns, open }: RowsState<Source>,
  reference: FieldReference,
  context: BackendContext,
): ScalarExpression | undefined {
  if (open === undefined || open.removed.has(reference.name) || columns.get(reference.name) !== undefined)
    return undefined;
  const bound = open.binding.field(reference.name);
  if (bound?.kind !== "bound" || bound.multivalue || bound.comparable === false) return undefined;
  if (bound.fill === undefined && bound.expression.kind === "column") return undefined;
  return boundExpression(reference, open.binding, context)?.expression;
}

function fieldValue<Source>(
  state: RowsState<Source>,
  field: string,
  span: Span,
  language: RowsLanguage<Source>,
  context: BackendContext,
  refuse: (reason: string) => undefined,
): RowValue | undefined {
  const known = state.columns.get(field);
  if (known !== undefined) return known;
  const { open } = state;
  if (open === undefined || open.removed.has(field)) return refuse(`the rows have no column \`${field}\``);
  const bound = boundExpression({ kind: "field", name: field, span }, open.binding, context);
  if (bound === undefined) return undefined;
  const comparable = bound.comparable === undefined ? {} : { comparable: bound.comparable };
  if (bound.expression.kind === "column")
    return { ...language.column(bound.expression, bound.several), ...comparable };
  const inner: ValueWriter<Source> = new ValueWriter(language, context, () =>
    refuse(`\`${field}\` is bound to another field`),
  );
  const value = inner.value(bound.expression);
  return value && { ...value, several: value.several || bound.several, ...comparable };
}
