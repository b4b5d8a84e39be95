import { isObject, parsePath, type Json } from "../../../src/evaluate/structured/json.js";
import {
  singlesOf,
  valueOf,
  type EventValue,
  type MutableRow,
  type Single,
  type Value,
} from "../../../src/evaluate/value.js";

/** What one column of a row under construction holds. */
type Cell =
  | { readonly kind: "plain"; readonly value: Value; readonly type: string }
  | { readonly kind: "xml"; readonly values: Map<string, string>; readonly type: string }
  | { readonly kind: "json"; root: Json; readonly type: string }
  | { readonly kind: "pieces"; readonly pieces: string[]; readonly type: string };

/** A finished cell: its value, and the target's own name of the column's type. */
export interface FinishedCell {
  readonly value: Json;
  readonly type: string;
}

/** A row of a target's table while the fields of an event are put into it, one after the other. */
export class TargetRow {
  private readonly cells = new Map<string, Cell>();

  /** `folder` is where files lie of which only the name is known. */
  constructor(readonly folder: string) {}

  /** The plain value of a column, where it has one already. */
  plain(column: string): Value | undefined {
    const cell = this.cells.get(column);
    return cell?.kind === "plain" ? cell.value : undefined;
  }

  /** Sets a column; the first value stays, so that two fields of one column can differ only in the row's favour. */
  setPlain(column: string, type: string, value: Value): void {
    const typed = inType(value, type);
    if (!this.cells.has(column) && typed !== null)
      this.cells.set(column, { kind: "plain", value: typed, type });
  }

  replacePlain(column: string, type: string, value: Value): void {
    this.cells.set(column, { kind: "plain", value, type });
  }

  setXml(column: string, type: string, name: string, value: string): void {
    const cell = this.cells.get(column) ?? { kind: "xml", values: new Map<string, string>(), type };
    if (cell.kind !== "xml" || cell.values.has(name)) return;
    cell.values.set(name, value);
    this.cells.set(column, cell);
  }

  setJson(column: string, type: string, path: string, value: EventValue): void {
    const cell: Cell = this.cells.get(column) ?? { kind: "json", root: {}, type };
    if (cell.kind !== "json") return;
    const singles = singlesOf(typeof value === "object" && value !== null ? valueOf(value) : (value ?? null));
    cell.root = withPath(cell.root, parsePath(path).map(stepKey), singles);
    this.cells.set(column, cell);
  }

  addPiece(column: string, type: string, piece: string): void {
    const cell = this.cells.get(column) ?? { kind: "pieces", pieces: [] as string[], type };
    if (cell.kind !== "pieces") return;
    cell.pieces.push(piece);
    this.cells.set(column, cell);
  }

  finished(): ReadonlyMap<string, FinishedCell> {
    return new Map(
      [...this.cells].map(([column, cell]) => [column, { value: cellValue(cell), type: cell.type }]),
    );
  }

  /** The row as expressions over columns read it: XML and JSON are text. */
  asRow(emptyIsMissing: boolean): MutableRow {
    const row: MutableRow = new Map();
    for (const [column, cell] of this.cells) {
      const value = cellValue(cell);
      if (value === null || (emptyIsMissing && value === "")) continue;
      row.set(
        column,
        isObject(value) || cell.kind === "json"
          ? JSON.stringify(value)
          : Array.isArray(value)
            ? valueOf(value as readonly Single[])
            : (value as Value),
      );
    }
    return row;
  }
}

const numberTypes: ReadonlySet<string> = new Set([
  ...[
    "int",
    "long",
    "real",
    "decimal",
    "number",
    "integer",
    "short",
    "byte",
    "unsigned_long",
    "double",
    "float",
  ],
  ...["half_float", "scaled_float"],
]);
const timeTypes: ReadonlySet<string> = new Set(["datetime", "date"]);

/** A value as a column of the type holds it; nothing where it cannot. */
function inType(value: Value, type: string): Value {
  if (value === null || typeof value === "object") return value;
  if (numberTypes.has(type) || timeTypes.has(type))
    return String(value).trim() === "" || Number.isNaN(Number(value)) ? null : Number(value);
  if (type === "boolean" || type === "bool")
    return /^(true|false)$/i.test(String(value)) ? String(value).toLowerCase() : null;
  return String(value);
}

function cellValue(cell: Cell): Json {
  switch (cell.kind) {
    case "plain":
      return cell.value;
    case "xml":
      return `<EventData>${[...cell.values].map(([name, value]) => `<Data Name="${name}">${escapeXml(value)}</Data>`).join("")}</EventData>`;
    case "json":
      return cell.root;
    case "pieces":
      return cell.pieces.join(" ");
  }
}

function escapeXml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&apos;");
}

type Key = string | number | "{}";

function stepKey(step: ReturnType<typeof parsePath>[number]): Key {
  switch (step.kind) {
    case "key":
      return step.key;
    case "index":
      return step.index;
    case "all":
      return "{}";
    case "attribute":
      return `@${step.name}`;
  }
}

/** JSON in which a path leads to these values; an array step spreads them over its elements. */
function withPath(root: Json, [step, ...rest]: readonly Key[], values: readonly Single[]): Json {
  if (step === undefined)
    return values.length === 0 ? root : values.length === 1 ? (values[0] ?? null) : [...values];
  if (step === "{}") {
    const elements: Json[] = Array.isArray(root) ? [...(root as readonly Json[])] : [];
    for (const [index, value] of values.entries())
      elements[index] = withPath(elements[index] ?? (rest.length > 0 ? {} : null), rest, [value]);
    return elements.map((element) => element ?? null);
  }
  if (values.length === 0) return root;
  if (typeof step === "number") {
    const elements: Json[] = Array.isArray(root) ? [...(root as readonly Json[])] : [];
    while (elements.length < step) elements.push(null);
    elements[step] = withPath(elements[step] ?? {}, rest, values);
    return elements;
  }
  const object = isObject(root) ? root : {};
  return { ...object, [step]: withPath(object[step] ?? (rest.length > 0 ? {} : null), rest, values) };
}
