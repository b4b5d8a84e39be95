import type { FieldReference } from "../../../plan/expression.js";
import type { Environment } from "../../shared/environment.js";
import type { Expression } from "../../shared/expression.js";
import type { KqlPipeline, KqlSortKey, KqlStage } from "../tree.js";
import type { KqlValue } from "./value.js";

/** A column of the plan: its value, or a way to find it out when something needs it. */
export type Column = KqlValue | Deferred;

/** A field of an event that is resolved, and reported when the target lacks it, where it is used. */
export interface Deferred {
  readonly deferred: FieldReference;
}

export function isDeferred(column: Column): column is Deferred {
  return "deferred" in column;
}

/** The rows that a part of the plan gives, as a query so far. */
export interface Relation {
  readonly pipeline: KqlPipeline;
  readonly columns: Environment<Column>;
  /** For rows that have more fields than are listed. */
  readonly fields?: FieldSource;
  readonly order: RowOrder;
}

/** The fields of events that are not listed yet. */
export interface FieldSource {
  /** The value of a field; a refusal is reported there. */
  resolve(reference: FieldReference): KqlValue;
  /** Whether there is such a field, without a report. */
  has(name: string): boolean;
  readonly removed: ReadonlySet<string>;
}

/** In which order the rows come; `unknown` where KQL does not keep the one that SPL has. */
export type RowOrder =
  | { readonly kind: "newest-first" }
  | { readonly kind: "sorted"; readonly keys: readonly KqlSortKey[] }
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
