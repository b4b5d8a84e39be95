import type { RawLog } from "../../src/ingest/ingest.js";

/**
 * The Windows events of a file of JSON, as tools make it of an event log, each written back as the XML that Splunk's
 * input collects.
 */
export function windowsLogs(text: string): readonly RawLog[] {
  return jsonTexts(text).flatMap((json) => {
    const { Event: event } = JSON.parse(json) as { readonly Event?: WindowsEvent };
    if (event === undefined) return [];
    const channel = String(event.System["Channel"]);
    return [{ source: `XmlWinEventLog:${channel}`, sourcetype: "XmlWinEventLog", text: xmlOf(event) }];
  });
}

/** Objects that follow each other, each starting and ending in the first column. */
function jsonTexts(text: string): readonly string[] {
  return text.split(/(?<=^\})\s*(?=^\{)/m);
}

interface WindowsEvent {
  readonly System: Readonly<Record<string, unknown>>;
  readonly EventData?: Readonly<Record<string, unknown>> | null;
  readonly UserData?: Readonly<Record<string, unknown>> | null;
}

function xmlOf({ System, EventData, UserData }: WindowsEvent): string {
  const data = Object.entries(EventData ?? {})
    .filter(([name]) => name !== "#attributes")
    .map(([name, value]) =>
      name === "Data" && typeof value === "object"
        ? element(name, value)
        : `<Data Name='${name}'>${escaped(value)}</Data>`,
    );
  const system = Object.entries(System).map(([name, value]) => element(name, value));
  const user = Object.entries(UserData ?? {}).map(([name, value]) => element(name, value));
  return (
    `<Event xmlns='http://schemas.microsoft.com/win/2004/08/events/event'><System>${system.join("")}</System>` +
    `<EventData>${data.join("")}</EventData>${user.length === 0 ? "" : `<UserData>${user.join("")}</UserData>`}</Event>`
  );
}

function element(name: string, value: unknown): string {
  if (typeof value !== "object" || value === null) return `<${name}>${escaped(value)}</${name}>`;
  if (Array.isArray(value)) return value.map((item) => element(name, item)).join("");
  const {
    "#attributes": attributes,
    "#text": text,
    ...children
  } = value as Readonly<Record<string, unknown>>;
  const written = Object.entries((attributes ?? {}) as Readonly<Record<string, unknown>>)
    .map(([key, each]) => ` ${key}='${escaped(each)}'`)
    .join("");
  const body = Object.entries(children).map(([key, child]) => element(key, child));
  return `<${name}${written}>${escaped(text)}${body.join("")}</${name}>`;
}

/** Markup is not written as entities: Splunk shows them as they stand, and the rules are written for the text. */
function escaped(value: unknown): string {
  return value === null || value === undefined ? "" : String(value).replaceAll("<", "&lt;");
}
