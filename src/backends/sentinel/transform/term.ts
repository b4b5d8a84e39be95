import type { Term } from "../../../plan/expression.js";
import { boolean, type Expression } from "../../shared/expression.js";
import { termPattern } from "../../shared/regex/term-pattern.js";
import { regexTest } from "./convert.js";
import { negated } from "./logic.js";
import type { Wanted } from "./predicate.js";
import type { Scope } from "./scope.js";

/**
 * A term of the raw event, looked for in the column that keeps the text of the event. A text that a table puts
 * together from its columns, or writes out of an object, has other tokens, so that a term in it is refused.
 */
export function termTest(term: Term, wanted: Wanted, scope: Scope): Expression {
  const { session } = scope;
  const raw = scope.value({ kind: "field", name: "_raw", span: term.span });
  const { expression } = raw;
  const isKept =
    raw.type === "string" && expression.kind === "name" && session.eventTexts.has(expression.name);
  if (!isKept) {
    session.unsupported(
      "a term of the raw event",
      "the table does not keep the text of the event, so that the term has nothing to be looked for in",
      term.span,
    );
    return boolean(true);
  }
  const found = regexTest(expression, termPattern(term.pattern, term));
  return wanted === "true" ? found : negated(found);
}
