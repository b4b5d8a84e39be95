import type { Expression } from "../shared/expression.js";
import type { Form } from "./form.js";
import type { KqlType } from "./kql/types.js";

/** A query with the names it defines before it. */
export interface KqlQuery {
  readonly lets: readonly KqlLet[];
  readonly body: KqlPipeline;
  readonly form: Form;
  /** How far the query looks back. */
  readonly lookbackSeconds: number;
}

/** `let name = …;` */
export type KqlLet = KqlTabularLet | KqlFunction;

export interface KqlTabularLet {
  readonly kind: "rows";
  readonly name: string;
  readonly body: KqlPipeline;
}

/** `let name = (parameter: string) { … };` */
export interface KqlFunction {
  readonly kind: "function";
  readonly name: string;
  readonly parameter: string;
  readonly body: Expression;
}

export interface KqlPipeline {
  readonly source: KqlSource;
  readonly stages: readonly KqlStage[];
}

export type KqlSource =
  /** A table, or a name that a `let` defines. */
  | { readonly kind: "table"; readonly name: string; readonly comment?: string }
  /** A tabular function: `_GetWatchlist('…')`. */
  | { readonly kind: "function"; readonly call: Expression; readonly comment?: string }
  | { readonly kind: "union"; readonly inputs: readonly KqlPipeline[]; readonly comment?: string }
  | {
      readonly kind: "datatable";
      readonly columns: readonly { readonly name: string; readonly type: KqlType }[];
      readonly rows: readonly (readonly Expression[])[];
      readonly comment?: string;
    }
  /** `print`: one row. */
  | { readonly kind: "print"; readonly columns: readonly Assignment[]; readonly comment?: string };

/** A computed column; without a name of its own where the expression is a column that keeps its name. */
export interface Assignment {
  readonly name: string;
  readonly expression: Expression;
  /** Further columns of an aggregate that gives several (`arg_max`): `(name, …more) = …`. */
  readonly more?: readonly string[];
}

export type JoinKind = "inner" | "leftouter" | "leftsemi" | "leftanti";

export type KqlStage = KqlStageBody & { readonly comment?: string };

export type KqlStageBody =
  | { readonly kind: "where"; readonly predicate: Expression }
  | { readonly kind: "extend"; readonly columns: readonly Assignment[] }
  | { readonly kind: "project"; readonly columns: readonly Assignment[] }
  | { readonly kind: "project-away"; readonly columns: readonly string[] }
  | {
      readonly kind: "summarize";
      readonly aggregates: readonly Assignment[];
      readonly keys: readonly Assignment[];
    }
  | { readonly kind: "sort"; readonly keys: readonly KqlSortKey[] }
  | { readonly kind: "take"; readonly count: number }
  | {
      readonly kind: "join";
      readonly join: JoinKind;
      readonly right: KqlPipeline;
      readonly on: readonly { readonly left: string; readonly right: string }[];
    }
  | {
      readonly kind: "lookup";
      readonly right: KqlPipeline;
      readonly on: readonly { readonly left: string; readonly right: string }[];
    }
  | {
      readonly kind: "mv-apply";
      readonly item: Assignment;
      /** The name for the place of an item in its array. */
      readonly index?: string;
      readonly stages: readonly KqlStage[];
    }
  | { readonly kind: "mv-expand"; readonly column: Assignment; readonly type: KqlType }
  /** Columns that each row gets from itself and from the row before, which the name of the only step stands for. */
  | {
      readonly kind: "scan";
      readonly step: string;
      readonly declares: readonly {
        readonly name: string;
        readonly type: KqlType;
        readonly initial?: Expression;
      }[];
      readonly columns: readonly Assignment[];
    };

export interface KqlSortKey {
  readonly expression: Expression;
  readonly descending: boolean;
}
