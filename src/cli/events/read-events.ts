import { ingest } from "../../ingest/ingest.js";
import type { IngestRules } from "../../ingest/rules.js";
import { isObject, parseJson } from "../../evaluate/structured/json.js";
import { parseRecord } from "../../evaluate/structured/json-record.js";
import type { Event } from "../../evaluate/value.js";
import { eventOfJson, holdsUnsafe } from "./json-event.js";
import { readAll, readLines } from "./read-lines.js";

export interface EventFile {
  readonly path: string;
  /** Set: a raw log of that kind. Absent: one JSON object a line. */
  readonly sourcetype?: string;
  readonly source?: string;
  readonly host?: string;
}

export interface ReadOptions {
  /** Made only when a raw log is read. */
  readonly rules: () => Promise<IngestRules>;
  /** Whether an event without `_raw` gets its line as that. */
  readonly raw: boolean;
  /** Whether a line of JSON may hold an event that matters; others are not parsed. */
  readonly mayMatter?: (line: string) => boolean;
  readonly onBadLine: (line: number, reason: string) => void;
}

/** The events of a file, in batches. JSON lines are read as a stream; a raw log is cut into events as a whole. */
export async function* readEvents(file: EventFile, options: ReadOptions): AsyncGenerator<Iterable<Event>> {
  const { path, sourcetype, source = path, host } = file;
  if (sourcetype !== undefined) {
    const log = { text: await readAll(path), source, sourcetype, ...(host === undefined ? {} : { host }) };
    yield ingest(log, await options.rules());
    return;
  }
  let number = 0;
  for await (const lines of readLines(path)) {
    yield eventsOf(lines, number, options);
    number += lines.length;
  }
}

function* eventsOf(
  lines: readonly string[],
  before: number,
  { raw, mayMatter, onBadLine }: ReadOptions,
): Generator<Event> {
  let number = before;
  for (const line of lines) {
    number++;
    if (mayMatter?.(line) === false || line === "" || line.trim() === "") continue;
    const plain = parseJson(line);
    // Two ids of many digits must not become one number.
    const json = plain !== undefined && holdsUnsafe(plain) ? parseRecord(line) : plain;
    const event = json === undefined ? undefined : eventOfJson(json);
    if (event === undefined) {
      onBadLine(
        number,
        isObject(json) ? "it cannot be read" : json === undefined ? "it is not JSON" : "it is not an object",
      );
      continue;
    }
    yield raw && event["_raw"] === undefined ? { ...event, _raw: line } : event;
  }
}
