import { targetDiagnostics } from "../../../diagnostics/codes/target.js";
import type { Diagnostic } from "../../../diagnostics/diagnostic.js";
import type { ScalarExpression } from "../../../plan/expression.js";
import type { LogicalPlan, Scan } from "../../../plan/plan.js";
import { textsThatOnlyShow } from "../../../plan/texts-that-only-show.js";
import type { Span } from "../../../source/source-text.js";
import type { BackendContext, Transformed } from "../../../target/backend.js";
import type { ScanBinding } from "../../../target/bind.js";
import { formOf, type Form } from "../form.js";
import type { KqlTabularLet } from "../tree.js";
import { missingValue, type KqlValue } from "./value.js";

export const language = "KQL";

/** The time of an event in Log Analytics, and in Defender's own tables. */
export const timeColumn = "TimeGenerated";
export const defenderTime = "Timestamp";

type Binding = Transformed<unknown>["bindings"][number];

export type LookupTables = "in the query" | "in watchlists";

/** Columns by the step that computes them. */
export type Asked = ReadonlyMap<object, ReadonlySet<string>>;

/** What one transformation shares: what it reports, the names it has given, the tables it reads. */
export class Session {
  readonly lets: KqlTabularLet[] = [];
  /** What only shows and is left out, and where it was written. */
  readonly leftOut = new Map<string, Span>();
  readonly bindings: Binding[] = [];
  /** Columns of the tables that the query reads; a computed column must not hide one. */
  readonly tableColumns = new Set<string>();
  /** The table of each column that stands for the text of an event. */
  readonly eventTexts = new Map<string, ScanBinding>();
  refused = false;
  /** How far any table is read back. */
  lookbackSeconds = 0;
  /** Marks of fields that take a stage to compute. */
  readonly stagedFields = new Set<string>();
  /** In the first pass fields are marks that can be counted. */
  probing = false;
  readonly form: Form;
  /** How many inputs of joins the transformation is in, whose events are not those that a row stands for. */
  private asides = 0;
  /** What this pass asked for; without those of the passes before. */
  readonly asked = new Map<object, ReadonlySet<string>>();
  private readonly reported = new Set<string>();
  private readonly shown: ReadonlySet<ScalarExpression>;

  constructor(
    readonly context: BackendContext,
    readonly plan: LogicalPlan,
    /** Fields that are worth a column of their own, by scan. */
    readonly computed: ReadonlyMap<Scan, ReadonlySet<string>>,
    /** The columns that an earlier pass over the plan found in use. */
    readonly knownColumns: ReadonlySet<string>,
    /** Every field that the plan or the rule around it names. */
    readonly neededFields: ReadonlySet<string>,
    /** Where the rows of lookup tables stand that are short enough for the query. */
    readonly tables: LookupTables,
    /** The computed texts of which an earlier pass asked whether a row has them, by the step that computes them. */
    private readonly askedBefore: Asked = new Map(),
  ) {
    this.form = formOf(context.settings);
    this.shown = textsThatOnlyShow(plan);
  }

  /** Whether nothing in the search goes by what a text says. */
  onlyShows(text: ScalarExpression): boolean {
    return this.shown.has(text);
  }

  /** What is read beside the events that the rows come of. */
  aside<Result>(read: () => Result): Result {
    this.asides += 1;
    try {
      return read();
    } finally {
      this.asides -= 1;
    }
  }

  /** Whether a text that a step computes needs a column beside it that says whether a row has it. */
  asksForPresence(step: object, column: string): boolean {
    return this.askedBefore.get(step)?.has(column) === true;
  }

  askForPresence(step: object, column: string): void {
    this.asked.set(step, new Set([...(this.asked.get(step) ?? []), column]));
  }

  get isAside(): boolean {
    return this.asides > 0;
  }

  /** The name of a column of a table: advanced hunting calls the time of an event another way. */
  columnOf(name: string): string {
    return this.form === "defender" && name === timeColumn ? defenderTime : name;
  }

  /** Reports once what cannot be held; the transformation goes on to find the rest. */
  refuse(diagnostic: Diagnostic): void {
    this.refused = true;
    const key = `${diagnostic.code} ${diagnostic.message} ${diagnostic.span.start}`;
    if (this.reported.has(key)) return;
    this.reported.add(key);
    this.context.report(diagnostic);
  }

  unsupported(construct: string, reason: string, span: Span): void {
    this.refuse(targetDiagnostics.unsupported(span, { construct, language, reason }));
  }

  /** In place of a value that cannot be held. */
  refusedValue(diagnostic: Diagnostic): KqlValue {
    this.refuse(diagnostic);
    return missingValue();
  }

  addBinding(binding: Binding): void {
    const same = this.bindings.some(
      ({ source, table }) => source === binding.source && table === binding.table,
    );
    if (!same) this.bindings.push(binding);
  }

  /** A name for a `let`, made from a wish. */
  define(wish: string, body: KqlTabularLet["body"]): string {
    const names = new Set(this.lets.map(({ name }) => name));
    let name = wish;
    for (let number = 2; names.has(name); number++) name = `${wish}${number}`;
    this.lets.push({ kind: "rows", name, body });
    return name;
  }
}
