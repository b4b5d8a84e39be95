import type { EvaluationContext } from "../evaluate/context.js";
import { compilePredicate, type Predicate } from "../evaluate/expression.js";
import { rowOfEvent, type Event } from "../evaluate/value.js";
import { eventKindTest } from "../plan/event-kind-test.js";
import type { EventKind, LogSource, ValueSet } from "../plan/log-source.js";
import type { Span } from "../source/source-text.js";

/** What a log has in events of a kind, of the fields that a search reads. */
interface Known {
  readonly ofKind: Predicate;
  readonly fields: readonly KnownField[];
}

/** One field of such events. */
export interface KnownField {
  readonly name: string;
  readonly set: ValueSet;
  readonly meets: Predicate;
}

/** What the catalog says of the events of a kind (`implies`): events that break it cannot be. */
export class Implications {
  private readonly known: readonly Known[];

  constructor(
    source: LogSource | undefined,
    names: readonly string[],
    span: Span,
    context: EvaluationContext,
  ) {
    const test = (kind: EventKind) => compilePredicate(eventKindTest(kind, span), context);
    this.known = (source?.implications ?? []).map(({ when, then }) => ({
      ofKind: test(when),
      fields: [...then].flatMap(([name, set]) =>
        names.includes(name) ? [{ name, set, meets: test(new Map([[name, set]])) }] : [],
      ),
    }));
  }

  /** The fields of an event that are not as they are in all events of its kind. */
  broken(event: Event): readonly KnownField[] {
    const row = rowOfEvent(event);
    return this.known
      .filter(({ ofKind, fields }) => fields.length > 0 && ofKind(row) === true)
      .flatMap(({ fields }) => fields.filter(({ name, meets }) => event[name] === "" || meets(row) !== true));
  }
}
