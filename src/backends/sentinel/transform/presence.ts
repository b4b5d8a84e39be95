import type { ScalarExpression } from "../../../plan/expression.js";
import { presenceOf } from "../../../plan/presence-of.js";
import type { Span } from "../../../source/source-text.js";
import { boolean, name, type Expression } from "../../shared/expression.js";
import { isTrue } from "./predicate.js";
import { scalar } from "./scalar.js";
import type { Scope } from "./scope.js";
import type { Session } from "./session.js";

/**
 * Tells which rows have a text that may be empty: KQL has no null of type `string`, so that the text itself does not.
 * https://learn.microsoft.com/kusto/query/scalar-data-types/null-values
 */
export interface Presence {
  /** The test, never null; what cannot be told is reported. */
  test(): Expression;
  /** The column that holds the answer. */
  readonly column?: string;
  /** What is left of it where the text moves on without such a column. */
  lost(): Presence;
}

/** The presence of a value that is computed at this place. */
export function computedPresence(expression: ScalarExpression, scope: Scope): Presence {
  const lost = lostPresence(expression.span, scope.session);
  const asked = presenceOf(
    expression,
    (name) => scalar({ kind: "field", name, span: expression.span }, scope).multivalue,
  );
  return asked === undefined ? lost : { test: () => isTrue(asked, scope), lost: () => lost };
}

/** Nothing tells any more which rows have the text: `target/unsupported` where something asks. */
export function lostPresence(span: Span, session: Session): Presence {
  const lost: Presence = {
    test: () => {
      session.unsupported(
        "a test that an empty text passes",
        "the query may compute an empty text, which a `string` column cannot tell from a missing value",
        span,
      );
      return boolean(true);
    },
    lost: () => lost,
  };
  return lost;
}

/** A test of the values themselves, for what is asked right there. */
export function presenceBy(test: Expression, { lost }: Presence): Presence {
  return { test: () => test, lost };
}

/** What a test tells wherever it is asked: of an element of an array, which goes nowhere else. */
export function certainPresence(test: Expression): Presence {
  const certain: Presence = { test: () => test, lost: () => certain };
  return certain;
}

/**
 * The presence of a text that becomes a column in a step of the plan. A first pass over the plan finds out which of
 * them something asks for; these get a column beside the text, which `write` makes.
 */
export function columnPresence(
  presence: Presence,
  step: object,
  column: string,
  session: Session,
  write: (test: Expression) => string,
): Presence {
  const { lost } = presence;
  if (!session.asksForPresence(step, column))
    return {
      test: () => {
        if (!session.probing) return lost().test();
        session.askForPresence(step, column);
        return presence.test();
      },
      lost,
    };
  const test = presence.test();
  if (test.kind === "boolean") return presenceBy(test, presence);
  const own = write(test);
  return { test: () => name(own), column: own, lost };
}
