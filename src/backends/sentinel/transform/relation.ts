import type { WildcardPattern } from "../../../../grammar/ast.js";
import type { FieldReference } from "../../../plan/expression.js";
import type { RowType } from "../../../plan/row-type.js";
import type { Span } from "../../../source/source-text.js";
import type { ScanBinding } from "../../../target/bind.js";
import type { Environment } from "../../shared/environment.js";
import type { Expression } from "../../shared/expression.js";
import type { KqlPipeline, KqlSortKey, KqlStage } from "../tree.js";
import type { Staging } from "./staging.js";
import type { KqlValue } from "./value.js";

/** A column of the plan: its value, or a way to find it out when something needs it. */
export type Column = KqlValue | Deferred;

/** A field of an event that is resolved, and reported when the target lacks it, where it is used. */
export interface Deferred {
  readonly deferred: FieldReference;
  readonly from: FieldSource;
  /** Where it was written, if it is left out of a result in which it only shows. */
  readonly leftOut?: Span;
}

export function isDeferred(column: Column): column is Deferred {
  return "deferred" in column;
}

/** The rows that a part of the plan gives, as a query so far. */
export interface Relation {
  readonly pipeline: KqlPipeline;
  readonly columns: Environment<Column>;
  /** The row as the plan types it. */
  readonly row?: RowType;
  /** For rows that have more fields than are listed. */
  readonly fields?: FieldSource;
  readonly order: RowOrder;
  /** Columns that tell which event a row stands for, the time first; kept through all stages. */
  readonly evidence?: readonly string[];
  /** The rows before a choice of columns that gave up their order, where that stage is the last one. */
  readonly chosen?: { readonly from: Relation; readonly stage: KqlStage };
  /** The stages that give fields columns of their own, and filters between them, where they are the last ones. */
  readonly computed?: readonly KqlStage[];
}

/** The fields of events that are not listed yet. */
export interface FieldSource {
  /** The value of a field; a refusal is reported there. */
  resolve(reference: FieldReference): KqlValue;
  /** Whether there is such a field, without a report. */
  has(name: string): boolean;
  readonly removed: ReadonlySet<string>;
  /** What the events are in the table; absent where the fields are none of events. */
  readonly binding?: ScanBinding;
  /** The values of all fields that a pattern names, in their order; `undefined` where the table cannot tell. */
  each(pattern: WildcardPattern, staging: Staging): KqlValue | undefined;
}

/** In which order the rows come; `unknown` where KQL does not keep the one that SPL has. */
export type RowOrder =
  /** As events come; by their time, whatever the search made of `_time`. */
  | { readonly kind: "newest-first"; readonly time: Expression }
  | { readonly kind: "sorted"; readonly keys: readonly KqlSortKey[] }
  /** The order that a search has by these keys; the query's rows come in it only after a stage that sorts. */
  | { readonly kind: "by-keys"; readonly keys: readonly KqlSortKey[] }
  | { readonly kind: "unknown" };

export function withStage(relation: Relation, ...stages: readonly KqlStage[]): Relation {
  const { pipeline } = relation;
  return { ...relation, pipeline: { ...pipeline, stages: [...pipeline.stages, ...stages] } };
}

/** The names of columns in an expression. */
export function namesIn(expression: Expression, into: Set<string> = new Set()): Set<string> {
  switch (expression.kind) {
    case "name":
      into.add(expression.name);
      break;
    case "operation":
      for (const operand of expression.operands) namesIn(operand, into);
      break;
    case "template":
      for (const argument of expression.arguments) namesIn(argument, into);
      break;
    case "list":
      for (const item of expression.items) namesIn(item, into);
      break;
    case "text":
    case "number":
    case "boolean":
    case "keyword":
      break;
  }
  return into;
}
