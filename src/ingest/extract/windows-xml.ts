import { cleanName } from "../../evaluate/structured/clean-name.js";
import type { FieldCollector } from "../field-collector.js";

/** The blocks of a Windows event that stay searchable as text: `EventData_Xml` and its like. */
const blocks = [
  ["System", "System_Props_Xml"],
  ["EventData", "EventData_Xml"],
  ["UserData", "UserData_Xml"],
  ["DebugData", "DebugData_Xml"],
  ["RenderingInfo", "RenderingInfo_Xml"],
] as const;

const elementText = /<([A-Za-z0-9_]+)(?:\s[^>]*)?>([^<]*)<\/\1>/g;
const attribute = /([A-Za-z0-9_]+)=('[^']*'|"[^"]*")/g;
const dataElement = /<[A-Za-z0-9_]+ Name=(?:'([^']*)'|"([^"]*)")[^>]*>([^<]*)(?:<\/|$)/g;
const logFileCleared = /<LogFileCleared[^>]*>([\s\S]*?)<\/LogFileCleared>/;

/**
 * The fields of a Windows event in XML as the Splunk Add-on for Microsoft Windows gives them: texts and attributes of
 * `System`, the named `Data` elements, and the blocks themselves as text. Entities stay as they are, an empty element
 * gives no field, and a repeated name gives several values.
 * https://docs.splunk.com/Documentation/WindowsAddOn
 */
export function extractWindowsXml(raw: string, fields: FieldCollector): void {
  const bodies = new Map<string, string>();
  for (const [element, name] of blocks) {
    const body = new RegExp(`<${element}(?:\\s[^>]*)?>([\\s\\S]*?)(?:</${element}>|$)`).exec(raw)?.[1];
    if (body === undefined) continue;
    bodies.set(element, body);
    fields.add(name, body);
  }
  extractSystem(bodies.get("System") ?? "", fields);
  for (const [, single, double, value] of (bodies.get("EventData") ?? "").matchAll(dataElement))
    fields.add(cleanName(single ?? double ?? ""), value ?? "");
  const cleared = logFileCleared.exec(bodies.get("UserData") ?? "")?.[1];
  if (cleared !== undefined) {
    fields.add("LogFileCleared_Xml", cleared);
    addElements(cleared, fields);
  }
  for (const [, name, value] of (bodies.get("RenderingInfo") ?? "").matchAll(elementText))
    fields.addFirst(name ?? "", value ?? "");
}

function extractSystem(system: string, fields: FieldCollector): void {
  addElements(system, fields);
  // Qualifiers move the number to EventCode alone; the add-on's rule for EventID wants the bare element.
  const eventId = /<EventID(\s[^>]*)?>(\d+)<\/EventID>/.exec(system);
  if (eventId?.[1] !== undefined) fields.set("EventID", null);
  if (eventId?.[2] !== undefined) fields.set("EventCode", eventId[2]);
  for (const [, name, quoted] of system.matchAll(attribute)) {
    // Release 8 of the add-on keeps the quotes of an attribute in the value, except for the user's SID.
    const value = quoted ?? "";
    fields.addFirst(name ?? "", name === "UserID" || name === "SystemTime" ? value.slice(1, -1) : value);
  }
}

function addElements(body: string, fields: FieldCollector): void {
  for (const [, name, value] of body.matchAll(elementText)) fields.addFirst(name ?? "", value ?? "");
}
