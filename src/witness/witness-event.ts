import type { LookupRows } from "../evaluate/lookup-rows.js";
import type { Event } from "../evaluate/value.js";
import type { SourceCatalog } from "../plan/log-source.js";
import type { Scan } from "../plan/plan.js";

/** An event made for one scan of a search, and what it tries. */
export interface WitnessEvent {
  readonly scan: Scan;
  readonly note: string;
  readonly fields: Event;
  /** The one field in which it differs from an event that is meant to pass. */
  readonly changed?: string;
}

/** Events that are to be run together. */
export interface WitnessCase {
  readonly name: string;
  readonly events: readonly WitnessEvent[];
}

export interface WitnessOptions {
  readonly seed: number;
  /** The moment of the search; the events lie within the half hour before it. */
  readonly now: number;
  readonly catalog: SourceCatalog;
  readonly lookups?: ReadonlyMap<string, LookupRows>;
  /** The most events of one case. */
  readonly mostEvents?: number;
}
