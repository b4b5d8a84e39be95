import type { FieldReference } from "../../../plan/expression.js";
import type { RowType } from "../../../plan/row-type.js";
import type { ScanBinding } from "../../../target/bind.js";
import { Environment } from "../../shared/environment.js";
import { isDeferred, type Column, type FieldSource, type Relation } from "./relation.js";
import type { Session } from "./session.js";
import type { Staging } from "./staging.js";
import { missingValue, type KqlValue } from "./value.js";

/** What the fields of an expression are at one place of a query. */
export class Scope {
  constructor(
    readonly session: Session,
    private readonly columns: Environment<Column>,
    private readonly fields?: FieldSource,
    private readonly row?: RowType,
    /** Where tests of each value of an array can have their stages. */
    readonly staging?: Staging,
    /** Whether the expressions are what fields are in a table, whose empty texts are missing values. */
    readonly ofTable = false,
  ) {}

  static of(session: Session, relation: Relation, staging?: Staging): Scope {
    return new Scope(session, relation.columns, relation.fields, relation.row, staging);
  }

  /** The place of expressions over the columns of a table. */
  static ofTable(session: Session, staging?: Staging): Scope {
    return new Scope(session, Environment.empty(), undefined, undefined, staging, true);
  }

  /** Whether a field may be an empty text that the query computed, as its value or as one of several. */
  mayBeEmpty(field: string): boolean {
    const column = this.columns.get(field);
    if (column === undefined || isDeferred(column)) return false;
    return column.presence !== undefined || column.emptyElements === true;
  }

  /** The same place with a field that stands for one of its values. */
  withElement(field: string, element: KqlValue): Scope {
    return new Scope(this.session, this.columns.with(field, element), this.fields, this.row);
  }

  /** What the events are in the table, where rows of this place still have the text of their event. */
  eventBinding(): ScanBinding | undefined {
    const raw = this.columns.get("_raw");
    if (raw === undefined)
      return this.fields?.removed.has("_raw") === false ? this.fields.binding : undefined;
    if (isDeferred(raw)) return raw.from.binding;
    return raw.expression.kind === "name" ? this.session.eventTexts.get(raw.expression.name) : undefined;
  }

  /** The value of a field; one that rows of this place cannot have is missing. */
  value(reference: FieldReference): KqlValue {
    const column = this.columns.get(reference.name);
    if (column !== undefined)
      return isDeferred(column) ? column.from.resolve({ ...reference, name: column.deferred.name }) : column;
    if (this.fields === undefined || this.fields.removed.has(reference.name)) {
      if (
        !this.session.refused &&
        this.row !== undefined &&
        !this.row.open &&
        this.row.columns.has(reference.name)
      )
        throw new Error(`the query lost the column ${reference.name}`);
      return missingValue();
    }
    return this.fields.resolve(reference);
  }
}
