import { breakEvents, type EventBreak } from "./break/break-events.js";
import { eventTime } from "./event-time.js";
import { extractColumns } from "./extract/columns.js";
import { extractJson } from "./extract/json-fields.js";
import { readJson } from "./extract/read-json.js";
import { extractKeyValue } from "./extract/key-value.js";
import { extractWindowsClassic } from "./extract/windows-classic.js";
import { extractWindowsXml } from "./extract/windows-xml.js";
import { FieldCollector } from "./field-collector.js";
import type { Extraction, IngestRule, IngestRules } from "./rules.js";
import { cleanName } from "../evaluate/structured/clean-name.js";
import type { Event, MutableRow, Value } from "../evaluate/value.js";

/** A raw log with what Splunk's inputs would say of it. */
export interface RawLog {
  readonly text: string;
  readonly source: string;
  readonly sourcetype: string;
  readonly host?: string;
}

/**
 * The events of a raw log with the fields that Splunk and its add-ons give them at search time, in the order of
 * Splunk: extractions, aliases, calculated fields (all from the values before any of them), lookups, tags.
 * https://docs.splunk.com/Documentation/Splunk/latest/Knowledge/Searchtimeoperationssequence
 */
export function* ingest(log: RawLog, { rules, tables }: IngestRules): Iterable<Event> {
  const applying = rules.filter((rule) => applies(rule, log));
  const how = applying.findLast((rule) => rule.break !== undefined)?.break ?? guessBreak(log.text);
  const effective = applying.length === 0 ? [automatic(how)] : applying;
  const time = effective.findLast((rule) => rule.time !== undefined)?.time;

  for (const raw of breakLog(log.text, how)) {
    const fields = new FieldCollector();
    fields.set("_raw", raw);
    fields.set("source", log.source);
    fields.set("sourcetype", log.sourcetype);
    if (log.host !== undefined) fields.set("host", log.host);
    for (const rule of effective) for (const extraction of rule.extract) extract(extraction, raw, fields);
    // Without a host of its own a log is of the machine that reads it.
    fields.addFirst("host", "localhost");
    for (const rule of effective) alias(rule, fields);
    for (const rule of effective) calculate(rule, fields);
    for (const rule of effective) lookUp(rule, fields, tables);
    for (const rule of effective) tag(rule, fields);
    fields.set("_time", eventTime(raw, fields, time) ?? null);
    yield fields.event();
  }
}

/** A file made for one rendering may hold another: XML events in a classic source, JSON in a source of lines. */
function breakLog(text: string, how: EventBreak): readonly string[] {
  const guessed = guessBreak(text);
  return breakEvents(
    text,
    guessed === "line" ? (how === "windows-xml" || how === "json" ? "line" : how) : guessed,
  );
}

function guessBreak(text: string): EventBreak {
  const start = text.trimStart();
  if (start.startsWith("<Event")) return "windows-xml";
  if (start.startsWith("{") || start.startsWith("[{")) return "json";
  return /^\d{1,2}\/\d{1,2}\/\d{4} \d{1,2}:\d{2}:\d{2}(?:\.\d+)? [AP]M\r?$/m.test(start)
    ? "windows-classic"
    : "line";
}

/** What Splunk does with a source it has no add-on for. */
function automatic(how: EventBreak): IngestRule {
  return {
    when: { source: [], sourcetype: [] },
    extract: [{ kind: how === "line" || how === "whole" ? "key-value" : how }],
    aliases: [],
    calculate: [],
    lookups: [],
    assumed: [],
    tags: [],
  };
}

/** Whether a rule is for the events of a source. */
export function applies({ when }: IngestRule, log: Pick<RawLog, "source" | "sourcetype">): boolean {
  const bySource = when.source.some((pattern) => pattern.test(log.source));
  const bySourcetype = when.sourcetype.some((pattern) => pattern.test(log.sourcetype));
  return bySource || bySourcetype;
}

function extract(extraction: Extraction, raw: string, fields: FieldCollector): void {
  switch (extraction.kind) {
    case "windows-xml":
      // Collectors put JSON records of other products into the sourcetype of Windows, too.
      if (raw.startsWith("{")) return extractJsonText(raw, fields);
      return raw.startsWith("<Event") ? extractWindowsXml(raw, fields) : undefined;
    case "windows-classic":
      return raw.startsWith("<Event") ? undefined : extractWindowsClassic(raw, fields);
    case "json":
      return extractJsonText(raw, fields);
    case "key-value":
      return extractKeyValue(raw, fields);
    case "columns":
      return extractColumns(raw, extraction.delimiter, extraction.names, fields);
    case "pattern": {
      const groups = extraction.pattern.exec(fields.text(extraction.field) ?? "")?.groups ?? {};
      for (const [name, value] of Object.entries(groups))
        if (value !== undefined) fields.addFirst(name, value);
      return;
    }
    case "pairs":
      for (const [, name, value] of (fields.text(extraction.field) ?? "").matchAll(extraction.pattern))
        fields.addFirst(name ?? "", value ?? "");
      return;
    case "named-values": {
      const values = fields.texts(extraction.values);
      for (const [index, name] of fields.texts(extraction.names).entries())
        fields.addFirst(cleanName(name), values[index] ?? "");
      return;
    }
    default:
      return extraction satisfies never;
  }
}

/** A record behind a syslog header is still JSON from its first brace on. */
function extractJsonText(raw: string, fields: FieldCollector): void {
  const at = raw.search(/[[{]/);
  if (at !== -1) extractJson(readJson(raw.slice(at)), fields);
}

function alias(rule: IngestRule, fields: FieldCollector): void {
  for (const { name, from } of rule.aliases) {
    const value = from.map((field) => fields.get(field)).find((found) => found !== null);
    if (value !== undefined) fields.set(name, value);
  }
}

function calculate(rule: IngestRule, fields: FieldCollector): void {
  const row = rowOf(fields);
  const results = rule.calculate.map(({ name, compute }) => [name, compute(row)] as const);
  // A calculated field that comes out missing leaves what an extraction found.
  for (const [name, value] of results) if (value !== null) fields.set(name, value);
}

function lookUp(rule: IngestRule, fields: FieldCollector, tables: IngestRules["tables"]): void {
  for (const { table, on, set } of rule.lookups) {
    const columns = tables.get(table)?.get(fields.text(on) ?? "");
    for (const [name, column] of Object.entries(set)) {
      const value = columns?.get(column);
      if (value !== undefined && !fields.has(name)) fields.set(name, value);
    }
  }
}

function tag(rule: IngestRule, fields: FieldCollector): void {
  for (const { when, tags } of rule.tags) {
    if (when !== undefined && when(rowOf(fields)) !== true) continue;
    for (const name of tags) fields.add("tag", name);
  }
}

function rowOf(fields: FieldCollector): MutableRow {
  return new Map(Object.entries(fields.event()).map(([name, value]) => [name, (value ?? null) as Value]));
}
