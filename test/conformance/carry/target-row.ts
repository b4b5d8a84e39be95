import { isIP } from "node:net";
import { isObject, type Json } from "../../../src/evaluate/structured/json.js";
import {
  singlesOf,
  valueOf,
  type EventValue,
  type MutableRow,
  type Single,
  type Value,
} from "../../../src/evaluate/value.js";

import type { ScalarExpression } from "../../../src/plan/expression.js";
import { ordinaryNumber } from "../../../src/witness/value-for.js";
import { withPath } from "../../../src/witness/json-with-path.js";

/** What one column of a row under construction holds. */
type Cell =
  | { readonly kind: "plain"; readonly value: Value; readonly type: string }
  /** Values of a document of XML, behind the pieces of text that stand before it. */
  | {
      readonly kind: "xml";
      readonly pieces: string[];
      readonly values: Map<string, string>;
      readonly type: string;
    }
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
  private settled = false;
  readonly needed: ScalarExpression[] = [];

  /** `folder` is where files lie of which only the name is known. An empty text is not written where it is a missing one. */
  constructor(
    readonly folder: string,
    private readonly emptyIsMissing: boolean,
  ) {}

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
    if (!this.settled) this.cells.set(column, { kind: "plain", value, type });
  }

  /** From now on no column that has a value gets another: a made-up value gives way to one that a test asks for. */
  settle(): void {
    this.settled = true;
  }

  setXml(column: string, type: string, name: string, value: string): void {
    if (this.emptyIsMissing && value === "") return;
    const known = this.cells.get(column);
    // A text that the whole of a document has to hold stands in a value of it.
    const values = new Map(known?.kind === "plain" ? [["w", String(known.value)]] : []);
    const pieces = known?.kind === "pieces" ? known.pieces : [];
    const cell: Cell =
      known === undefined || known.kind !== "xml" ? { kind: "xml", pieces, values, type } : known;
    if (known?.kind === "json" || cell.values.has(name)) return;
    cell.values.set(name, value);
    this.cells.set(column, cell);
  }

  /** A value of a document of XML, where it has one already. */
  xml(column: string, name: string): string | undefined {
    const cell = this.cells.get(column);
    return cell?.kind === "xml" ? cell.values.get(name) : undefined;
  }

  replaceXml(column: string, name: string, value: string): void {
    const cell = this.cells.get(column);
    if (cell?.kind === "xml" && !this.settled) cell.values.set(name, value);
  }

  /** That something has to give a value in the end. */
  needs(value: ScalarExpression): void {
    this.needed.push(value);
  }

  setJson(column: string, type: string, path: string, value: EventValue): void {
    this.changeJson(column, type, value, (root, singles) => withPath(root, path, singles));
  }

  /** A member of the very name, which may have dots. */
  setMember(column: string, type: string, key: string, value: EventValue): void {
    this.changeJson(column, type, value, (root, [single]) =>
      isObject(root) && single !== undefined ? { ...root, [key]: single } : root,
    );
  }

  private changeJson(
    column: string,
    type: string,
    value: EventValue,
    change: (root: Json, singles: readonly Single[]) => Json,
  ): void {
    const cell: Cell = this.cells.get(column) ?? { kind: "json", root: {}, type };
    if (cell.kind !== "json") return;
    const given = singlesOf(typeof value === "object" && value !== null ? valueOf(value) : (value ?? null));
    const singles = this.emptyIsMissing ? given.filter((single) => single !== "") : given;
    cell.root = change(cell.root, singles);
    this.cells.set(column, cell);
  }

  /** A column of paths has a folder: a name alone does not come in logs. */
  addFolder(column: string): void {
    const cell = this.cells.get(column);
    if (cell?.kind !== "plain" || typeof cell.value !== "string" || /^$|[\\/]/.test(cell.value)) return;
    this.cells.set(column, { ...cell, value: `${this.folder}${cell.value}` });
  }

  addPiece(column: string, type: string, piece: string): void {
    const cell = this.cells.get(column) ?? { kind: "pieces", pieces: [] as string[], type };
    if (cell.kind !== "pieces" && cell.kind !== "xml") return;
    cell.pieces.push(piece);
    this.cells.set(column, cell);
  }

  finished(): ReadonlyMap<string, FinishedCell> {
    return new Map(
      [...this.cells].map(([column, cell]) => [column, { value: cellValue(cell), type: cell.type }]),
    );
  }

  /** The row as expressions over columns read it: XML and JSON are text. */
  asRow(): MutableRow {
    const row: MutableRow = new Map();
    for (const [column, cell] of this.cells) {
      const value = cellValue(cell);
      if (value === null || (this.emptyIsMissing && value === "")) continue;
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

/** Whether a text is one that a field has where nothing is asked of its value. */
export function isMadeUpText(text: string): boolean {
  return /^w[a-z]/.test(text);
}

/** Whether a value is such a text, or the number that takes its place. */
export function isMadeUp(text: string): boolean {
  return isMadeUpText(text) || text === String(ordinaryNumber);
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
const wholeTypes: ReadonlySet<string> = new Set(["int", "long", "integer", "short", "byte", "unsigned_long"]);
const timeTypes: ReadonlySet<string> = new Set(["datetime", "date"]);

/** A value as a column of the type holds it; nothing where it cannot. A made-up text becomes a made-up value of the type. */
function inType(value: Value, type: string): Value {
  if (value === null || typeof value === "object") return value;
  const text = String(value);
  const madeUp = isMadeUpText(text);
  if (numberTypes.has(type) || timeTypes.has(type)) {
    if (madeUp) return (timeTypes.has(type) ? 1_699_990_000 : 1000) + fingerprint(text);
    const number = text.trim() === "" ? NaN : Number(text);
    return Number.isNaN(number) || (wholeTypes.has(type) && !Number.isInteger(number)) ? null : number;
  }
  if (type === "boolean" || type === "bool") {
    if (madeUp) return "true";
    return /^(true|false)$/i.test(text) ? text.toLowerCase() : null;
  }
  if (type === "ip") return madeUp ? `203.0.113.${String(fingerprint(text))}` : isIP(text) > 0 ? text : null;
  return text;
}

/** A number below 250 that tells texts apart most of the time. */
function fingerprint(text: string): number {
  return [...text].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 250, 7);
}

function cellValue(cell: Cell): Json {
  switch (cell.kind) {
    case "plain":
      return cell.value;
    case "xml":
      return `${cell.pieces.map((piece) => `${piece} `).join("")}<EventData>${[...cell.values].map(([name, value]) => `<Data Name="${name}">${escapeXml(value)}</Data>`).join("")}</EventData>`;
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
