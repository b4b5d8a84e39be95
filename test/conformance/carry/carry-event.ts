import type { Json } from "../../../src/evaluate/structured/json.js";
import { EvaluationContext } from "../../../src/evaluate/context.js";
import { compileExpression, compilePredicate, type Evaluator } from "../../../src/evaluate/expression.js";
import {
  singlesOf,
  textOf,
  type Event,
  type EventValue,
  type MutableRow,
  type Row,
  type Value,
} from "../../../src/evaluate/value.js";
import { mapExpression, walkExpression } from "../../../src/plan/expression-visitor.js";
import type { ColumnReference, ScalarExpression } from "../../../src/plan/expression.js";
import { separatorsOf } from "../../../src/plan/functions/path-separators.js";
import { fieldOf, unqualified, wildcardMatch, type EventKind } from "../../../src/plan/log-source.js";
import type { ScanBinding } from "../../../src/target/bind.js";
import type { BoundField } from "../../../src/target/profile.js";
import { madeUpText, ordinaryNumber } from "../../../src/witness/value-for.js";
import { asXml, outOfXml } from "./entities.js";
import { asValue, place, placeCondition } from "./place.js";
import { TargetRow, type FinishedCell } from "./target-row.js";

const rawEvent = "_raw";

/** An event as a row of a target's table, and as the source's log would have it by the bindings of the catalog. */
export interface CarriedEvent {
  readonly table: string;
  readonly row: ReadonlyMap<string, FinishedCell>;
  readonly event: Event;
}

interface CarriedField {
  readonly name: string;
  readonly bound: BoundField;
  readonly compute: Evaluator;
  readonly constant: boolean;
}

/**
 * Carries the events of one scan into the table that it is bound to. A row cannot hold every event (two fields of one
 * column, a type that has no such value): the event that comes back is what the row says, so both sides see the same.
 */
export class EventCarrier {
  private readonly fields: readonly CarriedField[];
  /** The fields that the target does not know, and the one value of each: it must not tell events apart. */
  private readonly unbound: readonly string[];
  private unboundValues: Event | undefined;
  private readonly context: EvaluationContext;
  /** The field by which the target counts raw events that it does not have. */
  private readonly identity: string | undefined;
  /** Columns that hold paths of files. */
  private readonly paths: readonly string[];
  /** The columns that every row of the table has, of those that the search's fields are bound to. */
  private readonly filled: readonly ColumnReference[];
  /** What a row says of the fields by which its kind of event is told; without those that no column of the row holds. */
  private readonly kindFields: ReadonlyMap<string, Evaluator>;
  /** The columns with the parts of an event whose text the table does not keep. */
  private readonly parts: readonly ColumnReference[];
  readonly columns: ReadonlyMap<string, string>;
  private readonly belongs: (row: ReturnType<TargetRow["asRow"]>) => boolean;

  constructor(
    private readonly binding: ScanBinding,
    private readonly names: readonly string[],
    private readonly emptyIsMissing: boolean,
    now: number,
    /** Whether the target looks for words in the text of the whole event, which its rows have beside their columns then. */
    private readonly keepsText = false,
    /** Columns of the header of an event, which no field of the search is bound to. */
    {
      header = [],
      parts = [],
    }: { readonly header?: readonly ColumnReference[]; readonly parts?: readonly ColumnReference[] } = {},
  ) {
    this.parts = parts;
    const context = new EvaluationContext({ now });
    this.context = context;
    const { identity } = binding.source;
    const countsRecords =
      names.includes(rawEvent) &&
      binding.field(rawEvent)?.kind !== "bound" &&
      identity !== undefined &&
      binding.field(identity)?.kind === "bound";
    this.identity = countsRecords ? identity : undefined;
    this.fields = [...new Set([...names, ...(countsRecords ? [identity] : [])])]
      .flatMap((name): readonly CarriedField[] => {
        const bound = binding.field(name);
        if (bound?.kind !== "bound") return [];
        const readable = overFields(bound.expression, emptyIsMissing);
        return [
          {
            name,
            bound,
            compute: compileExpression(readable, context),
            constant: !readsColumns(bound.expression),
          },
        ];
      })
      // What reads a column as it stands comes before what computes from it.
      .sort((left, right) => rank(left) - rank(right));
    const filterColumns = binding.filter === undefined ? [] : columnsOf(binding.filter);
    this.columns = new Map([
      ...this.fields.flatMap(({ bound }) => columnsOf(bound.expression)),
      ...filterColumns,
      ...[...header, ...parts].map(({ name, type }) => [name, type] as const),
    ]);
    this.unbound = names.filter((name) => binding.field(name)?.kind !== "bound");
    this.paths = [...new Set(this.fields.flatMap(({ bound }) => pathColumns(bound.expression)))];
    this.filled = columnsOfEveryRow(binding).filter(({ name }) => this.columns.has(name));
    const known = new Set(this.columns.keys());
    this.kindFields = new Map(
      binding.kinds
        .flatMap((kind) => [...kind.keys()])
        .flatMap((name) => {
          const bound = binding.field(name);
          if (bound?.kind !== "bound" || !columnsOf(bound.expression).every(([column]) => known.has(column)))
            return [];
          return [[name, compileExpression(overFields(bound.expression, emptyIsMissing), context)] as const];
        }),
    );
    const filter =
      binding.filter === undefined
        ? undefined
        : compilePredicate(overFields(binding.filter, emptyIsMissing), context);
    this.belongs = (row) => filter === undefined || filter(row) === true;
  }

  /** Splunk has the values of the log as the XML writes them. */
  private get keepsEntities(): boolean {
    return this.binding.source.keepsEntities === true;
  }

  get table(): string {
    return this.binding.table;
  }

  /** The event in the table, or `undefined` where the table does not have events of its kind. */
  carry(made: Event): CarriedEvent | undefined {
    const logged = this.completed(made);
    const event = this.keepsEntities ? ofEachField(logged, outOfXml) : logged;
    const folder = this.binding.table.includes("product=linux") ? "/w/" : "C:\\w\\";
    const row = new TargetRow(folder, this.emptyIsMissing);
    // The log writes such a text in hexadecimal.
    if (this.fields.some(({ name, bound }) => bound.decoded === true && needsHexadecimal(event[name])))
      return undefined;
    if (this.binding.filter !== undefined) placeCondition(this.binding.filter, row);
    // An array keeps the empty texts that a column of texts has for missing values.
    if (
      this.emptyIsMissing &&
      this.fields.some(({ name, bound }) => bound.multivalue && hasEmpty(event[name]))
    )
      return undefined;
    const isMadeUp = ({ name }: CarriedField) => isOrdinary(event[name], name);
    for (const field of this.fields.filter((each) => !isMadeUp(each)))
      place(field.bound.expression, event[field.name], row);
    row.settle();
    // The text of the event stands in a part that nothing is asked of.
    const part = this.parts.findLast(({ name }) => row.plain(name) === undefined);
    if (part !== undefined) place(part, event[rawEvent], row);
    // A column takes what is made up for a part of it, which a text made up for the whole would not have.
    for (const field of this.fields.filter(isMadeUp).reverse())
      place(field.bound.expression, event[field.name], row);
    const placed = row.asRow();
    for (const column of this.filled)
      if (isEmpty(placed.get(column.name) ?? null))
        place(column, column.type === "number" ? ordinaryNumber : madeUpText(column.name), row);
    for (const needed of row.needed)
      if (isEmpty(compileExpression(overFields(needed, this.emptyIsMissing), this.context)(row.asRow())))
        place(needed, "w", row);
    for (const column of this.paths) row.addFolder(column);
    const readable = row.asRow();
    if (!this.belongs(readable)) return undefined;
    const told = (name: string) => this.kindFields.get(name)?.(readable);
    if (!this.binding.kinds.every((kind) => isOfKind(kind, told))) return undefined;

    const seen: Record<string, EventValue> = {};
    this.unboundValues ??= logged;
    for (const name of this.unbound) {
      // Records are as many as their ids.
      const tells = name === rawEvent && (this.identity !== undefined || this.keepsText);
      const value = (tells ? logged : this.unboundValues)[name];
      if (value !== undefined) seen[this.own(name)] = value;
    }
    if (this.parts.length > 0) seen[rawEvent] = this.textIn(readable);
    for (const { name, bound, compute, constant } of this.fields) {
      const value = compute(readable);
      const wanted = isOrdinary(event[name], name) ? undefined : event[name];
      if (constant && wanted !== undefined && !same(wanted, value)) return undefined;
      const missing = value === null || (this.emptyIsMissing && value === "");
      const result = missing ? bound.fill : value;
      // The log has no event without it, so that a row which cannot hold its value stands for none.
      if (result === undefined && fieldOf(this.binding.source, name)?.always === true) return undefined;
      if (result !== undefined) seen[this.own(name)] = this.keepsEntities ? asXml(result) : result;
    }
    const text = this.keepsText ? seen[rawEvent] : undefined;
    const whole: readonly (readonly [string, FinishedCell])[] =
      typeof text === "string" ? [[rawEvent, { value: text, type: "text" }]] : [];
    return { table: this.binding.table, row: new Map([...row.finished(), ...whole]), event: seen };
  }

  /** The event that a row of the table stands for, or `undefined` where it can be none of the log. */
  read(columns: Readonly<Record<string, Json>>): Event | undefined {
    const row: MutableRow = new Map();
    for (const [name, value] of Object.entries(columns))
      if (this.columns.has(name) && (typeof value === "string" || typeof value === "number"))
        row.set(name, value);
    if (!this.belongs(row)) return undefined;
    const text = columns[rawEvent];
    const event: Record<string, EventValue> =
      this.keepsText && this.unbound.includes(rawEvent) && typeof text === "string"
        ? { [rawEvent]: text }
        : this.parts.length > 0
          ? { [rawEvent]: this.textIn(row) }
          : {};
    for (const { name, bound, compute } of this.fields) {
      const value = compute(row) ?? bound.fill;
      if (value === undefined && fieldOf(this.binding.source, name)?.always === true) return undefined;
      if (value !== undefined) event[this.own(name)] = this.keepsEntities ? asXml(value) : value;
    }
    return event;
  }

  /**
   * The event with what every event of its log has, also where the search asks nothing of it, and with an id for its
   * raw text where that is not carried.
   */
  private completed(event: Event): Event {
    const always = this.names.filter(
      (name) => event[name] === undefined && fieldOf(this.binding.source, name)?.always === true,
    );
    const { identity } = this;
    return {
      ...event,
      ...Object.fromEntries(always.map((name) => [name, madeUpText(name)])),
      ...(identity === undefined ? {} : { [identity]: event[rawEvent] }),
    };
  }

  /** What the event's text has of the row: each part on a line of its own. */
  private textIn(row: Row): string {
    return this.parts.map(({ name }) => shown(row.get(name) ?? "")).join("\n");
  }

  private own(name: string): string {
    return unqualified(this.binding.source, name);
  }
}

/** Whether the Linux audit log has no way to write a text but in hexadecimal, or a decoded text looks like such a one. */
function needsHexadecimal(value: EventValue | undefined): boolean {
  const written: readonly unknown[] = Array.isArray(value) ? value : [value];
  return written.some((each) => typeof each === "string" && /[ "]|\^[?-_]/.test(each));
}

/** Whether an event is of a kind, by those of its conditions whose fields are known. */
function isOfKind(kind: EventKind, told: (name: string) => Value | undefined): boolean {
  return [...kind].every(([name, set]) => {
    const value = told(name);
    if (value === undefined) return true;
    if (set.kind === "present") return value !== null;
    if (value === null) return set.kind === "except";
    const text = shown(value).toLowerCase();
    const inside = [...set.values].some((pattern) => wildcardMatch(pattern, text));
    return inside === (set.kind === "in");
  });
}

function ofEachField(event: Event, change: (value: Value) => Value): Event {
  return Object.fromEntries(Object.entries(event).map(([name, value]) => [name, change(asValue(value))]));
}

/** Whether a value is one that a field has where nothing is asked of it. */
function isOrdinary(value: EventValue, name: string): boolean {
  return value === madeUpText(name) || value === ordinaryNumber || value === String(ordinaryNumber);
}

function isEmpty(value: Value): boolean {
  return value === null || value === "";
}

function hasEmpty(value: EventValue | undefined): boolean {
  return value === "" || (Array.isArray(value) && value.includes(""));
}

function same(wanted: EventValue, value: EventValue): boolean {
  return String(wanted).toLowerCase() === String(value).toLowerCase();
}

/** By what the home says of its columns, and the log source of the fields that are columns. */
function columnsOfEveryRow(binding: ScanBinding): readonly ColumnReference[] {
  return [...binding.source.fields.values()].flatMap(({ name, always, fill }) => {
    const bound = binding.field(name);
    return bound?.kind === "bound" &&
      bound.expression.kind === "column" &&
      (bound.always === true || (always && fill === undefined))
      ? [bound.expression]
      : [];
  });
}

function rank({ bound: { expression } }: CarriedField): number {
  return expression.kind === "column" ? 0 : 1;
}

function readsColumns(expression: ScalarExpression): boolean {
  return columnsOf(expression).length > 0;
}

function columnsOf(expression: ScalarExpression): readonly (readonly [name: string, type: string])[] {
  const columns: (readonly [string, string])[] = [];
  walkExpression(expression, (part) => {
    if (part.kind === "column") columns.push([part.name, part.type]);
  });
  return columns;
}

/** The columns of which an expression reads the last part of a path. */
function pathColumns(expression: ScalarExpression): readonly string[] {
  const columns: string[] = [];
  walkExpression(expression, (part) => {
    if (part.kind !== "call" || separatorsOf(part.function) === undefined) return;
    const [path] = part.arguments;
    if (path?.kind === "column") columns.push(path.name);
  });
  return columns;
}

/**
 * The expression with its columns as fields, which the evaluator reads. Where an empty text is a missing one, a test for the empty
 * text is one for a missing value.
 */
function overFields(expression: ScalarExpression, emptyIsMissing: boolean): ScalarExpression {
  return mapExpression(expression, (part) => {
    if (part.kind === "column") return { kind: "field", name: part.name, span: part.span };
    const asksForEmpty =
      part.kind === "compare" &&
      part.operator === "=" &&
      part.right.kind === "literal" &&
      part.right.value === "";
    if (!asksForEmpty || !emptyIsMissing) return part;
    const { left: value, span } = part;
    return { kind: "not", operand: { kind: "is-present", value, span }, span };
  });
}

/** A value as text, for messages. */
export function shown(value: EventValue): string {
  return typeof value === "object" && value !== null
    ? JSON.stringify(value)
    : singlesOf(value ?? null)
        .map(textOf)
        .join("");
}
