import { loadContent } from "../../src/content/load-content.js";
import { loadIngestRules } from "../../src/content/load-ingest-rules.js";
import type { Content, DataSource } from "../../src/content/model.js";
import { EvaluationContext } from "../../src/evaluate/context.js";
import type { Event, Value } from "../../src/evaluate/value.js";
import { ingest } from "../../src/ingest/ingest.js";

/** A data source with an example of its raw log, and the events that ingest makes of it. */
export interface ExampleLog {
  readonly source: DataSource;
  readonly raw: string;
  readonly events: readonly Event[];
}

/** The data sources of a content folder that have an example, in the order of their names, read as Splunk would. */
export async function readExampleLogs(
  folder: string,
): Promise<{ readonly content: Content; readonly examples: readonly ExampleLog[] }> {
  const content = await loadContent(folder);
  const { rules } = await loadIngestRules(new EvaluationContext({ now: 0 }));
  const examples = [...content.dataSources.values()]
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((dataSource) => {
      const { exampleLog: raw, source, sourcetype } = dataSource;
      if (raw === undefined) return [];
      return [{ source: dataSource, raw, events: [...ingest({ text: raw, source, sourcetype }, rules)] }];
    });
  return { content, examples };
}

/** What Splunk itself adds for its own bookkeeping: of the index and the time's text, not of the log. */
export function isBookkeeping(field: string): boolean {
  return (
    /^(?:date_(?:hour|mday|minute|month|second|wday|year|zone)|tag(?:::.*)?|_.*)$/.test(field) ||
    ["punct", "linecount", "timestartpos", "timeendpos", "splunk_server", "splunk_server_group"].includes(
      field,
    ) ||
    ["index", "host", "source", "sourcetype", "eventtype", "unix_category", "unix_group"].includes(field)
  );
}

/** The fields of an event that come from the log, each with its value. */
export function fieldsOfLog(event: Event): readonly (readonly [string, Value])[] {
  return Object.entries(event).filter(([name]) => !isBookkeeping(name)) as (readonly [string, Value])[];
}
