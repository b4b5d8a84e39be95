import {
  singlesOf,
  textOf,
  valueOf,
  type Event,
  type EventValue,
  type MutableRow,
  type Value,
} from "../evaluate/value.js";
import type { DataModelRule } from "../ingest/rules.js";
import { meaningOf, unqualified, type LogSource, type SourceCatalog } from "../plan/log-source.js";
import type { Scan } from "../plan/plan.js";
import { recordedEvents } from "./recorded-catalog.js";

const noSources: ReadonlySet<string> = new Set();
const routingFields = ["sourcetype", "source", "eventtype", "Channel"] as const;

/**
 * Decides which events a scan sees, and how. An event that says where it comes from is seen by the scans of that log
 * source; any other event is seen by all. A scan of a data model sees the events that have its tags, with the fields
 * that the model computes; what the model fills is filled.
 */
export class EventRouter {
  private readonly modelsBySource = new Map<string, readonly DataModelRule[]>();
  private readonly sourcesByOrigin = new Map<string, ReadonlySet<string>>();

  constructor(
    private readonly catalog: SourceCatalog,
    dataModels: readonly DataModelRule[],
  ) {
    for (const model of dataModels)
      this.modelsBySource.set(model.source, [...(this.modelsBySource.get(model.source) ?? []), model]);
  }

  /** Whether a scan sees the values of an event and no others. */
  readsAsIs({ source }: Scan): boolean {
    if (source.kind !== "log") return false;
    const known = this.catalog.sources.get(source.id);
    return (
      source.id === recordedEvents ||
      (known !== undefined && !reshapes(known) && !this.modelsBySource.has(source.id))
    );
  }

  /** The event as a scan sees it, or `undefined` when it is not the scan's. */
  viewFor(scan: Scan, event: Event): Event | undefined {
    if (scan.source.kind !== "log") return undefined;
    const { id } = scan.source;
    if (id === recordedEvents) return event;
    const source = this.catalog.sources.get(id);
    const models = this.modelsBySource.get(id) ?? [];
    if (models.length > 0 && event["tag"] !== undefined) {
      const tags = new Set(textsOf(event["tag"]));
      const model = models.find((candidate) => candidate.tags.every((tag) => tags.has(tag)));
      return model === undefined ? undefined : filled(modelled(event, model), source, model.fill);
    }
    // A row of a data set may be given as it is: the model is not told from its rows.
    const isDataSet = source !== undefined && source.prefixes.length > 0;
    if (!isDataSet && this.isForeign(event, id)) return undefined;
    return filled(event, source, new Map());
  }

  /** Whether an event says that it is of another log source. A sourcetype that the catalog does not know is another. */
  private isForeign(event: Event, id: string): boolean {
    const origins = this.originsOf(event);
    return origins.size > 0 ? !origins.has(id) : event["sourcetype"] !== undefined;
  }

  /** The log sources that an event's own fields name; none when they name none. */
  private originsOf(event: Event): ReadonlySet<string> {
    if (routingFields.every((key) => event[key] === undefined)) return noSources;
    const terms = routingFields.flatMap((key) => textsOf(event[key]).map((value) => ({ key, value })));
    const origin = terms.map(({ key, value }) => `${key}=${value}`).join("\u0000");
    let sources = this.sourcesByOrigin.get(origin);
    if (sources === undefined) {
      const named = new Set<string>();
      for (const { key, value } of terms) {
        const meaning = meaningOf(this.catalog, key, value);
        if (meaning.kind !== "sources") continue;
        for (const { source, within } of meaning.spellings) {
          named.add(source);
          if (within !== undefined) named.add(within);
        }
      }
      sources = named;
      this.sourcesByOrigin.set(origin, sources);
    }
    return sources;
  }
}

function textsOf(value: EventValue): readonly string[] {
  return singlesOf(valueIn(value)).map(textOf);
}

function valueIn(value: EventValue): Value {
  return typeof value === "object" && value !== null ? valueOf(value) : (value ?? null);
}

/** The event with the fields that a data model computes from it. */
function modelled(event: Event, { calculate }: DataModelRule): Event {
  const row: MutableRow = new Map(Object.entries(event).map(([name, value]) => [name, valueIn(value)]));
  const computed = calculate.map(({ name, compute }) => [name, compute(row)] as const);
  return { ...event, ...Object.fromEntries(computed.filter(([, value]) => value !== null)) };
}

const reshaping = new WeakMap<LogSource, boolean>();

/** Whether a source has names with prefixes, or fields that are filled. */
function reshapes(source: LogSource): boolean {
  let result = reshaping.get(source);
  if (result === undefined) {
    result = source.prefixes.length > 0 || [...source.fields.values()].some(({ fill }) => fill !== undefined);
    reshaping.set(source, result);
  }
  return result;
}

/** The event with its fields by their own names, and with the texts that a data model puts where there is nothing. */
function filled(event: Event, source: LogSource | undefined, fills: ReadonlyMap<string, string>): Event {
  if (source === undefined || (fills.size === 0 && !reshapes(source))) return event;
  const result: Record<string, EventValue> = {};
  for (const [name, value] of Object.entries(event)) result[unqualified(source, name)] = value;
  for (const [name, fill] of fills) result[name] ??= fill;
  for (const { name, fill } of source.fields.values()) if (fill !== undefined) result[name] ??= fill;
  return result;
}
