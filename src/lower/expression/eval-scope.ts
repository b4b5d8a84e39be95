import type { SearchExpression } from "../../../grammar/ast.js";
import type { ScalarExpression } from "../../plan/expression.js";
import type { Span } from "../../source/source-text.js";
import type { Scope } from "../scope.js";

/** Where an expression of the eval language stands. */
export interface EvalScope extends Scope {
  /** The field that stands for one of its values at a time, inside `mvfilter` and `mvmap`. */
  readonly perValue?: string;
  /** Lost fields that the expression reckons with: it asks first whether they are there. */
  readonly optional?: ReadonlySet<string>;
  /** Reads the text of `searchmatch("…")`; `undefined` when it was reported as wrong. */
  parseSearchText(text: string, span: Span): SearchExpression | undefined;
}

/** Lowers a part of an expression; passed down so that the modules of this folder do not import in a circle. */
export type LowerPart<Part> = (part: Part, scope: EvalScope) => ScalarExpression | undefined;
