import type { Term } from "../../../plan/expression.js";
import { eventTexts } from "../../../target/event-texts.js";
import { boolean, call, name, text, type Expression } from "../../shared/expression.js";
import { termPattern } from "../../shared/regex/term-pattern.js";
import { regexTest } from "./convert.js";
import { negated } from "./logic.js";
import type { Wanted } from "./predicate.js";
import type { Scope } from "./scope.js";

/**
 * A term of the raw event, looked for in the columns that keep the text of the event. A text that a table puts
 * together from its columns, or writes out of an object, has other tokens, so that a term in it is refused.
 */
export function termTest(term: Term, wanted: Wanted, scope: Scope): Expression {
  const { session } = scope;
  const binding = scope.eventBinding();
  const texts = binding && eventTexts(term, binding, session.context.profile);
  if (texts === undefined) {
    scope.value({ kind: "field", name: "_raw", span: term.span });
    session.unsupported(
      "a term of the raw event",
      "the table does not keep the text of the event, so that the term has nothing to be looked for in",
      term.span,
    );
    return boolean(true);
  }
  for (const column of texts) session.tableColumns.add(column.name);
  // A term of several columns stays within a line, so that it stands in one of them.
  const columns = texts.map((column) => name(column.name));
  const [only, ...others] = columns;
  const event =
    only !== undefined && others.length === 0 ? only : call("strcat_delim", text("\n"), ...columns);
  const found = regexTest(event, termPattern(term.pattern, term));
  return wanted === "true" ? found : negated(found);
}
